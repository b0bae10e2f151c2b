--TEST--
The worker of a manager's requests may not report for its commands and functions
--EXTENSIONS--
bgproc
posix
--SKIPIF--
<?php
if (posix_geteuid() !== 0) {
    die('skip needs root, to have a worker who is somebody else');
}
?>
--FILE--
<?php
/* Their sockets were open to all, and what the web server's user said of a job of root's was believed. */
require __DIR__ . '/../inc/job.inc';

$mode = function (Bgproc\Job $job): int {
    $path = state_dir() . "/$job.sock";
    check(wait_until(fn () => file_exists($path)), 'the socket');
    clearstatcache();
    return fileperms($path) & 0777;
};
/* Of mode 0700: nobody needs to get there. */
$manager = jobs(['worker_user' => 65534]);
$command = $manager->startCommand(['sleep', '100']);
check_same(0600, $mode($command), 'of a command');
$call = $manager->startCall('sleep', [100]);
check_same(0600, $mode($call), 'of a function');
$requests = jobs(['worker_user' => 65534, 'fastcgi' => 'unix:/x', 'document_root' => '/x']);
check_throws(Bgproc\StoreException::class, fn () => $requests->start('/a.php'), 'a request', '/worker_user/');
chmod(state_dir(), 0711);
$other = $manager->startCommand(['sleep', '100'], ['user' => 1]);
check_same(0666, $mode($other), 'of a command that is run by somebody else');
foreach ([$command, $call, $other] as $job) {
    $job->cancel(0);
}
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
