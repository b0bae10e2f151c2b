--TEST--
max_jobs: a worker is replaced after so many calls, no call is lost, setup and teardown run once in each
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$log = test_dir() . '/log';
$note = fn (string $text) => file_put_contents($log, "$text " . getmypid() . "\n", FILE_APPEND);
$pool = new Bgproc\Pool(fn ($n) => [$n, getmypid()], ['workers' => 2, 'max_jobs' => 10, 'jitter' => 0,
    'setup' => fn () => $note('setup'), 'teardown' => fn () => $note('teardown')]);
$results = $pool->map(range(1, 105));
check_same(range(1, 105), array_column($results, 0), 'results');
$per = array_count_values(array_column($results, 1));
check_same(10, max($per), 'calls of a worker at most');
check(count($per) >= 11, 'workers: ' . count($per));
check_same(0, $pool->stats()['lost'], 'lost');
check($pool->stats()['respawned'] >= 9, 'respawned: ' . $pool->stats()['respawned']);
pool_ready($pool);
$pool->close();
$begun = $ended = [];
foreach (file($log, FILE_IGNORE_NEW_LINES) as $line) {
    [$what, $pid] = explode(' ', $line);
    $what === 'setup' ? $begun[] = $pid : $ended[] = $pid;
}
sort($begun);
sort($ended);
check_same($begun, array_values(array_unique($begun)), 'setup runs once');
check_same($begun, $ended, 'teardown runs once in each that has run setup');
check(!in_array((string) getmypid(), $ended), 'teardown does not run here');
check_same([], array_values(array_diff(array_keys($per), array_map('intval', $begun))), 'workers without setup');
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
