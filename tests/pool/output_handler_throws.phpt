--TEST--
An exception of on_output comes out of the method that has handled the line, and nothing is lost
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$lines = [];
$pool = new Bgproc\Pool(function ($n) { echo "line $n\n"; return $n; }, ['workers' => 1,
    'on_output' => function ($pid, $line) use (&$lines) { $lines[] = $line; if ($line === 'line 2') { throw new LogicException('of the handler'); } }]);
$futures = array_map(fn ($n) => $pool->submit($n), range(1, 4));
$thrown = 0;
for ($i = 0; $i < 3; $i++) {
    try {
        $pool->wait(20);
        break;
    } catch (LogicException) {
        $thrown++;
    }
}
check_same(1, $thrown, 'exceptions');
check_same(['line 1', 'line 2', 'line 3', 'line 4'], $lines, 'lines');
check_same([1, 2, 3, 4], array_map('outcome', $futures), 'results');
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
