--TEST--
Code written for kohkimakimoto/BackgroundProcess runs unchanged by the names of the library
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Parity A1 to A10: what its README and its tests do, with the state directory of this test as the default one.
 */
require __DIR__ . '/../inc/bgproc.inc';

$code = <<<'CODE'
use Kohkimakimoto\BackgroundProcess\BackgroundProcess;
use Kohkimakimoto\BackgroundProcess\BackgroundProcessManager;

$dir = dirname(__FILE__);

// README: run a command on the background.
$process = new BackgroundProcess("ls -l $dir > $dir/test.txt; while [ ! -e $dir/go ]; do sleep 0.01; done");
$process->run();
$key = $process->getKey();

// README: inspect it.
$manager = new BackgroundProcessManager();
$process = $manager->loadProcess($key);
if (!$process) {
    echo "Not working process $key\n";
} else {
    $meta = $process->getMeta();
    echo preg_match('/^\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/', $meta['created_at']), preg_match('/^\d+$/', (string) $meta['pid']), "\n";
}
echo get_class($process), ' ', $process instanceof BackgroundProcess ? 'is one' : 'is none', "\n";
$processes = $manager->listProcesses();
echo count($processes), ' ', $processes[0]->getKey() === $key ? 'listed' : 'not listed', "\n";
touch("$dir/go");
while ($manager->loadProcess($key)) {
    usleep(1000);
}
echo file_exists("$dir/test.txt") ? "ran\n" : "did not run\n";

// README: options.
$process = new BackgroundProcess("echo wrong >&2; exit 1", array(
  'working_directory' => "$dir/other",
  'key_prefix'        => 'prefix_of_key.',
  'error_log'         => 'your_error.log',
));
$process->run();
while (!file_exists("$dir/other/your_error.log") || $process->isRunning()) {
    usleep(1000);
}
echo preg_match('/^\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d\tprefix_of_key\.[^\t]+\twrong\n$/', file_get_contents("$dir/other/your_error.log")), "\n";
echo file_exists($process->getExecutablePHPFilePath()) ? "a file is left\n" : "no file is left\n";

// Its accessors.
$process = new BackgroundProcess("sh x.sh");
$process->setKey("aaaaaa");
$process->setCommandline("ls -ltr");
$process->setMeta(array('key' => 'value'));
$other = new BackgroundProcessManager(array('key_prefix' => 'p.'));
$process->setManager($other);
echo $process->getKey(), ' ', $process->key(), ' ', $process->getCommandline(), ' ', json_encode($process->getMeta()), ' ', $process->getManager() === $other ? 'same' : 'another', "\n";
$manager->setWorkingDirectory("/var/tmp");
$manager->setKeyPrefix("prefix111");
echo $manager->getWorkingDirectory(), ' ', $manager->getKeyPrefix(), ' ', $manager->getErrorLog(), "\n";
echo var_export($other->loadProcess("notfoundkey"), true), "\n";

// Before run(), as there.
$process = new BackgroundProcess("true");
echo json_encode(array_keys($process->getMeta())), "\n";

// A subclass of the library's class.
class MyProcess extends BackgroundProcess {}
$process = new MyProcess("exit 3");
$process->run();
while ($process->isRunning()) {
    usleep(1000);
}
echo get_class($process), ' ', $process->getExitCode(), "\n";
CODE;
[$exit, $output] = run_php($code, [], ['bgproc.working_directory' => state_dir(), 'error_reporting' => E_ALL]);
check_same(0, $exit, 'exit code');
check_same("11\nBackgroundProcess is one\n1 listed\nran\n1\nno file is left\naaaaaa aaaaaa ls -ltr {\"key\":\"value\"} same\n/var/tmp prefix111 /var/tmp/err.log\nNULL\n[\"key\",\"commandline\"]\nMyProcess 3\n", $output, 'output');

/* The three commands that broke it: each is a regression of the library. */
$touched = test_dir() . '/injected';
foreach (['echo "double quotes"' => "double quotes\n", 'echo $HOME' => getenv('HOME') . "\n", 'echo "\"); touch(\'' . $touched . '\'); //"' => "\"); touch('$touched'); //\n"] as $line => $expected) {
    $process = new BackgroundProcess($line, ['working_directory' => state_dir(), 'capture_output' => true]);
    $process->run();
    $process->wait();
    check_same($expected, $process->getOutput(), $line);
}
check(!file_exists($touched), 'nothing was injected');
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
