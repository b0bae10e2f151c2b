--TEST--
The exception of a lost worker tells how it has ended
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(function (string $how) {
    switch ($how) {
        case 'exit':
            exit(3);
        case 'exit text':
            exit('bye');
        case 'kill':
            posix_kill(getmypid(), SIGKILL);
        case 'abort':
            posix_kill(getmypid(), SIGABRT);
        case 'memory':
            ini_set('memory_limit', '16M');
            return strlen(str_repeat('x', 1 << 28));
        case 'fatal':
            return eval('class Broken implements Countable {}');
        case 'error':
            trigger_error('user says no', E_USER_ERROR);
    }
    return getmypid();
}, ['workers' => 1, 'on_output' => fn () => 0]);
/* how => [signal, exit code, message] */
$cases = [
    'exit' => [null, 3, '/exit\(3\)|code 3/'],
    'exit text' => [null, 0, '/exit/'],
    'kill' => [SIGKILL, null, '/KILL/'],
    'abort' => [SIGABRT, null, '/ABRT/'],
    'memory' => [null, 255, '/Allowed memory size of 16777216 bytes exhausted/'],
    'fatal' => [null, 255, '/Class Broken contains 1 abstract method/'],
    'error' => [null, 255, '/user says no/'],
];
foreach ($cases as $how => [$signal, $code, $message]) {
    $pid = outcome($pool->submit(''));
    $future = $pool->submit($how);
    $e = check_throws(Bgproc\WorkerLostException::class, fn () => $future->await(20), $how, $message);
    if ($e instanceof Bgproc\WorkerLostException) {
        check_same([$pid, $signal, $code, false], [$e->getPid(), $e->getSignal(), $e->getExitCode(), $e->isOutOfMemory()], $how);
        check(str_contains($e->getMessage(), (string) $pid), "the message of $how has the pid");
    }
    check_same(Bgproc\State::Lost, $future->getState(), "state of $how");
}
/* An idle worker that dies is replaced, and nobody is told. */
$pid = outcome($pool->submit(''));
posix_kill($pid, SIGKILL);
wait_until(fn () => !is_alive($pid));
$next = outcome($pool->submit(''));
check($next === Bgproc\WorkerLostException::class || (is_int($next) && $next !== $pid), 'after the end of an idle one: ' . short($next));
check(is_int(outcome($pool->submit(''))), 'it works on');
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
