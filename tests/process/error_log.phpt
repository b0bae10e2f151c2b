--TEST--
A failure appends time, key and stderr to the error log; success does not
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Parity A6 and A12 (whole stderr in RAM): exit codes, signals, timeouts, failed exec; bounded; promise 18.
 */
require __DIR__ . '/../inc/bgproc.inc';

date_default_timezone_set('America/St_Johns');
$log = state_dir() . '/err.log';
$stamp = '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d';
/* What the log says of a process, once it has ended. */
$last = function (BackgroundProcess $process) use ($log, $stamp): string {
    check($process->wait(20), 'it ends');
    $found = preg_match("/^$stamp\t" . preg_quote($process->getKey()) . "\t(.*?)(?=^$stamp\t|\z)/ms", (string) @file_get_contents($log), $m);
    check($found === 1, 'the log has a line of this process');
    return $m[1] ?? '';
};

$before = date('Y-m-d H:i:s');
$process = start('echo it failed >&2; exit 3');
check_same("it failed\n", $last($process), 'exit 3');
$after = date('Y-m-d H:i:s');
$time = substr(file_get_contents($log), 0, 19);
check($before <= $time && $time <= $after, "local time of the caller: $before <= $time <= $after");
check_same('600', decoct(fileperms($log) & 07777), 'mode');
check_same("$time\t{$process->getKey()}\tit failed\n", file_get_contents($log), 'the whole file: the format of the library');

/* Success: nothing. Also when it wrote to stderr. */
start('echo a warning >&2; exit 0')->wait();
check(!str_contains(file_get_contents($log), 'a warning'), 'success');

check_same("Ended by SIGKILL: kill -9 $$\n", $last(start('kill -9 $$')), 'a signal');
check($last(start(['sleep', '300'], ['timeout' => 0.1])) !== '', 'a timeout: the line says something');
check_same("captured too\n", $last(start('echo captured too >&2; exit 4', ['capture_output' => true])), 'with captured output');
check_same("Exit code 5: exit 5\n", $last(start('exit 5')), 'nothing on standard error: the exit code and the command');
check_same("Exit code 1: false x\n", $last(start(['false', 'x'])), 'an array');
check_same("two\nlines\n", $last(start('echo two >&2; echo lines >&2; exit 6')), 'as it is written, line by line');

/* Bounded: the tail. */
$process = start('i=0; while [ $i -lt 20000 ]; do echo number $i >&2; i=$((i + 1)); done; exit 1');
$process->wait();
$text = substr(file_get_contents($log), (int) strpos(file_get_contents($log), $process->getKey()));
check(str_ends_with($text, "number 19999\n"), 'the tail of much');
check_between(1000, 70000, strlen($text), 'bounded');

/* Elsewhere, absolute; and nowhere. */
$elsewhere = test_dir() . '/elsewhere.log';
$manager = manager(['error_log' => $elsewhere]);
check_same($elsewhere, $manager->getErrorLog(), 'absolute');
$process = start('echo there >&2; exit 1', [], $manager);
$process->wait();
check(str_ends_with(file_get_contents($elsewhere), "\t{$process->getKey()}\tthere\n"), 'absolute');
clearstatcache();
$size = filesize($log);
start('echo nowhere >&2; exit 1', [], manager(['error_log' => null]))->wait();
clearstatcache();
check_same($size, filesize($log), 'none');
start('echo sub >&2; exit 1', [], manager(['error_log' => 'other.log']))->wait();
check(str_ends_with(file_get_contents(state_dir() . '/other.log'), "\tsub\n"), 'relative: inside the state directory');

/* An unusable log never changes the outcome. */
mkdir(test_dir() . '/directory');
posix_mkfifo(test_dir() . '/fifo', 0600);
symlink($elsewhere, test_dir() . '/symlink');
$size = filesize($elsewhere);
foreach (['/dev/full', 'directory', 'fifo', 'symlink', 'missing/sub/err.log'] as $name) {
    $path = $name[0] === '/' ? $name : test_dir() . "/$name";
    $process = start('echo x >&2; exit 7', ['keep' => 600], manager(['error_log' => $path]));
    check($process->wait(20), "$name: it ends");
    check_same([7, 7], [$process->getExitCode(), record($process)['exit_code']], "log $name");
}
clearstatcache();
check_same($size, filesize($elsewhere), 'a symlink is not followed');

/* Many at once: whole lines. */
@unlink($elsewhere);
$processes = [];
for ($i = 0; $i < 50; $i++) {
    $processes[] = start("echo line of $i >&2; exit 1", [], $manager);
}
foreach ($processes as $process) {
    $process->wait();
}
$lines = explode("\n", rtrim(file_get_contents($elsewhere), "\n"));
check_same(50, count($lines), 'lines');
foreach ($lines as $line) {
    check((bool) preg_match("/^$stamp\tprocess\\.[0-9a-f]{32}\tline of \d+$/", $line), "a whole line: $line");
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
