--TEST--
Whatever is done with a pool in whatever order, each call ends once and nothing is left behind
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$seed = (int) (getenv('BGPROC_TEST_SEED') ?: random_int(1, 1 << 30));
$before = count(open_descriptors());
for ($round = 0; $round < repeats(6, 200); $round++, $seed++) {
    mt_srand($seed);
    $lines = $ended = 0;
    $pool = new Bgproc\Pool(function (int $id, string $how, mixed $load) {
        switch ($how) {
            case 'print': echo "line of $id\nand more"; break;
            case 'throw': throw new DomainException("of $id");
            case 'exit': exit(2);
            case 'kill': posix_kill(getmypid(), SIGKILL);
            case 'sleep': sleep(60);
            case 'spin': while (true) { }
            case 'stop': posix_kill(getmypid(), SIGSTOP); break;
            case 'pause': usleep(mt_rand(0, 20000)); break;
        }
        return [$id, $load];
    }, ['workers' => mt_rand(1, 4), 'timeout' => 0.15, 'soft_timeout' => mt_rand(0, 1) ? 0.08 : null, 'prefetch' => [null, 1, 8][mt_rand(0, 2)],
        'max_jobs' => [null, 1, 7][mt_rand(0, 2)], 'on_output' => function () use (&$lines) { $lines++; }]);
    $pool->onReturn(function () use (&$ended) { $ended++; });
    $pool->onError(function () use (&$ended) { $ended++; });
    $futures = $hows = $loads = [];
    for ($step = 0; $step < 120; $step++) {
        switch (mt_rand(0, 19)) {
            case 0: $pool->reload(); break;
            case 1: $pool->resize(mt_rand(1, 5)); break;
            case 2: $pool->dispatch(mt_rand(0, 20) / 1000); break;
            case 3: $futures && $futures[array_rand($futures)]->cancel(); break;
            case 4: $futures && outcome($futures[array_rand($futures)], 0.01); break;
            case 5:
                $rows = array_filter($pool->stats()['processes'], fn ($row) => $row['calls'] > 0);
                $rows && posix_kill($rows[array_rand($rows)]['pid'], SIGKILL);
                break;
            default:
                $hows[] = $how = ['', '', '', '', '', '', 'print', 'throw', 'pause', 'pause', 'exit', 'kill', 'sleep', 'spin', 'stop'][mt_rand(0, $step % 3 ? 9 : 14)];
                $loads[] = $load = mt_rand(0, 9) ? $step : str_repeat('x', mt_rand(0, 500000));
                $futures[] = $pool->submit(count($futures), $how, $load);
        }
    }
    mt_rand(0, 3) || $pool->close(0.05);
    try {
        check($pool->wait(at_most(30.0)), "no call hangs (seed $seed)");
    } catch (Bgproc\StateException) {
    }
    $cancelled = 0;
    foreach ($futures as $id => $future) {
        check($future->isDone(), "call $id is done (seed $seed)");
        $outcome = $future->isDone() ? outcome($future, 0) : null;
        $cancelled += $outcome === Bgproc\CancelledException::class;
        $good = is_array($outcome) ? $outcome === [$id, $loads[$id]] && !in_array($hows[$id], ['throw', 'exit', 'kill', 'sleep', 'spin'], true)
            : in_array($outcome, [Bgproc\WorkerLostException::class, Bgproc\CancelledException::class, Bgproc\CallTimeoutException::class], true)
                || ($outcome === DomainException::class && $hows[$id] === 'throw');
        check($good, "call $id '$hows[$id]' has ended in " . substr(short($outcome), 0, 200) . " (seed $seed)");
    }
    check_same(count($futures), $ended + $cancelled, "calls that handlers have seen, or that were cancelled (seed $seed)");
    $pool->close();
    unset($pool, $futures, $future, $outcome);
    gc_collect_cycles();
    check_same($before, count(open_descriptors()), "descriptors (seed $seed)");
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
