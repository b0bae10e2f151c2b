--TEST--
Pool: a string of 64 MiB travels exactly, both ways
--EXTENSIONS--
bgproc
--INI--
memory_limit=1G
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$size = 64 * 1024 * 1024;
$text = str_repeat(random_bytes(64 * 1024 - 1) . "\0", 1024);
$pool = new Bgproc\Pool(fn (string $x) => md5($x), ['workers' => 1]);
check_same(md5($text), $pool->submit($text)->await(), 'there');
check_same(md5(md5($text)), $pool->submit(md5($text))->await(), 'the pool works');
$pool->close();
$pool = new Bgproc\Pool(fn (int $n) => str_repeat(substr($text, 0, 65536), $n), ['workers' => 1]);
check($text === $pool->submit(1024)->await(), 'back');
check_same(substr($text, 0, 65536), $pool->submit(1)->await(), 'the pool works');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
