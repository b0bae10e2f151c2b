--TEST--
Workers that are killed at random: with "idempotent" and "retries" all calls succeed
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

/* 100000 and 1000 at full size, with BGPROC_TEST_SLOW=1. */
const SCALE = 10;
define('CALLS', repeats(intdiv(100000, SCALE), 100000));
define('KILLS', repeats(intdiv(1000, SCALE), 1000));

$pool = new Bgproc\Pool(fn (int $n) => 3 * $n, ['workers' => 4, 'idempotent' => true, 'retries' => 20]);
$good = $kills = $bad = 0;
$pool->onReturn(function (mixed $value, Bgproc\Future $future) use (&$good) { $good += $value === 3 * $future->id; });
$pool->onError(function (Throwable $e) use (&$bad) { $bad++ || check(false, get_class($e) . ': ' . $e->getMessage()); });
$doomed = [];
for ($sent = 1; $sent <= CALLS; $sent++) {
    $pool->submit($sent);
    if ($sent % 200 === 0) {
        $pool->dispatch(0.001);
    }
    if ($kills < KILLS * $sent / CALLS) {
        $rows = array_filter($pool->stats()['processes'], fn ($row) => $row['calls'] > 0 && !isset($doomed[$row['pid']]));
        if ($rows) {
            $pid = $rows[array_rand($rows)]['pid'];
            $doomed[$pid] = true;
            posix_kill($pid, SIGKILL);
            $kills++;
        }
    }
}
check($pool->wait(at_most(60.0)), 'no call hangs');
check_same([CALLS, 0], [$good, $bad], 'calls that have succeeded, and failed');
check($kills > KILLS / 4, "some were killed: $kills");
$pool->close();
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
