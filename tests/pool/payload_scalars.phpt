--TEST--
Pool: null, bool, int and float travel exactly, both ways
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn (...$x) => [gettype($x[0]), $x[0]], ['workers' => 1]);
$bare = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$bytes = new Bgproc\Pool(fn (float $x) => bin2hex(pack('E', $x)), ['workers' => 1]);

$ints = [0, 1, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, 65535, 65536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32, 2 ** 53 + 1, PHP_INT_MAX, PHP_INT_MIN, PHP_INT_MIN + 1];
foreach ([null, true, false, ...$ints] as $value) {
    check_same([gettype($value), $value], $pool->submit($value)->await(), 'in an array');
    check_same($value, $bare->submit($value)->await(), 'alone');
}
check_same($ints, $bare->map($ints), 'by map()');
check_same($ints, $bare->submit($ints)->await(), 'in one array');

/* Floats by their bits. */
$floats = ['0000000000000000', '8000000000000000', '0000000000000001', '8000000000000001', '000fffffffffffff', '0010000000000000',
    '3ff0000000000000', '3fb999999999999a', '7fefffffffffffff', 'ffefffffffffffff', '7ff0000000000000', 'fff0000000000000',
    '7ff8000000000000', 'fff8000000000000', '7ff8000000000123', '433fffffffffffff', '4340000000000001'];
foreach ($floats as $bits) {
    $value = unpack('E', hex2bin($bits))[1];
    check_same($bits, $bytes->submit($value)->await(), 'there');
    check_same($bits, bin2hex(pack('E', $bare->submit($value)->await())), 'and back');
    check_same($bits, bin2hex(pack('E', $bare->submit([$value, 1.5])->await()[0])), 'in a packed array');
    /* The serializer of PHP knows one NAN only. */
    if (!is_nan($value)) {
        check_same($bits, bin2hex(pack('E', $bare->submit(['k' => [$value]])->await()['k'][0])), 'deeper');
    }
}
check(is_nan($bare->submit(NAN)->await()), 'NAN');
check_same([INF, -INF], $bare->submit([INF, -INF])->await(), 'INF');
check_same(['a', null, true, 1, 1.0, ''], $bare->submit(['a', null, true, 1, 1.0, ''])->await(), 'all in one array');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
