--TEST--
Workers that are killed at random: every call ends exactly once, and nothing is done twice
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Full size: CALLS = 100000 and KILLS = 1000 (BGPROC_TEST_SLOW=1). The ordinary run is SCALE times smaller.
 * A worker is killed only after its first call, since deaths before that are a crash loop.
 */
require __DIR__ . '/../inc/pool_processes.inc';

const SCALE = 5;
define('CALLS', repeats(intdiv(100000, SCALE), 100000));
define('KILLS', repeats(intdiv(1000, SCALE), 1000));

$log = test_dir() . '/done';
touch($log);
$before = count(open_descriptors());

$pool = new Bgproc\Pool(function (int $n) use ($log) {
    static $file = null;
    $file ??= fopen($log, 'a');
    fwrite($file, "$n\n");
    return 3 * $n;
}, ['workers' => 4]);
/* The killer is another process, so that a kill hits a worker at any moment. The workers do not inherit its pipe. */
$killer = proc_open([...php_words(), write_file('killer.php', '<?php
    while (($line = fgets(STDIN)) !== false) { [$pid, $us] = explode(" ", $line); usleep((int) $us); posix_kill((int) $pid, SIGKILL); }')],
    [['pipe', 'r']], $pipes);
stream_set_write_buffer($pipes[0], 0);
$result = [];
$lost = [];
$twice = 0;
$wrong = 0;
$pool->onReturn(function (mixed $value, Bgproc\Future $future) use (&$result, &$lost, &$twice, &$wrong) {
    $twice += isset($result[$future->id]) || isset($lost[$future->id]);
    $wrong += $value !== 3 * $future->id;
    $result[$future->id] = true;
});
$pool->onError(function (Throwable $e, Bgproc\Future $future) use (&$result, &$lost, &$twice) {
    $twice += isset($result[$future->id]) || isset($lost[$future->id]);
    $lost[$future->id] = $e;
});
$sent = $kills = 0;
$doomed = [];
while ($sent < CALLS) {
    for ($i = 0; $i < 100 && $sent < CALLS; $i++) {
        $pool->submit(++$sent);
    }
    while ($pool->pending() > 500) {
        $pool->dispatch(0.1);
    }
    while ($kills < KILLS * $sent / CALLS) {
        $rows = array_filter($pool->stats()['processes'], fn ($row) => $row['calls'] > 0 && !isset($doomed[$row['pid']]));
        if (!$rows) {
            $pool->dispatch(0.01);
            $pool->isIdle() && $pool->submit(++$sent);
            continue;
        }
        $pid = $rows[array_rand($rows)]['pid'];
        $doomed[$pid] = true;
        fwrite($pipes[0], "$pid " . mt_rand(0, 1500) . "\n");
        $kills++;
    }
}
check($pool->wait(at_most(60.0)), 'no call hangs');
fclose($pipes[0]);
proc_close($killer);
check_same([0, 0], [$pool->pending(), $pool->running()], 'calls that are left');
check_same($sent, count($result) + count($lost), 'calls that have ended');
check_same([0, 0], [$twice, $wrong], 'calls that have ended twice, or in the result of another');
foreach ($lost as $id => $e) {
    if (!$e instanceof Bgproc\WorkerLostException || $e->getSignal() !== SIGKILL || !isset($doomed[$e->getPid()])) {
        check(false, "call $id has ended in " . get_class($e) . ' ' . $e->getMessage());
        break;
    }
}
$done = array_count_values(array_map('intval', file($log)));
check_same([], array_slice(array_filter($done, fn ($times) => $times > 1), 0, 5, true), 'done twice');
check_same([], array_slice(array_diff_key($result, $done), 0, 5, true), 'results of what was not done');
$stats = $pool->stats();
check_same([count($result), count($lost)], [$stats['completed'], $stats['lost']], 'stats');
/* Of a killed worker at most the calls that were handed to it are lost. */
check(count($lost) < CALLS / 2, 'most calls have succeeded, not lost: ' . count($lost));
$pool->close();
unset($pool, $pipes, $killer);
check_same($before, count(open_descriptors()), 'descriptors');
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
