--TEST--
Whatever a worker prints, nothing of it gets into the protocol
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$text = '';
$pool = new Bgproc\Pool(function () {
    $garbage = random_bytes(300000);
    echo $garbage, "\n";
    return md5("$garbage\n");
}, ['workers' => 1, 'on_output' => function ($pid, $line) use (&$text) { $text .= "$line\n"; }]);
foreach ([1, 2, 3] as $round) {
    $text = '';
    $md5 = outcome($pool->submit());
    check_same($md5, md5($text), "round $round");
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
