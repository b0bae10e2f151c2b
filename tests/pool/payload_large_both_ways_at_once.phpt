--TEST--
Pool: large arguments and large results on the way at the same time do not block each other
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn (string $x) => strrev($x), ['workers' => 2, 'prefetch' => 4]);
$texts = [];
for ($i = 0; $i < 12; $i++) {
    $texts["t$i"] = str_repeat(chr(65 + $i) . 'x', 1024 * 1024);
}
$results = $pool->map($texts);
check_same(array_keys($texts), array_keys($results), 'keys');
foreach ($texts as $key => $text) {
    check($results[$key] === strrev($text), "text $key");
}
foreach ($texts as $text) {
    $futures[] = $pool->submit($text);
}
foreach ($futures as $i => $future) {
    check($future->await(30) === strrev($texts["t$i"]), "future $i");
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
