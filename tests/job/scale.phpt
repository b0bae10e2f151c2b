--TEST--
Jobs: many at once on a pool of two workers all end, started from within and without, with and without a session (B3, B4, B13)
--EXTENSIONS--
bgproc
posix
session
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm', 'nginx', 'libcurl');
?>
--FILE--
<?php
/*
 * 100 jobs for each way to start and to run them, 200 with BGPROC_TEST_SLOW=1. The requests that start come to the same two workers
 * as the jobs: one that held a worker until its job begins would end this test.
 */
require __DIR__ . '/../inc/job.inc';

ob_start();
$count = repeats(100, 200);
$seconds = at_most(110);
$servers = Servers::open();
$app = new Application($servers, [], ['session.use_strict_mode' => 0]);
$pool = $app->socket;
$web = str_replace('tcp:', 'http:', $servers->web($pool));
$work = <<<'CODE'
    if (!$job) { http_response_code(403); exit('no job'); }
    $who = null;
    if (isset($_COOKIE['PHPSESSID'])) {
        session_start(['read_and_close' => true]);
        $who = $_SESSION['who'] ?? 'nobody';
    }
    $job->update(50, "half of $_GET[n]");
    usleep(2000);
    echo "output of $_GET[n]";
    $job->finish(['n' => (int) $_GET['n'], 'id' => $job->id(), 'who' => $who]);
    CODE;
$app->script('work.php', $work);

/* The application's own jobs: its workers start them, so the directory is theirs. */
$own = $servers->ofWorkers("$servers->dir/own");
$common = ['working_directory' => $own, 'key' => KEY];
$servers->script('own.php', '<?php $manager = new Bgproc\JobManager(' . var_export($common, true) . "); \$job = Bgproc\\JobManager::current(); $work");
$servers->script('start.php', '<?php $common = ' . var_export($common, true) . '; $ways = ' . var_export(['http' => ['base_url' => $web],
    'fastcgi' => ['fastcgi' => "unix:$pool", 'document_root' => "$servers->dir/www"]], true) . ';' . <<<'CODE'
    $as = 'anonymous';
    if ($_GET['session'] !== 'none') {
        session_start();
        $_SESSION['who'] = 'anna';
        if ($_GET['session'] === 'user') {
            session_write_close();
            $as = 'user';
        }
    }
    $manager = new Bgproc\JobManager($common + $ways[$_GET['way']]);
    $cpu = fn () => ($u = getrusage()) ? ($u['ru_utime.tv_sec'] + $u['ru_stime.tv_sec']) * 1e3 + ($u['ru_utime.tv_usec'] + $u['ru_stime.tv_usec']) / 1e3 : 0;
    $used = $cpu();
    $begin = hrtime(true);
    $job = $manager->start(['/own.php', 'n' => $_GET['n']], ['as' => $as]);
    $end = hrtime(true);
    echo json_encode([$job->id(), ($end - $begin) / 1e6, $cpu() - $used]);
    CODE);

/* What start() may take: in itself 20 ms, which is its own time, and far more only while others have the processors. */
function check_times(array $wall, array $cpu, string $what): void
{
    figure("$what: start() of " . count($wall), sprintf('median %.2f ms, worst %.2f ms; its own processor time: median %.2f ms', median($wall), max($wall), median($cpu)));
    /* Sanitizers need some time of their own. */
    $times = getenv('SKIP_ASAN') ? 4 : 1;
    check(median($cpu) <= $times * at_most(20), "$what: start() costs a median of " . median($cpu) . ' ms');
    check(median($wall) <= $times * at_most(250), "$what: start() takes a median of " . median($wall) . ' ms');
}

/* ---- from outside the pool ---- */
$cpu = fn () => ($u = getrusage()) ? ($u['ru_utime.tv_sec'] + $u['ru_stime.tv_sec']) * 1e3 + ($u['ru_utime.tv_usec'] + $u['ru_stime.tv_usec']) / 1e3 : 0;
$ways = ['by FastCGI' => $app->byFastCgi(), 'by HTTP' => new Bgproc\JobManager($app->options(['base_url' => $web, 'key' => KEY]))];
foreach ($ways as $what => $manager) {
    $jobs = $wall = $own_time = [];
    $first = hrtime(true);
    for ($i = 0; $i < $count; $i++) {
        $used = $cpu();
        $begin = hrtime(true);
        $jobs[$i] = $manager->start(['/work.php', 'n' => $i]);
        $wall[] = (hrtime(true) - $begin) / 1e6;
        $own_time[] = $cpu() - $used;
    }
    check_times($wall, $own_time, $what);
    foreach ($jobs as $i => $job) {
        check_ends($job, 'succeeded', "$what: job $i", $seconds);
        check_same(['n' => $i, 'id' => $job->id(), 'who' => null], $job->result(), "$what: the result of job $i");
        check_same(["half of $i", "output of $i", 100], [$job->text(), $job->output(), $job->progress()], "$what: what job $i said");
    }
    figure("$what: all $count", sprintf('%.1f s', (hrtime(true) - $first) / 1e9));
}

/* ---- from requests of the same pool, all of them waiting at once ---- */
foreach (['fastcgi' => ['none', 'open', 'user'], 'http' => ['user']] as $way => $sessions) {
    foreach ($sessions as $session) {
        $what = "$way, session $session";
        $first = hrtime(true);
        $cookie = 'PHPSESSID=' . bin2hex(random_bytes(16));
        $requests = [];
        for ($i = 0; $i < $count; $i++) {
            $requests[$i] = new FastCgi($pool, false, $seconds);
            $requests[$i]->send("$servers->dir/www/start.php", "n=$i&way=$way&session=$session", 'GET', '', ['HTTP_COOKIE' => $cookie]);
        }
        $ids = $wall = $own_time = [];
        foreach (array_keys($requests) as $i) {
            $response = $requests[$i]->receive();
            /* A worker is not free before its client has closed. */
            unset($requests[$i]);
            $answer = json_decode($response->body(), true);
            if (!check(is_array($answer), "$what: request $i starts: " . short($response->stdout . $response->stderr))) {
                break 3;
            }
            [$ids[$i], $wall[], $own_time[]] = $answer;
        }
        check_times($wall, $own_time, $what);
        check_same($count, count(array_unique($ids)), "$what: so many jobs");
        $ended = wait_until(function () use ($own, $ids) {
            $records = records($own);
            foreach ($ids as $id) {
                if (!in_array($records[$id]['state'] ?? '', FINAL_STATES, true)) {
                    usleep(20000);
                    return false;
                }
            }
            return true;
        }, $seconds);
        check($ended, "$what: all end");
        $records = records($own);
        foreach ($ids as $i => $id) {
            check_same(['succeeded', 100, "half of $i"], [$records[$id]['state'], $records[$id]['progress'], $records[$id]['text']],
                "$what: job $i ({$records[$id]['error_type']}: {$records[$id]['error_message']})");
            check_same(['n' => $i, 'id' => $id, 'who' => $session === 'user' ? 'anna' : null],
                json_decode((string) @file_get_contents("$own/$id.result"), true), "$what: the result of job $i");
        }
        figure("$what: all $count", sprintf('%.1f s', (hrtime(true) - $first) / 1e9));
    }
}
/* The last word of a job is its record, a moment before its supervisor ends. */
foreach ([$own, $app->directory] as $directory) {
    check(wait_until(fn () => glob("$directory/*.sock") === []), 'no socket is left: ' . implode(' ', glob("$directory/*.sock")));
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
