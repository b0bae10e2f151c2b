--TEST--
What the state of a process does not allow is a StateException; impossible numbers are a ValueError
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* reference list "signals", numbers of wait() and stop(); run() twice, a key that is taken. */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager();
$fresh = $manager->createProcess(['true']);
$key = $fresh->getKey();
foreach (['getState', 'wait', 'stop', 'getExitCode', 'getTermSignal', 'getUsage', 'getOutput', 'getErrorOutput', 'getStream'] as $method) {
    check_refused(Bgproc\StateException::class, fn () => $fresh->$method(), "$method() before run()", "/^Process $key has not been started: call run\(\) first$/", 0);
}
check_refused(Bgproc\StateException::class, fn () => $fresh->signal(15), 'signal() before run()', '/has not been started/');
check_same([null, false, ['key' => $key, 'commandline' => ['true']]], [$fresh->getPid(), $fresh->isRunning(), $fresh->getMeta()], 'before run()');
check(!file_exists(state_dir()), 'nothing was made');

$process = start_settled(['keep' => 600], $manager);
check_refused(Bgproc\StateException::class, fn () => $process->run(), 'run() twice', "/^Process {$process->getKey()} was started already$/");
check_refused(Bgproc\StateException::class, fn () => $process->setKey('x'), 'setKey', "/^The key of process .* cannot be changed after its start$/");
check_refused(Bgproc\StateException::class, fn () => $process->setCommandline('x'), 'setCommandline', "/^The command line of process .* cannot be changed after its start$/");
check_refused(Bgproc\StateException::class, fn () => $process->setManager($manager), 'setManager', "/^The manager of process .* cannot be changed after its start$/");
check_refused(Bgproc\StateException::class, fn () => $process->getOutput(), 'getOutput', '/was not started with the option "capture_output"$/');
$loaded = $manager->loadProcess($process->getKey());
check_refused(Bgproc\StateException::class, fn () => $loaded->run(), 'run() of a loaded one', '/was started already$/');

/* The key is taken: the second start changes nothing of the first. */
$second = $manager->createProcess(['true'], ['capture_output' => true]);
$second->setKey($process->getKey());
check_refused(Bgproc\StateException::class, fn () => $second->run(), 'key taken', '/^process ".*" has not ended: it is running$/');
check($process->isRunning(), 'the first runs');

/* Signals and numbers. */
foreach ([0, -1, -9, 65, 66, 128, 129, 255, 256, 1000, PHP_INT_MAX, PHP_INT_MIN, 9 + (1 << 32), 32, 33] as $number) {
    check_refused(ValueError::class, fn () => $process->signal($number), "signal($number)", "/\\\$signal\) must be the number of a signal, $number given$/");
    check_refused(ValueError::class, fn () => $process->stop(1.0, $number), "stop(1.0, $number)", "/\\\$signal\) must be the number of a signal, $number given$/");
}
foreach (['SIGTERM', 'term', '', '15x', [], new stdClass()] as $value) {
    check_refused(TypeError::class, fn () => $process->signal($value), 'signal ' . short($value), '/\$signal\) must be of type int, (string|array|stdClass) given$/');
}
foreach ([-1, -0.5, NAN, INF, -INF, 1e308, 1e9 + 1] as $seconds) {
    check_refused(ValueError::class, fn () => $process->wait($seconds), 'wait ' . short($seconds), '/\$timeout\) must be null or a number of seconds from 0 to 1000000000/');
    check_refused(ValueError::class, fn () => $process->stop($seconds), 'stop ' . short($seconds), '/\$grace\) must be a number of seconds from 0 to 1000000000/');
}
check_refused(TypeError::class, fn () => $process->wait('x'), 'wait', '/must be of type \?float, string given$/');
check_refused(TypeError::class, fn () => $process->setMeta('x'), 'setMeta', '/must be of type array, string given$/');
check_refused(TypeError::class, fn () => $process->setManager(new stdClass()), 'setManager', '/must be of type BackgroundProcessManager, stdClass given$/');
check($process->isRunning(), 'none of it did anything');
check_same(false, $process->wait(0), 'wait(0)');
check_same(false, $process->wait(1e-9), 'wait(1e-9)');

/* STOP and CONT are signals like others; the process still can be stopped. */
$process->signal(SIGSTOP);
$process->signal(SIGCONT);
$process->signal(SIGSTOP);
check_same(true, $process->stop(0.2), 'stop of a stopped one');
check_same(true, $process->stop(), 'stop twice');
check_same(true, $loaded->stop(), 'stop of what has ended, by another object');
check_refused(Bgproc\StateException::class, fn () => $process->signal(15), 'signal() after the end', '/has ended and cannot be signalled$/');
check_refused(Bgproc\StateException::class, fn () => $process->run(), 'run() after the end', '/was started already$/');

/* A script that cannot be written twice. */
$fresh->writeExecutablePHPFile();
check_refused(Bgproc\StoreException::class, fn () => $fresh->writeExecutablePHPFile(), 'twice', '~^Cannot write the executable PHP file .*\.php: File exists$~', 17);

/* Switched off by the administrator. */
[$status, $output] = run_php('
    $manager = new BackgroundProcessManager(["working_directory" => $argv[1]]);
    try {
        $manager->createProcess(["true"])->run();
    } catch (Bgproc\Exception $e) {
        echo get_class($e), ": ", $e->getMessage(), "\n";
    }
    var_dump(ini_set("bgproc.allow_processes", "1"), file_exists($argv[1]), count($manager->listProcesses()));
', [state_dir('off')], ['bgproc.allow_processes' => 0]);
check_same("Bgproc\\Exception: Starting processes is switched off (INI bgproc.allow_processes is 0)\nbool(false)\nbool(false)\nint(0)\n", $output, 'allow_processes');
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
