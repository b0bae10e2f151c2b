--TEST--
INI bgproc.working_directory, and the default directory: 1777, shared by all
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php if (posix_geteuid() !== 0) { die('skip needs root to hide the real default directory'); } ?>
--FILE--
<?php
/*
 * Parity A3 and A12 (0777 directory): in a mount namespace of its own, where /tmp is empty.
 */
require __DIR__ . '/../inc/bgproc.inc';

$code = <<<'CODE'
umask(077);
$process = new BackgroundProcess('echo x >&2; exit 3', ['keep' => 60]);
$process->run();
$process->wait();
foreach (['/tmp/php', '/tmp/php/background_process', '/tmp/php/background_process/' . $process->getKey() . '.json', '/tmp/php/background_process/err.log'] as $name) {
    printf("%s %o\n", strtr($name, [$process->getKey() => 'KEY']), fileperms($name) & 07777);
}
$pid = pcntl_fork();
if ($pid === 0) {
    posix_setgid(65534);
    posix_setuid(65534);
    $process = new BackgroundProcess('exit 4', ['keep' => 60]);
    $process->run();
    $process->wait();
    echo $process->getExitCode(), ' ', count((new BackgroundProcessManager)->listProcesses()), "\n";
    posix_kill(getmypid(), SIGKILL);
}
pcntl_waitpid($pid, $status);
echo count((new BackgroundProcessManager)->listProcesses()), "\n";
ini_set('bgproc.working_directory', '/other');
echo (new BackgroundProcessManager)->getWorkingDirectory(), "\n";
CODE;
$script = write_file('script.php', "<?php\n$code");
$words = implode(' ', array_map('escapeshellarg', [...php_words(), "/proc/self/fd/9"]));
$out = test_dir() . '/out';
/* The module may lie below /tmp: it stays visible. */
$keep = ini_get('extension_dir');
$real = dirname(realpath("$keep/bgproc.so"));
exec('unshare --mount sh -ec ' . escapeshellarg("
    exec 9<$script
    mkdir -p /run/bgproc-test
    mount -t tmpfs tmpfs /run/bgproc-test
    mkdir /run/bgproc-test/modules
    cp -L $keep/*.so /run/bgproc-test/modules/
    if [ -f $real/bgproc.supervisor ]; then cp $real/bgproc.supervisor /run/bgproc-test/modules/; fi
    chmod 755 /run/bgproc-test /run/bgproc-test/modules
    exec >$out 2>&1
    mount -t tmpfs -o mode=1777 tmpfs /tmp
    exec " . strtr($words, [$keep => '/run/bgproc-test/modules'])) . ' 2>&1', $lines, $code);
check_same(0, $code, 'exit code: ' . implode("\n", $lines));
check_same("/tmp/php 1777\n/tmp/php/background_process 1777\n/tmp/php/background_process/KEY.json 600\n/tmp/php/background_process/err.log 600\n4 1\n1\n/tmp/php/background_process\n", file_get_contents($out), 'the default directory');

/* The INI entry is a system setting. */
[, $output] = run_php('echo (new BackgroundProcessManager)->getWorkingDirectory();', [], ['bgproc.working_directory' => '/ini/set']);
check_same('/ini/set', $output, 'INI');
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
