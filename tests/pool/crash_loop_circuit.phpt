--TEST--
Workers that die before their first call has ended: after five the circuit opens and says why
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

class Misfortune extends Exception {}
$cases = [
    'throws' => [fn () => throw new Misfortune('no database'), '/no database/'],
    'exits' => [fn () => exit(7), '/7/'],
    'dies' => [fn () => posix_kill(getmypid(), SIGTRAP), '/TRAP|signal 5/'],
    'fatal' => [fn () => ini_set('memory_limit', '8M') && str_repeat('x', 1 << 28), '/memory size of 8388608 bytes exhausted/i'],
    'undefined' => [fn () => undefined_function(), '/undefined_function/'],
];
foreach ($cases as $name => [$setup, $message]) {
    $pool = new Bgproc\Pool(fn () => 1, ['workers' => 2, 'setup' => $setup, 'on_output' => fn () => 0]);
    $futures = [$pool->submit(), $pool->submit(), $pool->submit()];
    foreach ($futures as $i => $future) {
        check_throws(Bgproc\WorkerLostException::class, fn () => $future->await(20), "pending call $i, setup $name", $message);
    }
    $begin = hrtime(true);
    check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit()->await(20), "new call, setup $name", $message);
    check_seconds(0, 1.0, (hrtime(true) - $begin) / 1e9, "it ends at once, setup $name");
    $pool->close();
}
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
