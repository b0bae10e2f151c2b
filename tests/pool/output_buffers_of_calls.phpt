--TEST--
An output buffer that a call leaves open is sent with its call, and does not reach into the next one
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$lines = [];
$pool = new Bgproc\Pool(function ($how) {
    $level = ob_get_level();
    if ($how === 'open') {
        ob_start();
        ob_start(fn ($text) => strtoupper($text));
        echo 'buffered';
    } elseif ($how === 'taken') {
        ob_start();
        echo 'taken';
        return ob_get_clean();
    } elseif ($how === 'throw') {
        ob_start();
        echo 'before the exception';
        throw new LogicException('x');
    } elseif ($how === 'handler throws') {
        ob_start(fn () => throw new LogicException('in the handler'));
        echo 'y';
    } elseif ($how === 'all closed') {
        while (ob_get_level()) {
            ob_end_clean();
        }
        echo 'after all';
    }
    return $level;
}, ['workers' => 1, 'on_output' => function ($pid, $line) use (&$lines) { $lines[] = $line; }]);
foreach (['open' => [0, ['BUFFERED']], '' => [0, []], 'taken' => ['taken', []], 'throw' => [LogicException::class, ['before the exception']],
    'all closed' => [0, ['after all']]] as $how => [$result, $expected]) {
    $lines = [];
    check_same([$result, $expected], [outcome($pool->submit($how)), $lines], $how);
}
$outcome = outcome($pool->submit('handler throws'));
check($outcome === LogicException::class || $outcome === 0, 'a handler that throws: ' . short($outcome));
check_same(0, outcome($pool->submit('')), 'the worker lives');
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
