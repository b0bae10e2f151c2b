--TEST--
A limit that the system does not let the workers have is the reason why no worker starts, and not passed over
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php
if (posix_geteuid() !== 0) {
    die('skip needs root');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

/* Only root may raise a hard limit. */
posix_setrlimit(POSIX_RLIMIT_NOFILE, 500, 500);
$pid = pcntl_fork();
if ($pid === 0) {
    posix_setgid(65534);
    posix_setuid(65534);
    $pool = new Bgproc\Pool(fn () => 1, ['workers' => 1, 'limits' => ['nofile' => 600]]);
    check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit()->await(20), 'the call', '/limit.*Operation not permitted/');
    $pool->close(0);
    posix_kill(posix_getpid(), SIGKILL);
}
pcntl_waitpid($pid, $status);
check(pcntl_wifsignaled($status) && pcntl_wtermsig($status) === SIGKILL, 'the child came to its end');
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
