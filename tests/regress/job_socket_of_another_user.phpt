--TEST--
A signed request is not accepted once more by a socket that another user has made under the name of an ended job
--EXTENSIONS--
bgproc
pcntl
posix
--SKIPIF--
<?php
if (posix_geteuid() !== 0) {
    die('skip needs root, to be somebody else too');
}
require __DIR__ . '/../inc/servers.inc';
Servers::skip('libcurl');
?>
--FILE--
<?php
/* In a directory where everybody may make files; the signature is good for minutes, the supervisor's word is all that is in the way. */
require __DIR__ . '/../04_job/job.inc';

$servers = Servers::open();
$directory = "$servers->dir/jobs";
mkdir($directory);
chmod($directory, 01777);
$servers->script('work.php', '<?php $manager = new Bgproc\JobManager(' . var_export(['working_directory' => $directory, 'key' => KEY], true) . ');
    echo Bgproc\JobManager::current() ? "accepted" : "refused";');
$url = $servers->cliServer();
$listener = stream_socket_server('tcp://127.0.0.1:0');
$manager = new Bgproc\JobManager(['working_directory' => $directory, 'base_url' => 'http://' . stream_socket_get_name($listener, false), 'key' => KEY]);
$job = $manager->start('/work.php');
$connection = stream_socket_accept($listener, 20);
$text = '';
while (!str_contains($text, "\r\n\r\n")) {
    $text .= fread($connection, 8192);
}
foreach (array_slice(explode("\r\n", trim($text)), 1) as $line) {
    [$name, $value] = explode(': ', $line, 2);
    $headers[$name] = $value;
}
$again = fn () => http_request($url, '/work.php', 'GET', $headers)->body;
fclose($connection);
check_ends($job, 'failed', 'the connection broke');
check_same('refused', $again(), 'nobody listens');

$path = "$directory/$job.sock";
/* Not in PHP: its sockets cannot answer one whose name the kernel has chosen. */
$listen = 'use Socket; umask 0111; socket(my $s, AF_UNIX, SOCK_DGRAM, 0); bind($s, pack_sockaddr_un($ARGV[0])) or die;' .
    'while (defined(my $from = recv($s, my $hello, 65536, 0))) { send($s, $ARGV[1], 0, $from); }';
$answer = json_encode(['accepted' => true, 'job' => $job->id(), 'attempt' => 1, 'timeout_ms' => 60000]);
$other = pcntl_fork();
if ($other === 0) {
    posix_setgid(65534);
    posix_setuid(65534);
    pcntl_exec('/usr/bin/perl', ['-e', $listen, $path, $answer]);
    posix_kill(posix_getpid(), SIGKILL);
}
check(wait_until(fn () => file_exists($path)), 'the other one listens');
check_same(65534, @fileowner($path), 'it is his');
check_same('refused', $again(), 'once more');
unset($connection);
posix_kill($other, SIGKILL);
pcntl_waitpid($other, $status);
unlink($path);
$servers->stopAll();
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
