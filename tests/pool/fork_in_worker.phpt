--TEST--
A process that a call has forked does not answer for its worker
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$log = test_dir() . '/log';
$lines = [];
$pool = new Bgproc\Pool(function (string $child) use ($log) {
    if ($child === 'kill') {
        posix_kill(getmypid(), SIGKILL);
    }
    if ($child === '') {
        return getmypid();
    }
    $worker = getmypid();
    $pid = pcntl_fork();
    if ($pid === 0) {
        switch ($child) {
            case 'exit': exit(5);
            case 'throw': throw new LogicException('in the child');
            case 'fatal': ini_set('display_errors', '0'); eval('class Broken implements Countable {}');
            case 'return': return 'the child';
        }
    }
    pcntl_waitpid($pid, $status);
    file_put_contents($log, "$child\n", FILE_APPEND);
    return ['the worker', $worker];
}, ['workers' => 1, 'prefetch' => 1, 'on_output' => function ($pid, $line) use (&$lines) { $lines[] = $line; }]);
$pid = outcome($pool->submit(''), 5);
foreach (['exit', 'throw', 'fatal', 'return'] as $child) {
    check_same(['the worker', $pid], outcome($pool->submit($child), 5), "the child ends by $child");
    check_same($pid, outcome($pool->submit(''), 5), "the worker lives after $child");
}
$future = $pool->submit('kill');
$e = check_throws(Bgproc\WorkerLostException::class, fn () => $future->await(5), 'a kill after all that', '/KILL/');
check(!str_contains((string) $e?->getMessage(), 'exit'), 'nothing of a child is told: ' . $e?->getMessage());
check_same(['exit', 'throw', 'fatal', 'return'], file($log, FILE_IGNORE_NEW_LINES), 'each was done once');
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
