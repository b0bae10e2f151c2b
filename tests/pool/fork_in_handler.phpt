--TEST--
A process that a handler forks, and that comes back from it, does nothing to the pool of its parent
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

class Forks
{
    public function __serialize(): array
    {
        $GLOBALS['child'] = pcntl_fork();
        return [];
    }

    public function __unserialize(array $data): void {}
}

define('DONE', test_dir() . '/done');

foreach (['wait', 'close', 'serialize'] as $where) {
    $parent = getmypid();
    $seen = [];
    $child = 0;
    $pool = new Bgproc\Pool(function (float $s, string $name) {
        usleep((int) ($s * 1e6));
        file_put_contents(DONE, "$name\n", FILE_APPEND);
        return $name;
    }, ['workers' => 2, 'prefetch' => 5]);
    $stream = $pool->getStream();
    pool_ready($pool);
    $forking = $where === 'close' ? 'b' : 'first';
    $pool->onReturn(function ($name) use (&$seen, &$child, $where, $forking) {
        $seen[] = $name;
        if ($name === $forking && $where !== 'serialize') {
            $child = pcntl_fork();
        }
    });
    $names = ['first', 'a', 'b', 'c', 'd'];
    foreach ($names as $i => $name) {
        $pool->submit($i === 1 ? 0.3 : 0.01, $name);
    }
    if ($where === 'serialize') {
        $argument = new Forks();
        $problem = '';
        try {
            $pool->submit(0.0, 'e', $argument);
            $names[] = 'e';
        } catch (Throwable $e) {
            $problem = get_class($e);
        }
        if (getmypid() !== $parent) {
            write_file('child', $problem);
            posix_kill(getmypid(), SIGKILL);
        }
        check_same('', $problem, 'the parent');
        check($pool->wait(20), 'the parent');
    } else {
        try {
            if ($where === 'wait') {
                check($pool->wait(20), 'the parent');
            } else {
                /* With the first result the others were handed out; they are there, too, when the handler of one of them forks. */
                check(drive_until($pool, function () use (&$seen) { return count($seen) > 0; }), 'the first');
                usleep(150000);
                $pool->close(20);
            }
            $problem = 'none';
        } catch (Throwable $e) {
            $problem = get_class($e);
        }
        if (getmypid() !== $parent) {
            write_file('child', $problem . ':' . count($seen));
            posix_kill(getmypid(), SIGKILL);
        }
    }
    check_same($child, pcntl_waitpid($child, $status), 'the child has ended');
    check_same(Bgproc\StateException::class . ['wait' => ':1', 'close' => ':2', 'serialize' => ''][$where], file_get_contents(test_dir() . '/child'), "the child, $where");
    sort($seen);
    $done = file_exists(DONE) ? file(DONE, FILE_IGNORE_NEW_LINES) : [];
    sort($done);
    sort($names);
    /* close() cancels what has not begun. */
    if ($where !== 'close') {
        check_same($names, $seen, "each call has ended here, $where");
        check_same($names, $done, "and was done once, $where");
    } else {
        check_same($done, $seen, "what was done has ended here, $where");
    }
    check_same([0, 0], [$pool->stats()['lost'], $pool->stats()['respawned']], "no worker was lost, $where");
    @unlink(DONE);
    $pool->close();
}

/* A callback for lines. */
$parent = getmypid();
$lines = [];
$child = 0;
$pool = new Bgproc\Pool(function () { echo "one\ntwo\nthree\n"; }, ['workers' => 1, 'on_output' => function ($pid, $line) use (&$lines, &$child) {
    $lines[] = $line;
    if ($line === 'one') {
        $child = pcntl_fork();
    }
}]);
$pool->submit();
try {
    check($pool->wait(20), 'the parent');
    $problem = 'none';
} catch (Throwable $e) {
    $problem = get_class($e);
}
if (getmypid() !== $parent) {
    write_file('child', "$problem:" . implode(' ', $lines));
    posix_kill(getmypid(), SIGKILL);
}
check_same($child, pcntl_waitpid($child, $status), 'the child has ended');
check_same('Bgproc\StateException:one', file_get_contents(test_dir() . '/child'), 'the child, on_output');
check_same(['one', 'two', 'three'], $lines, 'the parent');
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
