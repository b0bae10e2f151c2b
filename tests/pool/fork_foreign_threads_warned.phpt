--TEST--
A process with threads of others is warned once that a fork copies none of them
--EXTENSIONS--
bgproc
ffi
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$warnings = [];
set_error_handler(function ($level, $text) use (&$warnings) {
    $warnings[] = [$level, $text];
    return true;
});
(new Bgproc\Pool('strlen'))->close();
check_same([], $warnings, 'one thread');

$c = FFI::cdef('void *dlsym(void *library, const char *name);
    int pthread_create(unsigned long *thread, const void *attributes, void *function, void *argument);');
$thread = $c->new('unsigned long');
check_same(0, $c->pthread_create(FFI::addr($thread), null, $c->dlsym(null, 'pause'), null), 'a thread that does nothing');

$pool = new Bgproc\Pool('strlen', ['workers' => 1]);
check_same(1, count($warnings), 'warnings of the first pool');
check_same(E_WARNING, $warnings[0][0], 'level');
check(str_contains($warnings[0][1], 'This process has 1 thread besides the main one'), $warnings[0][1]);
check_same(3, $pool->submit('abc')->await(), 'it works');
$pool->close();
(new Bgproc\Pool('strlen'))->close();
check_same(1, count($warnings), 'the second pool');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
