--TEST--
Odd files for input, output and error log are refused with the reason or work; none holds up the caller, the command or its end
--EXTENSIONS--
bgproc
posix
pcntl
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * Promise 18 and the list "log path": directory, FIFO, /dev/full, /dev/stdout, /proc/self/mem, symlink loop, missing parent, 4,097 bytes, one file for two processes, a
 * file that becomes something else while it runs. Those that fail before the start: see start_error.phpt.
 */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager(['keep' => 600]);
$dir = test_dir();

/* /dev/full: writing fails, the command sees it as usual, the record is right. */
$process = start('echo x; echo "exit $?" >&2; exit 3', ['stdout' => '/dev/full'], $manager);
check($process->wait(20), '/dev/full: wait');
check_same(3, $process->getExitCode(), '/dev/full: exit code');
check(str_contains($process->getErrorOutput(), 'exit 1') || str_contains($process->getErrorOutput(), 'exit 2'), '/dev/full: the command sees the error: ' . $process->getErrorOutput());
$process = start('echo x >&2; exit 4', ['stderr' => '/dev/full', 'idle_timeout' => 60], $manager);
check($process->wait(20), '/dev/full, relayed: wait');
check_same(4, $process->getExitCode(), '/dev/full, relayed: exit code');
$manager->setErrorLog('/dev/full');
$process = start('echo x >&2; exit 5', [], $manager);
check($process->wait(20), '/dev/full as error log: wait');
check_same(5, $process->getExitCode(), '/dev/full as error log: exit code');

/* Error logs that cannot be opened: the outcome is not touched, and nothing is made on the way. */
symlink('loop', "$dir/loop");
mkdir("$dir/directory");
posix_mkfifo("$dir/fifo", 0600);
foreach (["$dir/missing/err.log", "$dir/loop", "$dir/directory", "$dir/fifo", '/proc/self/mem', '/proc/version', "$dir/" . str_repeat('n', 256), '/dev/null', '.', '..', 'err/'] as $log) {
    $manager->setErrorLog($log);
    $process = start('echo x >&2; exit 6', [], $manager);
    $seconds = seconds(fn () => check($process->wait(20), "error log $log: wait"));
    check_same([6, "x\n"], [$process->getExitCode(), $process->getErrorOutput()], "error log $log");
    check_seconds(0, 5, $seconds, "error log $log: seconds");
}
check(!file_exists("$dir/missing"), 'nothing was made');
$manager->setErrorLog(null);

/* A FIFO with a reader works, and its other end may go at any time. */
$reader = fopen("$dir/fifo", 'r+');
$process = start('echo through; kill -STOP $$; echo more; exit 7', ['stdout' => "$dir/fifo"], $manager);
check_same("through\n", fgets($reader), 'FIFO');
fclose($reader);
check(wait_until(function () use ($process) {
    $pid = $process->getMeta()['command_pid'];
    return $pid && (proc_status($pid)['State'] ?? 'X')[0] === 'T';
}), 'it has stopped itself');
$process->signal(SIGCONT);
check($process->wait(20), 'FIFO without reader: wait');
check(in_array([$process->getExitCode(), $process->getTermSignal()], [[7, null], [null, SIGPIPE]], true), 'FIFO without reader: ' . json_encode($process->getMeta()));

/* One file for two processes, appended; and for both outputs of one. */
$first = start('for i in 1 2 3 4 5; do echo first; done', ['stdout' => ['file', "$dir/both", 'a']], $manager);
$second = start('for i in 1 2 3 4 5; do echo second; done', ['stdout' => ['file', "$dir/both", 'a']], $manager);
check($first->wait(20) && $second->wait(20), 'wait');
$lines = file("$dir/both");
sort($lines);
check_same([...array_fill(0, 5, "first\n"), ...array_fill(0, 5, "second\n")], $lines, 'one file for two');
$process = start('echo out; echo err >&2', ['stdout' => ['file', "$dir/one", 'a'], 'stderr' => ['file', "$dir/one", 'a']], $manager);
check($process->wait(20), 'wait');
check_same("out\nerr\n", file_get_contents("$dir/one"), 'one file for both');

/* Deleted, or replaced by something else while it runs: the command goes on. */
foreach (['unlink' => fn ($file) => unlink($file), 'directory' => fn ($file) => unlink($file) && mkdir($file), 'fifo' => fn ($file) => unlink($file) && posix_mkfifo($file, 0600)] as $what => $replace) {
    foreach ([[], ['idle_timeout' => 60]] as $options) {
        $file = "$dir/replaced";
        $writer = fopen("$dir/fifo", 'r+');
        $process = start('echo before; read line; echo after; exit 8', ['stdout' => $file, 'stdin' => ['file', "$dir/fifo", 'r']] + $options, $manager);
        check_same("before\n", wait_for_file($file, "before\n"), "$what: output");
        $replace($file);
        fwrite($writer, "go\n");
        check($process->wait(20), "$what: wait");
        check_same(8, $process->getExitCode(), "$what: exit code");
        fclose($writer);
        exec('rm -rf ' . escapeshellarg($file));
    }
}

/* A file is cut only when everything else was good. */
file_put_contents("$dir/kept", 'old');
check_refused(Bgproc\SpawnException::class, fn () => start(['/nonexistent'], ['stdout' => "$dir/kept"], $manager), 'missing program', '/No such file/', 2);
check_refused(Bgproc\SpawnException::class, fn () => start(['true'], ['stdout' => "$dir/kept", 'stderr' => "$dir/missing/x"], $manager), 'missing parent', '/No such file/', 2);
check_same('old', file_get_contents("$dir/kept"), 'kept');
start(['true'], ['stdout' => "$dir/kept"], $manager)->wait(20);
check_same('', file_get_contents("$dir/kept"), 'cut');
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
