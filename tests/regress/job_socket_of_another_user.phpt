--TEST--
A signed request is not accepted once more by a socket that somebody else has made under the name of an ended job
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
require __DIR__ . '/../inc/job.inc';

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
check(preg_match('/^v2;.*;t=(\d+);/', $headers['X-Bgproc-Auth'], $match) === 1, 'it is signed with its place: ' . $headers['X-Bgproc-Auth']);
$signed = (int) $match[1];
$again = fn () => http_request($url, '/work.php', 'GET', $headers)->body;
fclose($connection);
check_ends($job, 'failed', 'the connection broke');
check_same('refused', $again(), 'nobody listens');
/* File systems give an inode again, and the place has the second: the sockets below come in a later one. */
check(wait_until(fn () => time() > $signed), 'the second is over');

/* Not in PHP: its sockets cannot answer one whose name the kernel has chosen. */
$listen = 'use Socket; umask 0111; socket(my $s, AF_UNIX, SOCK_DGRAM, 0); bind($s, pack_sockaddr_un($ARGV[0])) or die;' .
    'while (defined(my $from = recv($s, my $hello, 65536, 0))) { send($s, $ARGV[1], 0, $from); }';
$answer = json_encode(['accepted' => true, 'job' => $job->id(), 'attempt' => 1, 'timeout_ms' => 60000]);
$others = [];
/* Somebody who listens in a directory under the name of the job, and has a record of it too, if he likes. */
$pretend = function (int $user, string $directory, bool $record) use ($job, $listen, $answer, &$others): string {
    $path = "$directory/$job.sock";
    $other = pcntl_fork();
    if ($other === 0) {
        posix_setgid($user);
        posix_setuid($user);
        if ($record) {
            file_put_contents("$directory/$job.json", '{}');
        }
        pcntl_exec('/usr/bin/perl', ['-e', $listen, $path, $answer]);
        posix_kill(posix_getpid(), SIGKILL);
    }
    $others[$path] = $other;
    check(wait_until(fn () => file_exists($path)), 'the other one listens');
    clearstatcache();
    check_same($user, @fileowner($path), 'it is his');
    return $path;
};
$end = function () use (&$others) {
    foreach ($others as $path => $other) {
        posix_kill($other, SIGKILL);
        pcntl_waitpid($other, $status);
        unlink($path);
    }
    $others = [];
};
/* The request as its own sender would sign it for this socket: what is left is the question whom it belongs to. */
$signed_for = function (string $path) use ($headers, $job): array {
    clearstatcache();
    preg_match('/;t=(\d+);n=([\w-]+);/', $headers['X-Bgproc-Auth'], $match);
    $text = implode("\n", ['bgproc-v2', fileinode($path) . ':' . filectime($path), $job, 1, $match[1], $match[2], 'GET', preg_replace('/:\d+$/', '', $headers['Host']),
        '/work.php', $headers['Content-Type'] ?? '', hash('sha256', ''), hash('sha256', "\n")]) . "\n";
    $signature = hash_hmac('sha256', $text, hash_hkdf('sha256', KEY, 32, 'bgproc/http'));
    return ['X-Bgproc-Auth' => preg_replace('/s=\w+$/', "s=$signature", $headers['X-Bgproc-Auth'])] + $headers;
};
$with = fn (array $headers, string $script = '/work.php') => http_request($url, $script, 'GET', $headers)->body;

$path = $pretend(65534, $directory, false);
check_same(['refused', 'refused'], [$again(), $with($signed_for($path))], 'once more, by somebody who is not the owner of the record');
$end();

/* The record was removed in the meantime, and he has made one of his own. */
unlink("$directory/$job.json");
$path = $pretend(65534, $directory, true);
check_same(['refused', 'refused'], [$again(), $with($signed_for($path))], 'once more, by somebody who has made the record too');
$end();
unlink("$directory/$job.json");
chown($directory, 65534);
$path = $pretend(65534, $directory, true);
check_same(['refused', 'accepted'], [$again(), $with($signed_for($path))], 'the owner of the directory may have jobs in it');
$end();
unlink("$directory/$job.json");
chown($directory, 0);

/* Another application, or another host, with the same key and a directory of its own. */
$path = $pretend(0, $directory, true);
check_same(['refused', 'accepted'], [$again(), $with($signed_for($path))], 'the same user, another socket');
$end();
unset($connection);
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
