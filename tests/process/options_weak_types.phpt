--TEST--
Options of a scalar type take what PHP would take for a parameter of that type: with strict_types the type itself, else "60" for 60
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

/* A file of its own, for its own strict_types. */
write_file('strict.php', '<?php declare(strict_types=1);
return [
    fn (array $options) => new BackgroundProcess(["true"], $options),
    fn (BackgroundProcess $process) => $process->run(),
    fn (array $options) => new Bgproc\JobManager($options),
    fn (Bgproc\JobManager $jobs, array $options) => $jobs->startCommand(["true"], $options),
    fn (array $options) => new BackgroundProcessManager($options),
    fn (BackgroundProcessManager $manager) => $manager->createProcess(["true"]),
];');
[$construct, $run, $jobs, $startCommand, $manage, $create] = require test_dir() . '/strict.php';

$directory = ['working_directory' => state_dir()];
$weak = ['timeout' => '60', 'idle_timeout' => ' 2.5', 'grace' => '1e1 ', 'output_limit' => '4096', 'keep' => 600.0, 'nice' => '1', 'umask' => '63', 'scope' => 42, 'capture_output' => 1,
    'confirm' => '1', 'inherit_env' => '1'];
$process = new BackgroundProcess(['sh', '-c', 'umask'], $directory + $weak);
/* What was converted once is of the type from then on, whoever runs it. */
$run($process);
check($process->wait(20), 'it ends');
check_same("0077\n", $process->getOutput(), 'umask, captured');
$meta = $process->getMeta();
check_same([600, 4096, '42'], [$meta['keep'], $meta['output_limit'], $meta['scope']], 'in the record');
check_same('60', $weak['timeout'], 'the array of the caller is as it was');
$value = '60';
$given = ['timeout' => &$value];
new BackgroundProcess(['true'], $directory + $given);
check_same('60', $value, 'nor is what it refers to');

/* The defaults of a manager, weak and strict. */
$manager = new BackgroundProcessManager($directory + $weak);
$process = $create($manager);
$run($process);
check($process->wait(20), 'defaults of a manager');
check_same('42', $process->getMeta()['scope'], 'scope of the manager');

/* Jobs: of the manager, of the start, and what is passed on. */
$manager = new Bgproc\JobManager(['working_directory' => state_dir('jobs'), 'grace' => '5', 'keep_failed' => '60', 'scope' => 7, 'max_runtime' => '100', 'nice' => '1']);
$job = $startCommand($manager, []);
check($job->wait(20.0), 'a job');
check_same('7', $job->scope(), 'its scope');
$job = $manager->startCommand(['true'], ['delay' => '0', 'timeout' => '60', 'retries' => '1', 'idempotent' => 1, 'backoff' => '0.5']);
check($job->wait(20.0), 'a job, options of the start');
check_same(Bgproc\State::Succeeded, $job->state(), 'its state');
$job = $manager->startCommand(['true'], ['at' => (string) (time() - 5)]);
check($job->wait(20.0), 'a job, at');

/* Under strict_types each is refused. */
foreach ($weak as $option => $bad) {
    check_refused(TypeError::class, fn () => $construct($directory + [$option => $bad]), "strict: $option", "/^Option \"$option\" must be of type /");
    check_refused(TypeError::class, fn () => $manage($directory + [$option => $bad]), "strict, manager: $option", "/^Option \"$option\" must be of type /");
}
foreach (['grace' => '5', 'keep_failed' => '60', 'scope' => 7, 'max_runtime' => '100', 'error_timeout' => '9', 'connect_timeout' => '1'] as $option => $bad) {
    check_refused(TypeError::class, fn () => $jobs([$option => $bad]), "strict, jobs: $option", "/^Option \"$option\" must be of type /");
}
foreach (['delay' => '5', 'at' => '5000000000', 'retries' => '1', 'idempotent' => 1] as $option => $bad) {
    check_refused(TypeError::class, fn () => $startCommand($manager, [$option => $bad]), "strict, start: $option", "/^Option \"$option\" must be /");
}

/* What PHP would not take either, or would make something surprising of. */
foreach (['timeout' => ['60s', '', '0x10', "6\0", true, false], 'keep' => ['60.5', 60.5, '1m', '1e99', NAN, INF, true, null], 'scope' => [true, null, []],
    'confirm' => ['no', 'true', 2, -1, 1.0, null, '01']] as $option => $values) {
    foreach ($values as $bad) {
        check_refused(TypeError::class, fn () => new BackgroundProcess(['true'], $directory + [$option => $bad]), "weak: $option " . short($bad), "/^Option \"$option\" must be of type .* given$/s");
    }
}
check_refused(ValueError::class, fn () => new BackgroundProcess(['true'], $directory + ['timeout' => '-1']), 'out of range', '/^Option "timeout" must be a number of seconds greater than 0.* given$/');
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
