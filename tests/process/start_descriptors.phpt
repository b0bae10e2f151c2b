--TEST--
The command has exactly the descriptors 0, 1 and 2, and the port of the caller is free when the caller has gone
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 4, parity A12 (children hold the caller's sockets).
 */
require __DIR__ . '/../inc/bgproc.inc';

/* A caller with 500 open files and a listening socket, none of them close-on-exec; it reports and ends. */
$caller = <<<'CODE'
[, $dir] = $argv;
$held = [];
for ($i = 0; $i < 500; $i++) {
    $held[] = popen_free($i);
}
function popen_free(int $i)
{
    /* Duplicates of php://fd are made by dup(): they are inherited by every exec. */
    return fopen('php://fd/' . ($i % 2 ? 0 : 1), $i % 2 ? 'r' : 'w');
}
$server = stream_socket_server('tcp://127.0.0.1:0');
$socket = fopen('php://fd/' . (max(array_keys(open_descriptors()))), 'r+');
$manager = new BackgroundProcessManager(['working_directory' => "$dir/state", 'keep' => 600]);
$process = $manager->createProcess('ls -l /proc/self/fd > ' . escapeshellarg("$dir/direct") . '; exec sleep 300');
$process->run();
$plain = $manager->createProcess(['/bin/ls', '-1', '/proc/self/fd'], ['stdout' => "$dir/argv", 'stderr' => "$dir/argv.err"]);
$plain->run();
$captured = $manager->createProcess(['/bin/ls', '-1', '/proc/self/fd'], ['capture_output' => true]);
$captured->run();
$captured->wait();
file_put_contents("$dir/captured", $captured->getOutput());
$plain->wait();
echo count(open_descriptors()), ' ', stream_socket_get_name($server, false), ' ', $process->getKey(), "\n";
CODE;
[$code, $output] = run_php($caller, [test_dir()]);
check_same(0, $code, 'the caller');
if (!check((bool) preg_match('/^(\d+) 127\.0\.0\.1:(\d+) (\S+)\n$/', $output, $m), "its report: $output")) {
    exit;
}
check((int) $m[1] >= 500, "the caller had {$m[1]} descriptors open");

/* At once, while the process still runs. SO_REUSEADDR would not help against a socket that still listens. */
$process = manager()->loadProcess($m[3]);
check($process->isRunning(), 'the process outlives its caller');
$server = @stream_socket_server("tcp://127.0.0.1:{$m[2]}", $errno, $error);
check($server !== false, "the port can be bound again: $error");

/* ls has one more: the directory it reads. */
foreach (['argv', 'captured'] as $name) {
    check_same("0\n1\n2\n3\n", wait_for_file(test_dir() . "/$name"), "descriptors seen by the command ($name)");
}
preg_match_all('/ (\d+) -> /', wait_for_file(test_dir() . '/direct'), $seen);
check_same(['0', '1', '2', '3'], $seen[1], 'descriptors seen by a child of the shell');

/* The supervisor holds none of the caller's either: what it has is its own files, pipes and anonymous things. */
$pid = $process->getPid();
foreach (glob("/proc/$pid/fd/*") as $fd) {
    $link = (string) @readlink($fd);
    check((bool) preg_match('~^(/dev/null|pipe:|anon_inode:|' . preg_quote(state_dir()) . ')~', $link), "the supervisor has $link open");
}
check($process->stop(), 'stop');
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
