--TEST--
The lines of a call are handled before its result, also of other functions that print
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$events = [];
$pool = new Bgproc\Pool(function ($n) {
    printf("line %d\n", $n);
    print "print $n\n";
    var_dump($n);
    fwrite(fopen('php://output', 'w'), "stream $n\n");
    return $n;
}, ['workers' => 1, 'on_output' => function ($pid, $line) use (&$events) { $events[] = $line; }]);
$pool->onReturn(function ($n) use (&$events) { $events[] = "result $n"; });
for ($n = 1; $n <= 20; $n++) {
    $pool->submit($n);
}
$pool->wait();
/* What a later call has printed may have arrived before an earlier result is handled. */
$lines = $results = [];
foreach ($events as $event) {
    if (str_starts_with($event, 'result ')) {
        $results[] = $event;
    } else {
        $lines[] = $event;
    }
}
$expected = [];
for ($n = 1; $n <= 20; $n++) {
    array_push($expected, "line $n", "print $n", "int($n)", "stream $n");
    check(array_search("stream $n", $events) < array_search("result $n", $events), "output $n is before its result");
}
check_same($expected, $lines, 'order of lines');
check_same(array_map(fn ($n) => "result $n", range(1, 20)), $results, 'order of results');
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
