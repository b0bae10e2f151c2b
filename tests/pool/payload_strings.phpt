--TEST--
Pool: strings of 0 bytes to 1 MiB travel exactly, both ways
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn (string $x) => $x, ['workers' => 1]);
$there = new Bgproc\Pool(fn (string $x) => [strlen($x), md5($x)], ['workers' => 1]);
$back = new Bgproc\Pool(fn (int $n, int $seed) => substr(str_repeat(pack('N', $seed) . "\0\xff", intdiv($n, 6) + 1), 0, $n), ['workers' => 1]);

$kib = 1024;
$sizes = [0, 1, 2, 31, 32, 33, 255, 256, 4095, 4096, 65535, 65536];
foreach ([128 * $kib, 256 * $kib, 1024 * $kib] as $edge) {
    foreach ([-100, -64, -48, -33, -32, -31, -24, -16, -8, -1, 0, 1, 32] as $by) {
        $sizes[] = $edge + $by;
    }
}
$random = random_bytes(1024 * $kib + 100);
foreach ($sizes as $size) {
    $text = substr($random, 0, $size);
    check_same(md5($text), md5($pool->submit($text)->await()), "$size bytes, both ways");
    check_same([$size, md5($text)], $there->submit($text)->await(), "$size bytes, there");
    $seed = crc32($text);
    $expected = substr(str_repeat(pack('N', $seed) . "\0\xff", intdiv($size, 6) + 1), 0, $size);
    check($expected === $back->submit($size, $seed)->await(), "$size bytes, back");
}
check_same(implode(range("\0", "\xff")), $pool->submit(implode(range("\0", "\xff")))->await(), 'every byte');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
