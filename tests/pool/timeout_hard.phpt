--TEST--
The timeout kills a worker in whatever it does, and only that one
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$work = function (string $what) {
    switch ($what) {
        case 'sleep':
            return sleep(60);
        case 'usleep':
            for ($i = 0; $i < 60000; $i++) {
                usleep(1000);
            }
            return;
        case 'busy':
            while (true) {
            }
        case 'hash':
            return hash_pbkdf2('sha512', 'a', 'b', 2000000000);
        case 'preg':
            ini_set('pcre.jit', '0');
            ini_set('pcre.backtrack_limit', (string) PHP_INT_MAX);
            return preg_match('/^(a+)+$/', str_repeat('a', 60) . 'b');
        case 'read':
            $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            return fread($pair[0], 1);
        case 'stop':
            posix_kill(getmypid(), SIGSTOP);
            return;
        case 'finally':
            try {
                sleep(60);
            } finally {
                return 'never';
            }
    }
    return $what;
};
$pool = new Bgproc\Pool($work, ['workers' => 3, 'timeout' => 0.25]);
pool_ready($pool);
$cases = ['sleep', 'usleep', 'busy', 'hash', 'preg', 'read', 'stop', 'finally'];
foreach ($cases as $what) {
    $begin = hrtime(true);
    $future = $pool->submit($what);
    $other = $pool->submit('other');
    check_same('other', $other->await(20), "another call beside $what");
    $e = check_throws(Bgproc\CallTimeoutException::class, fn () => $future->await(20), $what);
    check_seconds(0.24, 2.0, (hrtime(true) - $begin) / 1e9, "seconds of $what");
    check_same(Bgproc\State::TimedOut, $future->getState(), "state of $what");
}
$stats = $pool->stats();
check_same([count($cases), count($cases), 0], [$stats['timed_out'], $stats['completed'], $stats['lost']], 'timed out, completed, lost');
check_same([1, 2, 3, 4], $pool->map([1, 2, 3, 4]) === ['1', '2', '3', '4'] ? [1, 2, 3, 4] : null, 'it works on');
check_same(3, count(pool_ready($pool)), 'workers');
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
