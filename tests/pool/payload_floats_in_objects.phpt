--TEST--
Pool: floats below objects and in nested arrays do not lose bits, whatever serialize_precision is
--EXTENSIONS--
bgproc
--INI--
serialize_precision=5
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$o = new stdClass();
$o->list = [0.1 + 0.2, -0.0, 5e-324, M_PI];
$o->deep = ['k' => ['k' => 1 / 3]];
$back = $pool->submit($o)->await();
foreach ([0.1 + 0.2, -0.0, 5e-324, M_PI] as $i => $value) {
    check_same(bin2hex(pack('E', $value)), bin2hex(pack('E', $back->list[$i])), "float $i");
}
check_same(1 / 3, $back->deep['k']['k'], 'deep');
check_same('5', ini_get('serialize_precision'), 'the setting is as it was');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
