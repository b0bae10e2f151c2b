--TEST--
Processes and jobs can be started, watched and listed in a fiber with a stack of 32 KiB
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/* The stacks of the two children of a start came from the caller's stack: run() needed more than 48 KiB and ended PHP with SIGSEGV. */
require __DIR__ . '/../inc/bgproc.inc';

$code = <<<'PHP'
$directory = $argv[1];
$fiber = new Fiber(function () use ($directory) {
    $manager = new BackgroundProcessManager(['working_directory' => $directory, 'keep' => 100]);
    $process = $manager->createProcess(['sh', '-c', 'echo out; exit 3'], ['confirm' => true, 'capture_output' => true]);
    $process->run();
    $process->wait(20);
    echo $process->getExitCode(), ' ', $process->getOutput();
    echo count($manager->listProcesses()), ' ', $manager->loadProcess($process->getKey())->getState()->value, "\n";
    $process = $manager->createProcess('sleep 100');
    $process->run();
    $process->stop(1.0);
    echo $process->getState()->value, "\n";
    $jobs = new Bgproc\JobManager(['working_directory' => "$directory-jobs"]);
    $job = $jobs->startCommand(['true'], ['unique' => 'one']);
    $job->wait(20);
    echo $job->state()->value, ' ', count($jobs->list()), "\n";
});
$fiber->start();
PHP;
[$status, $output] = run_php($code, [state_dir()], ['fiber.stack_size' => getenv('SKIP_ASAN') ? 262144 : 32768]);
check_same([0, "3 out\n1 failed\nstopped\nsucceeded 1\n"], [$status, $output], 'a fiber with a small stack');
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
