--TEST--
getUsage(): time and memory of the command and what it waited for
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * DESIGN 4.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
$burn = write_file('burn.php', '<?php $x = str_repeat("x", 60000000); while (getrusage()["ru_utime.tv_usec"] + 1e6 * getrusage()["ru_utime.tv_sec"] < 300000);');
$process = start([PHP_BINARY, '-n', '-d', 'memory_limit=-1', $burn], [], $manager);
check_same(null, $process->getUsage(), 'while it runs');
$process->wait();
$usage = $process->getUsage();
check_same(['user_time', 'system_time', 'max_rss'], array_keys($usage), 'names');
check(is_float($usage['user_time']) && is_float($usage['system_time']) && is_int($usage['max_rss']), 'types');
check_between(0.3, 3, $usage['user_time'], 'user time');
check_between(60e6, 500e6, $usage['max_rss'], 'memory');
check_same($usage, $manager->loadProcess($process->getKey())->getUsage(), 'another handle');
check_same($usage, $process->getMeta()['usage'], 'meta data');

/* A child of the shell counts. */
$process = start(PHP_BINARY . " -n -d memory_limit=-1 $burn; true", [], $manager);
$process->wait();
check_between(0.3, 3, $process->getUsage()['user_time'], 'user time of a child');

/* A quick one is not zero memory, and little time. */
$process = start(['/bin/true'], [], $manager);
$process->wait();
check_between(0, 0.2, $process->getUsage()['user_time'] + $process->getUsage()['system_time'], 'true');
check_between(100e3, 20e6, $process->getUsage()['max_rss'], 'memory of true');

/* Nothing is known of a lost one. */
$process = start(['sleep', '300'], ['confirm' => true], $manager);
posix_kill($process->getPid(), SIGKILL);
$process->wait();
check_same(null, $process->getUsage(), 'lost');
posix_kill($process->getMeta()['command_pid'], SIGKILL);
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
