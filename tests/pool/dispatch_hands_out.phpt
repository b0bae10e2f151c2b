--TEST--
Pool: what dispatch() and await() have handed out begins at once, not at the next visit
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$dir = test_dir();
$began = fn (string $name) => wait_until(function () use ($dir, $name) { clearstatcache(); return file_exists("$dir/$name"); }, 3);
$work = function ($x) use ($dir) { touch("$dir/$x"); usleep(20000); return $x; };
/* The worker becomes ready. */
$pool = new Bgproc\Pool($work, ['workers' => 1]);
$future = $pool->submit('a');
check(wait_until(function () use ($pool, $future) { $pool->dispatch(0); return $future->getState() === Bgproc\State::Running; }), 'handed out');
check($began('a'), 'the first call of a worker');
check_same('a', $future->await(5), 'a');
/* An idle worker. */
$pool->submit('b')->then(fn () => 1);
check($began('b'), 'a call for an idle worker');
$pool->wait(5);
/* The next one, while this process does something else. */
foreach ([0, 1, null] as $prefetch) {
    $pool = new Bgproc\Pool($work, ['workers' => 1, 'prefetch' => $prefetch, 'timeout' => 0.3]);
    $name = 'p' . var_export($prefetch, true);
    $futures = [$pool->submit("$name-1"), $pool->submit("$name-2"), $pool->submit("$name-3")];
    check_same("$name-1", $futures[0]->await(5), 'the first');
    check($began("$name-2"), "the second begins, prefetch $name");
    $pool->wait(5);
    $futures = [$pool->submit("$name-4"), $pool->submit("$name-5")];
    usleep(60000);
    $pool->dispatch(0);
    usleep(500000);
    check_same([0, 0], [$pool->stats()['timed_out'], $pool->stats()['respawned']], 'the time of a call that the worker does not have does not run');
    check_same(["$name-4", "$name-5"], Bgproc\Future::all($futures, 5), 'both');
    check_same([0, 0], [$pool->stats()['timed_out'], $pool->stats()['respawned']], 'nobody was killed');
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
