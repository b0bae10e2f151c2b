--TEST--
Whatever a worker prints, nothing of it gets into the protocol
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$bytes = 0;
$text = '';
$pool = new Bgproc\Pool(function ($seed) {
    mt_srand($seed);
    $garbage = '';
    for ($i = 0; $i < 300000; $i++) {
        $garbage .= chr(mt_rand(0, 255));
    }
    echo $garbage, "\n";
    return md5("$garbage\n");
}, ['workers' => 1, 'on_output' => function ($pid, $line) use (&$text) { $text .= "$line\n"; }]);
foreach ([1, 2, 3] as $seed) {
    $text = '';
    $md5 = outcome($pool->submit($seed));
    check_same($md5, md5($text), "round $seed");
}
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
