--TEST--
Jobs: unique ones are merged, first or last (B9); a claim ends with its job
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$manager = jobs();
$sleep = ['sleep', '100'];
$first = $manager->startCommand($sleep, ['unique' => true]);
$second = $manager->startCommand($sleep, ['unique' => true]);
check_same([$first->id(), true, false], [$second->id(), $second->isMerged(), $first->isMerged()], 'the same is merged');
check_same(1, count($manager->list()), 'one job');
$other = $manager->startCommand(['sleep', '101'], ['unique' => true]);
check($other->id() !== $first->id(), 'something else is not');
$scoped = $manager->startCommand($sleep, ['unique' => true, 'scope' => 'u2']);
check($scoped->id() !== $first->id() && !$scoped->isMerged(), 'another scope is not');
$free = $manager->startCommand($sleep);
check($free->id() !== $first->id(), 'without the option nothing is merged');
$named = $manager->startCommand($sleep, ['unique' => 'name']);
check_same($named->id(), $manager->startCommand(['sleep', '5'], ['unique' => 'name'])->id(), 'by name, whatever it is');

$first->cancel(0);
$third = $manager->startCommand($sleep, ['unique' => true]);
check($third->id() !== $first->id() && !$third->isMerged(), 'after its end it is free');

/* ---- the last wins, as long as the first only waits ---- */
$waiting = $manager->startCommand(['true'], ['unique' => 'late', 'delay' => 100]);
$replaced = $manager->startCommand(['sh', '-c', 'echo new'], ['unique' => 'late', 'merge' => 'last']);
check(!$replaced->isMerged(), 'a new one');
check_ends($waiting, 'stopped', 'the one before', 5);
check_ends($replaced, 'succeeded', 'the new one');
$running = $manager->startCommand($sleep, ['unique' => 'run']);
check(wait_until(fn () => $running->state() === Bgproc\State::Running), 'runs');
$next = $manager->startCommand(['true'], ['unique' => 'run', 'merge' => 'last']);
check($next->id() !== $running->id(), 'a running one is left');
check_ends($next, 'succeeded', 'the new one');
check_same('running', $running->state()->value, 'and goes on');

/* ---- its supervisor was killed: the claim is void when the command has ended too ---- */
$killed = $manager->startCommand($sleep, ['unique' => 'killed']);
check(wait_until(fn () => $killed->state() === Bgproc\State::Running), 'runs');
posix_kill(job_record($killed)['pid'], SIGKILL);
check(wait_until(fn () => $killed->state() === Bgproc\State::Lost), 'lost');
check_same('lost', $killed->error()['type'], 'error');
$e = check_throws(Bgproc\StateException::class, fn () => $manager->startCommand(['true'], ['unique' => 'killed']), 'its command runs',
    '/' . $killed->id() . '.* lost, but its command still runs as pid ' . job_record($killed)['command_pid'] . '/');
check_ends($manager->startCommand(['true'], ['unique' => 'killed', 'merge' => 'last']), 'succeeded', 'the last wins beside it');
posix_kill(job_record($killed)['command_pid'], SIGKILL);
$killed = $manager->startCommand($sleep, ['unique' => 'killed']);
check(wait_until(fn () => $killed->state() === Bgproc\State::Running), 'runs');
posix_kill(job_record($killed)['pid'], SIGKILL);
$pid = job_record($killed)['command_pid'];
check(wait_until(fn () => $killed->state() === Bgproc\State::Lost), 'lost');
check_throws(Bgproc\StateException::class, fn () => $manager->startCommand(['true'], ['unique' => 'killed']), 'its command runs');
posix_kill($pid, SIGKILL);
check(wait_until(fn () => !is_alive($pid)), 'its command ends');
check(!$manager->startCommand(['true'], ['unique' => 'killed'])->isMerged(), 'free again');
check_throws(ValueError::class, fn () => $manager->startCommand(['true'], ['unique' => '']), 'empty', '/unique/');

/* ---- many at once ---- */
$go = test_dir() . '/go';
$code = 'while (!file_exists($argv[1])) { usleep(500); } $job = (new Bgproc\JobManager(["working_directory" => $argv[2]]))->startCommand(["sleep", "100"], ["unique" => "race"]); echo $job, " ", (int) $job->isMerged();';
$racers = [];
for ($i = 0; $i < 6; $i++) {
    $racers[] = $manager->startCommand([...script($code), $go, state_dir()]);
}
touch($go);
$ids = $merged = [];
foreach ($racers as $racer) {
    check_ends($racer, 'succeeded', 'racer');
    [$id, $was] = explode(' ', $racer->output());
    $ids[$id] = true;
    $merged[] = $was;
}
check_same(1, count($ids), 'one job of six starts');
check_same(5, array_sum($merged), 'five were merged');
foreach ($manager->list(['state' => ['running', 'starting', 'delayed']]) as $job) {
    $job->cancel(0);
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
