--TEST--
Pool: "serializer" => "php" and "auto" carry the same
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

foreach (['php', 'auto'] as $serializer) {
    $pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1, 'serializer' => $serializer]);
    foreach ([1, 'text', [1, 2], ['k' => [1.5]], new ArrayObject([1])] as $value) {
        check_same(serialize($value), serialize($pool->submit($value)->await()), $serializer);
    }
}
if (!extension_loaded('igbinary')) {
    check_throws(ValueError::class, fn () => new Bgproc\Pool('strlen', ['serializer' => 'igbinary']), 'without igbinary', '/igbinary is not loaded/');
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
