--TEST--
Workers have the environment and the session of the parent, and an empty standard input
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$code = <<<'CODE'
putenv('POOL_TEST=later');
$pool = new Bgproc\Pool(fn () => [getenv('POOL_TEST'), fgets(STDIN), file_get_contents('php://stdin'), getcwd(), posix_getsid(0), umask()],
    ['workers' => 1, 'title' => $argv[1] ?: null]);
[$pid] = pool_ready($pool);
check_same(['later', false, '', getcwd(), posix_getsid(0), umask()], $pool->submit()->await(20), 'in a worker');
foreach ([$pid, zygote_of($pid)] as $process) {
    check_same(file_get_contents('/proc/self/environ'), file_get_contents("/proc/$process/environ"), 'environment block');
    check_same('/dev/null', readlink("/proc/$process/fd/0"), 'standard input');
}
check(str_contains(file_get_contents("/proc/$pid/environ"), 'MARK=of the test'), 'it has the variable');
$pool->close();
check_same(["first\n", "second\n"], [fgets(STDIN), fgets(STDIN)], 'nothing of it was taken');
echo 'end';
CODE;
$script = write_file('script.php', '<?php require ' . var_export(realpath(__DIR__ . '/../inc/pool_processes.inc'), true) . ";\n$code");
foreach (['', 'a title'] as $title) {
    $process = proc_open([...php_words(), $script, $title], [['pipe', 'r'], ['pipe', 'w'], ['redirect', 1]], $pipes, null, ['MARK' => 'of the test'] + getenv());
    fwrite($pipes[0], "first\nsecond\n");
    fclose($pipes[0]);
    check_same('end', stream_get_contents($pipes[1]), "script with title '$title'");
    proc_close($process);
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
