--TEST--
Pool: settings of unserialize() do not lose data
--EXTENSIONS--
bgproc
--INI--
unserialize_max_depth=50
unserialize_callback_func=no_such
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$o = new stdClass();
$o->list = [[[1]]];
check(unserialize(serialize($o)) == $pool->submit($o)->await(), 'below the depth');
$deep = new stdClass();
for ($i = 0; $i < 100; $i++) {
    $deep = [$deep];
}
try {
    $pool->submit($deep)->await();
    check(false, 'too deep was taken');
} catch (Bgproc\PayloadException $e) {
    check((bool) preg_match('/unserialize_max_depth|deep|unserialized/', $e->getMessage()), $e->getMessage());
}
check_same('ok', $pool->submit('ok')->await(), 'the pool works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
