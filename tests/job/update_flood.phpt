--TEST--
Jobs: 100,000 updates without a pause: the record is whole at every moment, percent never falls, few writes (B11, B15)
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

ob_start();
$updates = repeats(100000, 1000000);
$servers = Servers::open();
$app = new Application($servers);
$flood = <<<'CODE'
    function flood(string $out, int $updates): array
    {
        $job = Bgproc\JobManager::current();
        $cpu = fn () => ($u = getrusage()) ? ($u['ru_utime.tv_sec'] + $u['ru_stime.tv_sec']) * 1e6 + $u['ru_utime.tv_usec'] + $u['ru_stime.tv_usec'] : 0;
        $used = $cpu();
        $begin = hrtime(true);
        for ($i = 1; $i <= $updates; $i++) {
            /* Backwards every now and then, and one text for each. */
            $job->update($i % 1000 ? 99 * $i / $updates : 0, "step $i \"\u{20ac}\"\n");
        }
        $wall = (hrtime(true) - $begin) / 1e3 / $updates;
        $cpu = ($cpu() - $used) / $updates;
        for ($i = 1; $i <= $updates; $i++) {
            $job->update(99.5);
        }
        $queue = (int) file_get_contents('/proc/sys/net/unix/max_dgram_qlen');
        while (!file_exists("$out/end." . $job->id())) {
            usleep(1000);
            clearstatcache();
        }
        /* The last one of a flood finds no room, and yet is the last word. */
        for ($i = 1; $i <= 10 * $queue + 1000; $i++) {
            $job->update(99.5, "late $i");
        }
        $job->update(99.75, 'the last word');
        return ['wall' => $wall, 'cpu' => $cpu, 'percent' => $job->getProgress()];
    }
    CODE;
$app->script('work.php', "set_time_limit(0); $flood \$job->finish(flood(OUT, $updates));");
$manager = $app->byFastCgi(['bootstrap' => bootstrap($flood)]);
foreach (['call' => fn () => $manager->startCall('flood', ["$servers->dir/out", $updates]), 'fastcgi' => fn () => $manager->start('/work.php')] as $kind => $start) {
    $begin = hrtime(true);
    $job = $start();
    $file = "$app->directory/$job.json";
    $reads = $percent = $count = 0;
    $seen = [];
    /* Reads as fast as it can, until the last of the flood is there. */
    $good = wait_until(function () use ($file, $job, $kind, $updates, &$reads, &$percent, &$count, &$seen) {
        for ($i = 0; $i < 50; $i++) {
            $text = (string) file_get_contents($file);
            $record = json_decode($text, true);
            $whole = is_array($record) && $record['key'] === $job->id() && str_ends_with($text, "}\n");
            if (!check($whole, "$kind: read $reads is whole: " . short($text)) ||
                !check($record['progress'] >= $percent && $record['progress'] <= 99, "$kind: percent: {$record['progress']} after $percent") ||
                !check($record['updates'] >= $count, "$kind: number of updates: {$record['updates']} after $count") ||
                !check(preg_match('/^(step \d+ "\x{20ac}"\n)?$/u', $record['text']) === 1, "$kind: text: " . short($record['text'])) ||
                !check(in_array($record['state'], ['starting', 'running'], true), "$kind: state: {$record['state']}")) {
                return true;
            }
            ['progress' => $percent, 'updates' => $count] = $record;
            $seen[$record['text']] = true;
            $reads++;
        }
        /* As a page would ask. */
        $status = $job->status();
        check($status['progress'] >= $percent && $status['status'] <= 1, "$kind: status: $status[progress] after $percent");
        return $percent === 99 && $status['status_text'] !== '' && $record['updated_us'] < (microtime(true) - 0.5) * 1e6;
    }, at_most(60));
    check($good, "$kind: the flood ends");
    $seconds = (hrtime(true) - $begin) / 1e9;
    check($reads >= 100 && (count($seen) >= 3 || under_valgrind()), "$kind: it was read while it changed: $reads times, " . count($seen) . ' texts');
    /* All writes of the supervisor: at most one for each percent, five per second, and the few around. */
    preg_match('/^syscw: (\d+)$/m', (string) @file_get_contents('/proc/' . job_record($job, $app->directory)['pid'] . '/io'), $match);
    check(isset($match[1]) && $match[1] > 0, "$kind: the number of writes is known");
    check($match[1] <= 2 * (100 + 5 * $seconds + 20), sprintf('%s: %d writes in %.1f s', $kind, $match[1], $seconds));
    touch("$servers->dir/out/end.$job");
    check_ends($job, 'succeeded', $kind);
    $result = $job->result();
    check_same([100, 0, true, 99.75, 'the last word'], [$job->progress(), job_record($job, $app->directory)['refused'], $job->isFinal(), $result['percent'],
        $job->text()], "$kind: the end");
    check($result['cpu'] <= at_most(50), "$kind: an update costs $result[cpu] us");
    figure("$kind, $updates updates with a new text each", sprintf('%.2f us of the sender\'s processor time each, %.2f us on the clock; %d reads of %d records, %d heard, %d writes in %.1f s',
        $result['cpu'], $result['wall'], $reads, count($seen), $count, $match[1], $seconds));
}
$servers->stopAll();
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
