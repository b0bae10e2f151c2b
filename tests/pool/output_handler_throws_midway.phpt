--TEST--
An exception of on_output loses none of the lines that came with the one it was thrown for
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$lines = [];
$pool = new Bgproc\Pool(function () { echo "1\n2\n3\n4\n"; return 'result'; }, ['workers' => 1,
    'on_output' => function (int $pid, string $line) use (&$lines) {
        $lines[] = $line;
        if ($line === '2') { throw new LogicException('at 2'); }
    }]);
$future = $pool->submit();
check_throws(LogicException::class, fn () => $future->await(), 'the handler', '/^at 2$/');
check_same(['1', '2'], $lines, 'so far');
check_same('result', $future->await(), 'the call');
check_same(['1', '2', '3', '4'], $lines, 'all lines, each once');
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
