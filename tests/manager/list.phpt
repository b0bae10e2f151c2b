--TEST--
listProcesses(): by prefix, state, scope and labels, ordered by key; loadProcess()
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Parity A7.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
$keys = fn (array $processes) => array_map(fn (BackgroundProcess $process) => $process->getKey(), $processes);

$running = start(['sleep', '300'], ['labels' => ['kind' => 'mail', 'customer' => '17'], 'scope' => 'user:1', 'confirm' => true], $manager);
$good = start('exit 0', ['labels' => ['kind' => 'mail'], 'scope' => 'user:2'], $manager);
$bad = start('exit 3', ['labels' => ['kind' => 'report', 'é' => '☃'], 'scope' => 'user:1'], $manager);
$stopped = start(['sleep', '300'], ['confirm' => true], $manager);
$timed = start(['sleep', '300'], ['timeout' => 0.1], $manager);
$lost = start(['sleep', '300'], ['confirm' => true], $manager);
$command = $lost->getMeta()['command_pid'];
posix_kill($lost->getPid(), SIGKILL);
$stopped->stop(1);
$all = [$running, $good, $bad, $stopped, $timed, $lost];
foreach ([$good, $bad, $timed, $lost] as $process) {
    check($process->wait(20), 'it ends');
}
check(wait_until(fn () => record($running)['state'] === 'running'), 'it runs');

check_same($keys($all), $keys($manager->listProcesses()), 'all, in the order of their start');
check_same(array_keys($all), array_keys($manager->listProcesses()), 'a list');
foreach ($manager->listProcesses() as $i => $process) {
    check($process instanceof BackgroundProcess && $process->getManager() === $manager, 'objects of this manager');
    check_same([$all[$i]->getPid(), $all[$i]->getCommandline(), $all[$i]->getState(), $all[$i]->getExitCode()], [$process->getPid(), $process->getCommandline(), $process->getState(), $process->getExitCode()], "number $i");
    check_same($all[$i]->getState(), $manager->loadProcess($process->getKey())->getState(), "number $i by loadProcess()");
}

/* state */
$by_state = ['running' => [$running], 'succeeded' => [$good], 'failed' => [$bad], 'stopped' => [$stopped], 'timed_out' => [$timed], 'lost' => [$lost], 'starting' => [], 'delayed' => []];
foreach ($by_state as $state => $expected) {
    check_same($keys($expected), $keys($manager->listProcesses(['state' => $state])), "state $state");
    check_same($keys($expected), $keys($manager->listProcesses(['state' => Bgproc\State::from($state)])), "state $state as a case");
}
check_same($keys([$running, $bad]), $keys($manager->listProcesses(['state' => [Bgproc\State::Running, 'failed']])), 'two states');
check_same($keys([$good, $bad, $stopped, $timed, $lost]), $keys($manager->listProcesses(['state' => array_filter(Bgproc\State::cases(), fn ($state) => $state->isFinal())])), 'final states');

/* scope */
check_same($keys([$running, $bad]), $keys($manager->listProcesses(['scope' => 'user:1'])), 'scope');
check_same($keys([$stopped, $timed, $lost]), $keys($manager->listProcesses(['scope' => ''])), 'no scope');
check_same([], $manager->listProcesses(['scope' => 'user']), 'a scope is not a prefix');

/* labels: all must match */
check_same($keys([$running, $good]), $keys($manager->listProcesses(['labels' => ['kind' => 'mail']])), 'one label');
check_same($keys([$running]), $keys($manager->listProcesses(['labels' => ['kind' => 'mail', 'customer' => '17']])), 'two labels');
check_same([], $manager->listProcesses(['labels' => ['kind' => 'mail', 'customer' => '18']]), 'one of two');
check_same([], $manager->listProcesses(['labels' => ['none' => '']]), 'a label that nobody has');
check_same($keys([$bad]), $keys($manager->listProcesses(['labels' => ['é' => '☃']])), 'odd labels');
check_same($keys($all), $keys($manager->listProcesses(['labels' => []])), 'no labels asked for');
check_same(['kind' => 'report', 'é' => '☃'], $manager->loadProcess($bad->getKey())->getMeta()['labels'], 'labels come back');
check_same('user:1', $bad->getMeta()['scope'], 'scope comes back');

/* together */
check_same($keys([$bad]), $keys($manager->listProcesses(['scope' => 'user:1', 'state' => 'failed', 'labels' => ['kind' => 'report']])), 'together');

/* prefix: the manager's own, another, all */
$other = start('exit 5', [], manager(['key_prefix' => 'other.', 'keep' => 600]));
$other->wait();
check_same($keys($all), $keys($manager->listProcesses()), 'another prefix is not listed');
check_same($keys([$other]), $keys($manager->listProcesses(['prefix' => 'other.'])), 'unless asked for');
check_same(7, count($manager->listProcesses(['prefix' => ''])), 'all prefixes');
check_same(5, $manager->loadProcess($other->getKey())?->getExitCode(), 'loadProcess() knows no prefix');

/* What is no record does not disturb. */
foreach (['process.x', 'process.txt.json.bak', '.process.hidden.json', 'process.d.json.tmp'] as $name) {
    file_put_contents(state_dir() . "/$name", 'x');
}
mkdir(state_dir() . '/process.directory.json');
check_same($keys($all), $keys($manager->listProcesses()), 'other files');

/* 200 in order. */
$many = manager(['key_prefix' => 'many.', 'keep' => 600]);
$expected = [];
for ($i = 0; $i < 200; $i++) {
    $process = start(['/bin/true'], [], $many);
    $expected[] = $process->getKey();
}
/* The key has milliseconds: within one the order is that of the keys. */
$time = fn (string $key) => substr($key, 0, strlen('many.') + 12);
check_same(array_map($time, $expected), array_map($time, $keys($many->listProcesses())), '200, in order of time');
sort($expected);
check_same($expected, $keys($many->listProcesses()), '200, in order of their keys');
$running->stop(1);
posix_kill($command, SIGKILL);
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
