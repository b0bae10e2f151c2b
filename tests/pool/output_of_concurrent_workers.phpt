--TEST--
Lines of several workers are never mixed
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$seen = [];
$bad = 0;
$pool = new Bgproc\Pool(function ($char) {
    for ($i = 0; $i < 50; $i++) {
        echo str_repeat($char, 500);
        echo str_repeat($char, 500), "\n";
    }
}, ['workers' => 4, 'on_output' => function ($pid, $line) use (&$seen, &$bad) {
    $bad += strlen($line) !== 1000 || $line !== str_repeat($line[0], 1000);
    $seen[$line[0]] = ($seen[$line[0]] ?? 0) + 1;
}]);
$pool->map(range('a', 'j'));
check_same([0, array_fill_keys(range('a', 'j'), 50)], [$bad, (function () use (&$seen) { ksort($seen); return $seen; })()], 'lines');
$pool->close();
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
