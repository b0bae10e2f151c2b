--TEST--
Root without CAP_SYS_PTRACE, as in many containers, leaves alone what a command of another user has started with bgproc
--EXTENSIONS--
bgproc
posix
--SKIPIF--
<?php if (posix_geteuid() !== 0) { die('skip needs root'); } ?>
--FILE--
<?php
/* Of a process of another user /proc/PID/exe cannot be read then, and it was the only sign of a nested supervisor. */
require __DIR__ . '/../inc/bgproc.inc';

$dir = test_dir();
chmod($dir, 0711);
mkdir("$dir/nested");
chown("$dir/nested", 65534);
$nested = write_file('nested.php', '<?php $p = new BackgroundProcess(["sleep", "600"], ["working_directory" => $argv[1], "keep" => 600]); $p->run();
    /* A supervisor with sanitizers has their signal handlers at first. */
    for ($i = 0; $i < 2000 && $p->getState()->value === "starting"; $i++) { usleep(10000); }
    file_put_contents("$argv[1]/key", $p->getKey()); sleep(600);', 0644);
$top = write_file('top.php', '<?php [, $state, $words] = $argv;
    $p = new BackgroundProcess(json_decode($words), ["working_directory" => $state, "user" => 65534, "group" => 65534, "keep" => 600]); $p->run();
    $key = dirname($state) . "/nested/key";
    for ($i = 0; $i < 2000 && (string) @file_get_contents($key) === ""; $i++) { usleep(10000); }
    var_dump(@readlink("/proc/" . $p->getMeta()["command_pid"] . "/exe"), $p->stop(5.0), $p->getState()->value);', 0644);
passthru(implode(' ', array_map('escapeshellarg', ['setpriv', '--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace', '--', ...php_words(), $top,
    "$dir/state", json_encode([...php_words(), $nested, "$dir/nested"])])) . ' 2>&1');
$state = fn () => json_decode(file_get_contents("$dir/nested/" . file_get_contents("$dir/nested/key") . '.json'), true);
check_same('running', $state()['state'], 'the nested process goes on');
check(is_alive($state()['command_pid']), 'its command is alive');
posix_kill($state()['pid'], SIGTERM);
check(wait_until(fn () => $state()['state'] === 'stopped'), 'it can be stopped');
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
bool(false)
bool(true)
string(7) "stopped"
===DONE===
