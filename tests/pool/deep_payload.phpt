--TEST--
Pool: very deep arrays are carried or refused, and crash nobody
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($n) { $x = 1; for ($i = 0; $i < $n; $i++) { $x = [$x]; } return $x; }, ['workers' => 1]);
foreach ([1000, 3000, 5000, 20000] as $depth) {
    $x = 1;
    for ($i = 0; $i < $depth; $i++) { $x = [$x]; }
    $there = new Bgproc\Pool(function ($x) { $n = 0; while (is_array($x)) { $x = $x[0]; $n++; } return $n; }, ['workers' => 1]);
    try {
        check_same($depth, $there->submit($x)->await(10), "$depth there");
    } catch (Bgproc\PayloadException $e) {
        check($depth > 4000, "$depth: " . $e->getMessage());
    }
    try {
        $back = $pool->submit($depth)->await(10);
        for ($n = 0; is_array($back); $n++) { $back = $back[0]; }
        check_same($depth, $n, "$depth back");
    } catch (Bgproc\PayloadException $e) {
        check($depth > 4000, "$depth: " . $e->getMessage());
    }
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
