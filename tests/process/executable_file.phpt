--TEST--
The executable PHP file runs any command line in the foreground, ends with its exit code and removes itself
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Parity A9 and A12 (quotes and $ in the command inject PHP).
 */
require __DIR__ . '/../inc/bgproc.inc';

function run_file(BackgroundProcess $process): array
{
    $out = test_dir() . '/file.out';
    $child = proc_open([...php_words(), $process->getExecutablePHPFilePath()], [['file', '/dev/null', 'r'], ['file', $out, 'w'], ['file', test_dir() . '/file.err', 'w']], $pipes);
    do {
        $status = proc_get_status($child);
    } while ($status['running'] && usleep(1000) === null);
    proc_close($child);
    return [$status['exitcode'], file_get_contents($out), file_get_contents(test_dir() . '/file.err')];
}

$touched = test_dir() . '/injected';
$manager = manager();
$lines = [
    [['/bin/echo', 'plain'], 0, "plain\n"],
    ['echo "double" \'single\' `echo back` $((1 + 1))', 0, "double single back 2\n"],
    ['echo "\"); touch(\'' . $touched . '\'); //"; exit 7', 7, "\"); touch('$touched'); //\n"],
    [['/bin/echo', "'); touch('$touched'); //", "?><?php touch('$touched');", "\xff\xfe", "a\nb"], 0, "'); touch('$touched'); // ?><?php touch('$touched'); \xff\xfe a\nb\n"],
    ['exit 255', 255, ''],
    ['kill -9 $$', 137, ''],
];
foreach ($lines as $i => [$line, $code, $output]) {
    $process = $manager->createProcess($line);
    check_same(state_dir() . '/' . $process->getKey() . '.php', $process->getExecutablePHPFilePath(), 'path');
    check_same($process->getKey(), $process->writeExecutablePHPFile(), 'returns the key');
    $file = $process->getExecutablePHPFilePath();
    check_same('600', decoct(fileperms($file) & 07777), 'mode');
    check(!str_contains(file_get_contents($file), 'touch'), 'no byte of the command line stands in the script');
    exec(escapeshellarg(PHP_BINARY) . ' -n -l ' . escapeshellarg($file) . ' 2>&1', $lint, $broken);
    check_same(0, $broken, 'it parses');
    check_same([$code, $output], array_slice(run_file($process), 0, 2), "line $i: exit code and output");
    check_same([], glob(state_dir() . '/' . $process->getKey() . '*'), "line $i: everything is removed");
}
check(!file_exists($touched), 'nothing was injected');

/* It is a process like others: a record under its key, options, stop by signal. */
$go = test_dir() . '/go';
$process = $manager->createProcess("echo \$WORD > $go.started; while [ ! -e $go ]; do sleep 0.01; done; exit 9", ['env' => ['WORD' => 'from the options'], 'labels' => ['a' => 'b'], 'keep' => 600, 'cwd' => test_dir()]);
$process->writeExecutablePHPFile();
$child = proc_open([...php_words(), $process->getExecutablePHPFilePath()], [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes);
check_same("from the options\n", wait_for_file("$go.started"), 'options');
$loaded = $manager->loadProcess($process->getKey());
check_same([true, ['a' => 'b']], [$loaded?->isRunning(), $loaded?->getMeta()['labels']], 'it is tracked');
touch($go);
$loaded->wait(20);
check_same(9, $loaded->getExitCode(), 'outcome');
proc_close($child);

/* SIGTERM to the script stops the tree. */
$process = $manager->createProcess("echo > $go.second; sleep 300");
$process->writeExecutablePHPFile();
$child = proc_open([...php_words(), $process->getExecutablePHPFilePath()], [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes);
wait_for_file("$go.second");
proc_terminate($child, SIGTERM);
do {
    $status = proc_get_status($child);
} while ($status['running'] && usleep(1000) === null);
proc_close($child);
check_same([false, 143], [$status['signaled'], $status['exitcode']], 'SIGTERM: 128 + 15');
check_same([], glob(state_dir() . '/' . $process->getKey() . '*'), 'SIGTERM: everything is removed');

/* The command for the background, whatever is in the path. */
$odd = manager(['working_directory' => state_dir("odd 'dir\" \$x;")]);
$process = $odd->createProcess("echo ran > $go.third; exit 3");
$process->writeExecutablePHPFile();
$command = $process->getBackgroundProcessingRunCommand();
check(str_contains($command, 'nohup') && str_ends_with($command, '&'), "in the background: $command");
/* This PHP has no php.ini; the one that is started needs the module. */
$words = implode(' ', array_map('escapeshellarg', php_words()));
$command = str_replace(escapeshellarg(PHP_BINARY), $words, $command, $count);
check_same(1, $count, 'run by this PHP');
check_seconds(0, 5, seconds(fn () => exec($command)), 'it returns at once');
check_same("ran\n", wait_for_file("$go.third"), 'it runs');
check(wait_until(fn () => glob(addcslashes($odd->getWorkingDirectory(), '[]*?\\') . '/process.*') === []), 'everything is removed');
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
