--TEST--
A call that PHP ends in the middle (out of memory) leaves no descriptor, no file and no lock with a worker that serves on
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
/*
 * One worker of php-fpm. Each request leaves a call another amount of memory, and repeats it until there is none left. A PHP that
 * ends the call at that very allocation shows each line in which a descriptor was held; some builds end it only afterwards.
 */
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/servers.inc';

chmod(test_dir(), 0755);
/* Without the allocator of PHP there is no limit of memory; sanitizers watch the module all the same. */
putenv('USE_ZEND_ALLOC=1');
$servers = Servers::open();
$home = $servers->ofWorkers(test_dir() . '/home');
$script = $servers->script('index.php', <<<'PHP'
    <?php
    $at = "$_GET[home]/state";
    $manager = new BackgroundProcessManager(['working_directory' => $at, 'keep' => 600]);
    $jobs = new Bgproc\JobManager(['working_directory' => "$_GET[home]/jobs", 'fastcgi' => "unix:$_GET[home]/nobody", 'document_root' => '/',
        'connect_timeout' => 0.01, 'key_prefix' => 'job.', 'base_url' => 'http://127.0.0.1:1', 'key' => str_repeat('0123456789abcdef', 2) . 'k']);
    $many = fn () => array_map($manager->loadProcess(...), array_fill(0, 20, $_GET['running']));
    $run = function (string|array $line, array $options = []) use ($manager) {
        $process = $manager->createProcess($line, $options);
        $process->run();
        return $process;
    };
    $refused = function (callable $call) {
        try {
            return $call();
        } catch (Bgproc\Exception $e) {
            return $e;
        }
    };
    $calls = [
        'listProcesses' => fn () => $manager->listProcesses(),
        'loadProcess' => fn () => $manager->loadProcess($_GET['ended']),
        'run' => fn () => $run(['true', str_repeat('x', 5000)]),
        'run, captured' => fn () => $run('true', ['capture_output' => true, 'labels' => ['a' => 'b'], 'env' => ['PATH' => '/bin']]),
        'run, files' => fn () => $run('cat', ['stdin' => ['string', str_repeat('s', 9000)], 'stdout' => '/dev/null']),
        'run, refused' => fn () => $refused(fn () => $run('true', ['stdout' => $at, 'stdin' => '/dev/null'])),
        'writeExecutablePHPFile' => fn () => $manager->createProcess(['true', str_repeat('x', 3000)])->writeExecutablePHPFile(),
        'getOutput' => fn () => $manager->loadProcess($_GET['ended'])->getOutput(),
        'getStream' => fn () => $manager->loadProcess($_GET['running'])->getStream(),
        'wait' => fn () => $manager->loadProcess($_GET['running'])->wait(0.001),
        'waitAny' => fn () => BackgroundProcess::waitAny($many(), 0.001),
        'waitAll' => fn () => BackgroundProcess::waitAll($many(), 0.001),
        'prune' => fn () => [$manager->prune(100), str_repeat('x', 300)],
        'start' => fn () => $jobs->start('/x.php', ['body' => str_repeat('b', 9000), 'headers' => ['X-A' => 'b']]),
        'start, unique' => fn () => $jobs->start('/x.php', ['unique' => bin2hex(random_bytes(8))]),
        'start, merged' => fn () => $jobs->startCommand('sleep 1000', ['unique' => 'one', 'scope' => 's']),
        'start, refused' => fn () => $refused(fn () => $jobs->startCommand(['/nowhere/to/be/found'], ['unique' => bin2hex(random_bytes(8))])),
        'startCall' => fn () => $jobs->startCall('strlen', ['x']),
        'list' => fn () => $jobs->list(),
        'find' => fn () => $jobs->find($_GET['job'])?->log(),
        'retry' => fn () => $jobs->retry($_GET['job']),
        'getStatus' => fn () => $jobs->getStatus($_GET['job']),
        'serveStatus' => fn () => $jobs->serveStatus($_GET['job']),
    ];
    if (isset($_GET['names'])) {
        exit(json_encode(array_keys($calls)));
    }
    if (isset($_GET['open'])) {
        $open = [];
        foreach (scandir('/proc/self/fd') as $fd) {
            $link = (string) @readlink("/proc/self/fd/$fd");
            /* PHP itself leaves its log open when memory runs out while it writes there. */
            if ($link !== '' && !str_ends_with($link, '/php.log')) {
                $open[] = preg_replace('/\[\d+\]/', '', $link);
            }
        }
        exit(json_encode([getmypid(), array_count_values($open)]));
    }
    if (isset($_GET['prepare'])) {
        $ended = $manager->createProcess('echo out', ['capture_output' => true]);
        $running = $manager->createProcess('sleep 1000', ['keep' => 0]);
        $ended->run();
        $running->run();
        $ended->wait();
        $job = $jobs->startCommand('echo job');
        $job->wait();
        $jobs->start('/x.php')->cancel(0.1);
        $merged = $jobs->startCommand('sleep 1000', ['unique' => 'one', 'scope' => 's']);
        exit(json_encode(['ended' => $ended->getKey(), 'running' => $running->getKey(), 'job' => $job->id(), 'merged' => $merged->id()]));
    }
    if (isset($_GET['end'])) {
        $manager->stopAll(0.1);
        /* Some at a time, so that each request is short. */
        foreach (array_slice($jobs->list(['state' => ['delayed', 'starting', 'running']]), 0, 10) as $job) {
            $job->cancel(0.1);
        }
        exit($jobs->list(['state' => ['delayed', 'starting', 'running']]) ? 'more' : 'ended');
    }
    $call = $calls[$_GET['call']];
    $fill = $keep = [];
    /* One chunk of PHP's heap; each string takes one page of it. */
    ini_set('memory_limit', '2M') !== false || exit('more than 2 MiB');
    for ($i = 0; $i < $_GET['pages']; $i++) {
        $fill[] = str_repeat('x', 4000);
    }
    echo "begin\n";
    mt_srand((int) $_GET['pages']);
    while ($_GET['repeat']) {
        $keep[] = $call();
        $keep[] = str_repeat('x', mt_rand(200, 3000));
    }
    PHP);
$pool = $servers->fpm(['display_errors' => 0, 'memory_limit' => '64M'], ['env[BGPROC_TEST]' => test_id(), 'pm.max_children' => 1]);
$ask = fn (array $query): string => fastcgi_request($pool, $script, http_build_query($query + ['home' => $home]))->body();
$keys = json_decode($body = $ask(['prepare' => 1]), true) ?? [check(false, "answer: $body")];
$names = json_decode($ask(['names' => 1]), true);
$begins = fn (string $name, int $pages, int $repeat): bool =>
    str_starts_with($ask($keys + ['call' => $name, 'pages' => $pages, 'repeat' => $repeat]), 'begin');
/* How many pages there are: the last one less with which the call is reached. */
for ($pages = 0, $step = 1024; $step > 0; $step >>= 1) {
    $pages += $begins($names[0], $pages + $step, 0) ? $step : 0;
}
foreach ($names as $name) {
    [$worker, $before] = json_decode($ask(['open' => 1]), true);
    $begun = 0;
    for ($left = 1; $left <= max(6, repeats(6, 40)); $left++) {
        $begun += (int) $begins($name, $pages - $left, 1);
    }
    [$same, $after] = json_decode($ask(['open' => 1]), true);
    check_same($worker, $same, "$name: one worker");
    ksort($before);
    ksort($after);
    check_same($before, $after, "$name: what the worker has open");
    check($begun > 3, "$name: $begun calls had memory left");
}
check(substr_count($servers->read('php.log'), 'Allowed memory size') > 50, 'memory ran out');
check(wait_until(fn () => $ask($keys + ['end' => 1]) === 'ended', 120), 'all jobs are ended');
/* Names of files that were never given their own: a start that was ended takes them back. */
check_same([], preg_grep('~/\.(lock|unique)~', [...glob("$home/state/.[!.]*"), ...glob("$home/jobs/.[!.]*")], PREG_GREP_INVERT), 'temporary files');
$servers->close();
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
