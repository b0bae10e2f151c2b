--TEST--
Jobs: supervisors, commands, workers, clients and starters are killed at random: every job ends, truly, and nothing is left (B2, B11)
--EXTENSIONS--
bgproc
posix
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
/*
 * 80 jobs, 200 with BGPROC_TEST_SLOW=1. BGPROC_TEST_SEED repeats a run as far as the machine lets it.
 */
require __DIR__ . '/../inc/job.inc';

ob_start();
$count = repeats(80, 200);
$seed = (int) (getenv('BGPROC_TEST_SEED') ?: random_int(1, 1 << 30));
mt_srand($seed);
$servers = Servers::open();
$app = new Application($servers);
$out = "$servers->dir/out";
$work = <<<'CODE'
    function work(string $out, int $n): array
    {
        $job = Bgproc\JobManager::current();
        $id = $job->id();
        for ($i = 1; $i <= 10; $i++) {
            $job->update(9 * $i, getmypid() . " of $n");
            usleep(1000 * mt_rand(0, 9));
        }
        file_put_contents("$out/done.$id", $n);
        return ['n' => $n, 'id' => $id];
    }
    CODE;
$app->script('work.php', "$work \$job->finish(work(OUT, (int) \$_GET['n']));");
$bootstrap = bootstrap($work);
$manager = $app->byFastCgi();
$command = script('require $argv[1]; Bgproc\JobManager::current()->finish(work($argv[2], (int) $argv[3]));');
$start = fn (string $kind, int $n) => match ($kind) {
    'fastcgi' => $manager->start(['/work.php', 'n' => $n]),
    'call' => $manager->startCall('work', [$out, $n], ['bootstrap' => $bootstrap]),
    'command' => $manager->startCommand([...$command, $bootstrap, $out, (string) $n]),
};
/* Says "go", starts, and waits for its own end. */
$starter = script('$m = new Bgproc\JobManager(json_decode($argv[1], true)); $c = json_decode($argv[2], true); echo "go\n"; $m->startCommand($c, ["labels" => ["n" => $argv[3]]]); sleep(100);');

$cmdline = fn (int $pid) => (string) @file_get_contents("/proc/$pid/cmdline");
$parent = fn (int $pid) => (int) (proc_status($pid)['PPid'] ?? 0);
$killed = [];           /* id => whom we have killed */
$counts = ['nobody' => 0, 'supervisor' => 0, 'command' => 0, 'worker' => 0, 'starter' => 0];
$kill = function (string $id, string $victim) use ($app, $cmdline, $parent, &$killed, &$counts) {
    $record = json_decode((string) @file_get_contents("$app->directory/$id.json"), true);
    $supervisor = (int) ($record['pid'] ?? 0);
    $pid = match ($victim) {
        'supervisor' => $supervisor,
        'command' => (int) ($record['command_pid'] ?? 0),
        'worker' => (int) ($record['text'] ?? 0),
    };
    $right = $pid > 1 && match ($victim) {
        'supervisor' => str_contains($cmdline($pid), $id),
        'command' => $parent($pid) === $supervisor,
        'worker' => str_contains($cmdline($pid), 'php-fpm: pool'),
    };
    if ($right && posix_kill($pid, SIGKILL)) {
        $killed[$id] = $victim;
        $counts[$victim]++;
    }
};

$jobs = $kinds = $due = [];
for ($n = 0; $n < $count || $due; $n++) {
    if ($n < $count) {
        $victim = ['nobody', 'supervisor', 'command', 'worker', 'starter'][mt_rand(0, 4)];
        $kind = $victim === 'worker' ? 'fastcgi' : ['fastcgi', 'call', 'command'][mt_rand(0, 2)];
        if ($victim === 'starter') {
            $words = [...$starter, json_encode($app->options()), json_encode([...$command, $bootstrap, $out, (string) $n]), (string) $n];
            $process = proc_open($words, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', test_dir() . '/starter.err', 'a']], $pipes);
            check(fgets($pipes[1]) === "go\n", 'the starter begins');
            usleep(mt_rand(0, 12000));
            proc_terminate($process, SIGKILL);
            proc_close($process);
            $counts['starter']++;
        } else {
            $jobs[$n] = $job = $start($kind, $n);
            $kinds[$job->id()] = $kind;
            if ($victim === 'nobody') {
                $counts['nobody']++;
            } else {
                $due[] = [hrtime(true) + mt_rand(0, 100000) * 1000, $job->id(), $victim];
            }
        }
    }
    foreach ($due as $key => [$when, $id, $victim]) {
        if ($when <= hrtime(true)) {
            unset($due[$key]);
            $kill($id, $victim);
        }
    }
    usleep(mt_rand(0, 8000));
}
/* Of a starter that was killed: a job like any other, or none at all. */
foreach ($manager->list() as $job) {
    if (isset($job->labels()['n'])) {
        $jobs[(int) $job->labels()['n']] = $job;
        $kinds[$job->id()] = 'command';
    }
}

$ends = [];
foreach ($jobs as $n => $job) {
    $id = $job->id();
    $victim = $killed[$id] ?? 'nobody';
    $what = "seed $seed, job $n ($kinds[$id], killed: $victim)";
    if (!check($job->wait(at_most(60)), "$what ends, but is {$job->state()->value}")) {
        continue;
    }
    $state = $job->state()->value;
    $error = $job->error();
    $ends["$victim: $state"] = ($ends["$victim: $state"] ?? 0) + 1;
    $done = file_exists("$out/done.$id");
    $possible = match ($victim) {
        'nobody', 'worker' => ['succeeded'],
        'supervisor' => ['lost', 'succeeded'],
        'command' => ['failed', 'succeeded'],
    };
    /* Who of others is killed is nobody's fault but the worker's: it may have gone on to this job. */
    if ($kinds[$id] === 'fastcgi') {
        $possible[] = 'failed';
    }
    check(in_array($state, $possible, true), "$what: $state " . json_encode($error));
    if ($state === 'succeeded') {
        check($done, "$what: it succeeded, but was not done");
        check_same(['n' => $n, 'id' => $id], $job->result(), "$what: its own result");
        check_same([100, null], [$job->progress(), $error], "$what: $state");
    } else {
        check_same(null, $job->result(), "$what: no result");
        check(is_array($error) && $error['type'] !== '' && $error['message'] !== '', "$what: a reason: " . json_encode($error));
        check($job->progress() <= 90 || $done, "$what: no further than it was: " . $job->progress());
    }
    check($job->text() === '' || $state !== 'succeeded' || str_ends_with($job->text(), " of $n"), "$what: its own text: " . $job->text());
    check_same($job->status(), $manager->find($id)->status(), "$what: the same for everybody");
    check_same($state, job_record($job, $app->directory)['state'], "$what: the same on disk");
}
ksort($ends);
figure("killed of $count", json_encode($counts));
figure("ends (seed $seed)", json_encode($ends));
check_same([], $manager->list(['state' => ['delayed', 'starting', 'running']]), 'none runs');

/* ---- what is left goes with its record ---- */
$servers->stopAll();
check_no_leftovers();
foreach ($jobs as $job) {
    $record = job_record($job, $app->directory);
    $record['labels'] = (object) $record['labels'];
    $record['ended_us'] -= 100 * 86400 * 1000000;
    file_put_contents("$app->directory/$job.json", json_encode($record, JSON_UNESCAPED_SLASHES) . "\n");
}
check_same(count($jobs), $manager->cleanup(), 'all are removed');
/* What who was killed had begun to write may be somebody's work until an hour has passed. */
foreach (glob("$app->directory/{,.}*", GLOB_BRACE) as $file) {
    if (is_file($file)) {
        touch($file, time() - 4000);
    }
}
$manager->cleanup();
check_same([], glob("$app->directory/*"), 'nothing is left of any');
check_same([], array_values(preg_grep('/^\.(\.?$|lock-)/', scandir($app->directory), PREG_GREP_INVERT)), 'nothing hidden either');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
