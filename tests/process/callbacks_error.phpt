--TEST--
Code that runs while a method waits may throw, exit, stop the process or use the object: no harm
--EXTENSIONS--
bgproc
posix
pcntl
--INI--
pcre.jit=0
--FILE--
<?php
/* reference list "PHP context": exit, throw and recursion in a signal handler, max_execution_time, fork after run(). */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager(['keep' => 600]);
pcntl_async_signals(true);
$process = start_settled([], $manager);
$helper = fn (int $signal) => proc_open(['sh', '-c', (under_valgrind() ? 'sleep 3' : 'sleep 0.1') . "; kill -$signal " . getmypid()], [], $pipes);

/* A handler that throws: wait() and stop() end with its exception, and can be called again. */
pcntl_signal(SIGUSR1, function () {
    throw new LogicException('from the handler');
});
$held = $helper(SIGUSR1);
check_refused(LogicException::class, fn () => $process->wait(20), 'wait()', '/^from the handler$/');
proc_close($held);
$loaded = $manager->loadProcess($process->getKey());
$held = $helper(SIGUSR1);
check_throws(LogicException::class, fn () => $loaded->wait(20), 'wait() of a loaded one', '/^from the handler$/');
proc_close($held);
check($process->isRunning(), 'it runs');

/* A handler that uses the object, and ends the process it is waited for. */
$calls = 0;
pcntl_signal(SIGUSR1, function () use ($process, &$calls) {
    $calls++;
    check_same(false, $process->wait(0), 'wait() in wait()');
    $process->getMeta();
    check_same(true, $process->stop(1.0), 'stop() in wait()');
});
$held = $helper(SIGUSR1);
check_same(true, $process->wait(20), 'wait()');
check_same([1, Bgproc\State::Stopped], [$calls, $process->getState()], 'stopped by the handler');
proc_close($held);

/* A handler that lets go of the object. */
$process = start(['sleep', '300'], [], $manager);
$key = $process->getKey();
pcntl_signal(SIGUSR1, function () use (&$process, $manager, $key) {
    $process = null;
    gc_collect_cycles();
    $manager->loadProcess($key)->stop(0);
});
$held = $helper(SIGUSR1);
check_same(true, $process->wait(20), 'wait() of an object whose last variable goes');
check_same(null, $process, 'gone');
proc_close($held);

/* exit() in a handler, and the time limit of PHP: the script ends, the process does not. */
$code = '
    $manager = new BackgroundProcessManager(["working_directory" => $argv[1], "keep" => 600]);
    $process = $manager->createProcess(["sleep", "300"]);
    $process->setKey("waited.$argv[2]");
    $process->run();
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, function () { echo "leaving\n"; exit(7); });
    register_shutdown_function(function () use ($process) { echo $process->getState()->isFinal() ? "ended" : "goes on", "\n"; });
    ';
[$status, $output] = run_php("$code pcntl_alarm(1); \$process->wait(60); echo 'never';", [state_dir(), 'exit']);
check_same([7, "leaving\ngoes on\n"], [$status, $output], 'exit() in a handler');
[$status, $output] = run_php("$code pcntl_alarm(1); (new BackgroundProcessManager(['working_directory' => \$argv[1]]))->loadProcess('waited.stop')->wait(60); echo 'never';",
    [state_dir(), 'stop']);
check_same([7, "leaving\ngoes on\n"], [$status, $output], 'exit() in a handler, loaded');

/* A fork after run(): the child may use the object and end, the parent learns the outcome. */
$process = start('sleep 0.3; exit 5', [], $manager);
$child = pcntl_fork();
if ($child === 0) {
    $code = $process->wait(20) && $process->getExitCode() === 5 ? 0 : 1;
    unset($process);
    posix_kill(getmypid(), $code === 0 ? SIGKILL : SIGTERM);
}
check($process->wait(20), 'wait in the parent');
check_same(5, $process->getExitCode(), 'exit code in the parent');
pcntl_waitpid($child, $status);
check_same(SIGKILL, pcntl_wtermsig($status), 'the child saw it too');

/* Objects that are left at the end of the script, in any order. */
[$status, $output] = run_php('
    class Holder { public $held; function __destruct() { echo $this->held->getState()->isFinal() ? "ended" : "runs", "\n"; $this->held->stop(0); } }
    $manager = new BackgroundProcessManager(["working_directory" => $argv[1], "keep" => 600]);
    $GLOBALS["a"] = $manager->createProcess(["sleep", "300"]);
    $a->run();
    $holder = new Holder();
    $holder->held = $a;
    $cycle = [$a, $holder];
    $cycle[] = &$cycle;
', [state_dir()]);
check_same([0, "runs\n"], [$status, $output], 'destructor at the end');
foreach (['waited.exit', 'waited.stop'] as $key) {
    check($manager->loadProcess($key)?->stop(0), "stop $key");
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
