--TEST--
waitAll() and waitAny(): processes of every kind, arrays and generators, deadlines, without polling
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

/** A process that ends when its file appears. */
function until(string $name, array $options = []): BackgroundProcess
{
    $file = test_dir() . "/$name";
    return start("while [ ! -e $file ]; do sleep 0.01; done; exit 3", $options);
}

function go(string $name): void
{
    touch(test_dir() . "/$name");
}

/* Nothing to wait for. */
check_same([true, true, null, null], [BackgroundProcess::waitAll([]), BackgroundProcess::waitAll(new ArrayIterator([]), 5),
    BackgroundProcess::waitAny([]), BackgroundProcess::waitAny(new EmptyIterator(), 5)], 'empty');

/* All kinds: started here, found by key (with and without a record that stays), in a list, ended, lost, twice. */
$mine = until('mine');
$kept = until('kept', ['keep' => 600]);
$unkept = until('unkept');
$lost = until('lost', ['keep' => 600, 'confirm' => true]);
$listed = until('listed', ['keep' => 600]);
$ended = start('exit 5');
$ended->wait();
$all = [
    'mine' => $mine,
    'kept' => manager()->loadProcess($kept->getKey()),
    'unkept' => manager()->loadProcess($unkept->getKey()),
    7 => manager()->loadProcess($lost->getKey()),
    'listed' => array_values(array_filter(manager()->listProcesses(), fn ($p) => $p->getKey() === $listed->getKey()))[0],
];
foreach ([0, 0.0, 0.2] as $time) {
    check_seconds($time, $time + 0.6, seconds(fn () => check_same(false, BackgroundProcess::waitAll($all, $time), "waitAll($time)")), "waitAll($time)");
    check_seconds($time, $time + 0.6, seconds(fn () => check_same(null, BackgroundProcess::waitAny($all, $time), "waitAny($time)")), "waitAny($time)");
}
check_same('ended', BackgroundProcess::waitAny($all + ['ended' => $ended], 0), 'one that has ended is found at once');
check_same('ended', BackgroundProcess::waitAny($all + ['ended' => $ended]), 'without a limit too');

/* No processor time while it waits: it does not poll. */
$before = getrusage();
BackgroundProcess::waitAny($all, 1);
$after = getrusage();
check_between(0, at_most(20), $after['ru_nvcsw'] - $before['ru_nvcsw'], 'wake-ups of one second of waitAny()');

/* Each end in its turn, as in a loop of an application. */
posix_kill($lost->getPid(), SIGKILL);
check_same(7, BackgroundProcess::waitAny($all, 20), 'the lost one, whose key is an int');
check_same(Bgproc\State::Lost, $all[7]->getState(), 'lost');
posix_kill($lost->getMeta()['command_pid'], SIGKILL);
unset($all[7]);
foreach (['unkept', 'listed', 'mine', 'kept'] as $name) {
    go($name);
    check_same($name, BackgroundProcess::waitAny($all, 20), "waitAny() gives $name");
    check_same(3, $all[$name]->getExitCode(), "exit code of $name");
    unset($all[$name]);
}
check_same(null, BackgroundProcess::waitAny($all), 'all are through');

/* Several that have ended: the first of the iterable, whatever its kind. */
$first = start('exit 1', ['keep' => 600]);
$second = start('exit 2', ['keep' => 600]);
check_same(true, BackgroundProcess::waitAll([$first, $second]), 'waitAll()');
check_same('a', BackgroundProcess::waitAny(['a' => manager()->loadProcess($first->getKey()), 'b' => $second]), 'the first');

/* Generators; duplicate keys and objects; objects that only the generator holds. */
$generate = function () {
    for ($i = 0; $i < 5; $i++) {
        yield 'same' => start("exit $i", ['keep' => 600]);
    }
};
check_same(true, BackgroundProcess::waitAll($generate(), 20), 'a generator');
check_same('same', BackgroundProcess::waitAny($generate(), 20), 'a generator');
$process = until('twice');
$found = manager()->loadProcess($process->getKey());
check_same(null, BackgroundProcess::waitAny([$process, $process, $found, $found], 0.1), 'the same one four times');
go('twice');
check_same(true, BackgroundProcess::waitAll([$process, $found, $process, $found], 20), 'the same one four times');
check_same([3, 3], [$process->getExitCode(), $found->getExitCode()], 'the same one four times');

/* Keys that only waitAll() has no need of; elements that are references; a subclass. */
$objects = new SplObjectStorage();
$objects[$first] = null;
check_same(true, BackgroundProcess::waitAll((function () use ($first) { yield 1.5 => $first; })()), 'a float as key');
check_same(0, BackgroundProcess::waitAny($objects), 'keys of an object');
$reference = [&$first];
check_same(0, BackgroundProcess::waitAny($reference), 'a reference');
$child = new class('exit 4', ['working_directory' => state_dir()]) extends BackgroundProcess {
};
$child->run();
check_same([true, 4], [$child::waitAll([$child]), $child->getExitCode()], 'a subclass');

/* Handlers of the script run meanwhile, and may do what they like with the same processes. */
pcntl_async_signals(true);
$process = until('handler');
$calls = 0;
pcntl_signal(SIGALRM, function () use ($process, &$calls) {
    $calls++;
    go('handler');
    check_same(true, $process->wait(20), 'wait() inside a handler');
});
pcntl_alarm(1);
check_same('x', BackgroundProcess::waitAny(['x' => $process], 20), 'waitAny() with a handler that waits');
pcntl_alarm(1);
check_same(true, BackgroundProcess::waitAll([until('none'), $process], 20) || true, 'waitAll()');
check_same(2, $calls, 'calls of the handler');

/* A forked child has no pipe of its own to read, and takes nothing away from its parent. */
$process = until('fork', ['keep' => 600]);
$pid = pcntl_fork();
if ($pid === 0) {
    go('fork');
    $right = BackgroundProcess::waitAny([8 => $process], 20) === 8 && BackgroundProcess::waitAll([$process], 20) && $process->getExitCode() === 3;
    file_put_contents(test_dir() . '/forked', $right ? 'right' : 'wrong');
    posix_kill(getmypid(), SIGKILL);
}
pcntl_waitpid($pid, $status);
check_same('right', file_get_contents(test_dir() . '/forked'), 'in a forked child');
check_same([true, 3], [BackgroundProcess::waitAll([$process], 20), $process->getExitCode()], 'in its parent');
go('none');
check(wait_until(fn () => manager()->listProcesses(['state' => Bgproc\State::Running]) === []), 'none runs');

/* No descriptor is kept. */
$before = count(open_descriptors());
$process = until('descriptors', ['keep' => 600]);
$found = manager()->loadProcess($process->getKey());
$held = count(open_descriptors());
BackgroundProcess::waitAny([$found, $found], 0.05);
BackgroundProcess::waitAll([$found, $found], 0.05);
check_same($held, count(open_descriptors()), 'descriptors after a wait');
go('descriptors');
BackgroundProcess::waitAll([$process, $found]);
unset($process, $found);
check_same($before, count(open_descriptors()), 'descriptors at the end');

/* Many that this process did not start end one after the other: none of them keeps a descriptor. */
$names = [];
for ($i = 0; $i < 20; $i++) {
    until($names[] = "many$i", ['keep' => 600, 'labels' => ['of' => 'many']]);
}
$list = array_values(manager()->listProcesses(['labels' => ['of' => 'many']]));
check_same(20, count($list), 'many');
$before = count(open_descriptors());
start(['sh', '-c', 'for i in ' . implode(' ', $names) . '; do touch ' . test_dir() . '/$i; sleep 0.01; done']);
check_same(true, BackgroundProcess::waitAll($list, 20), 'many');
check_same(array_fill(0, 20, 3), array_map(fn ($p) => $p->getExitCode(), $list), 'exit codes of many');
check_same($before, count(open_descriptors()), 'descriptors after many');
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
