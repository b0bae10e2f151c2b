--TEST--
A signal handler that ends the script by a fatal error while a method waits leaves no descriptor with a process that serves on
--EXTENSIONS--
bgproc
pcntl
posix
--FILE--
<?php
/*
 * php -S: one process, which outlives the fatal error of a request, and has signal handlers. PHP leaves signals blocked after a fatal
 * error in a handler, so each call has a server of its own.
 */
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/servers.inc';

$servers = Servers::open();
$home = test_dir();
$servers->script('index.php', <<<'PHP'
    <?php
    if ($_GET['call'] === 'open') {
        $open = preg_grep('/\/www\/|php\.log|socket:/', array_map(fn ($fd) => (string) @readlink("/proc/self/fd/$fd"), scandir('/proc/self/fd')), PREG_GREP_INVERT);
        sort($open);
        exit(json_encode(preg_replace('/\[\d+\]/', '', array_filter($open))));
    }
    $manager = new BackgroundProcessManager(['working_directory' => "$_GET[home]/state", 'keep' => 600]);
    $process = $manager->createProcess('sleep 1000');
    $process->run();
    $other = $manager->loadProcess($process->getKey());
    pcntl_async_signals(true);
    pcntl_signal(SIGURG, function () {
        if ($_GET['call'] === 'fiber') {
            return Fiber::suspend();
        }
        trigger_error('enough', E_USER_ERROR);
    });
    /* Signals this process as soon as it waits, for which it opens a pidfd. Without a handler the signal is ignored. */
    $waker = $manager->createProcess(['sh', '-c', 'until ls -l /proc/$0/fd | grep -q pidfd; do sleep 0.01; done; while kill -URG $0; do sleep 0.05; done', (string) getmypid()]);
    if ($_GET['call'] !== 'nothing') {
        $waker->run();
    }
    echo "begin\n";
    match ($_GET['call']) {
        'wait' => $other->wait(60),
        'waitAny' => BackgroundProcess::waitAny([$other, $manager->loadProcess($process->getKey())], 60),
        'waitAll' => BackgroundProcess::waitAll([$other], 60),
        /* A fiber that nobody resumes is not unwound after a fatal error. */
        'fiber' => [(new Fiber(fn () => $other->wait(60)))->start(), trigger_error('enough', E_USER_ERROR)],
        'nothing' => trigger_error('enough', E_USER_ERROR),
    };
    echo "end\n";
    PHP);
$manager = new BackgroundProcessManager(['working_directory' => state_dir()]);
foreach (['wait', 'waitAny', 'waitAll', 'fiber'] as $call) {
    $url = $servers->cliServer(['display_errors' => 0]);
    $ask = fn (string $call) => http_request($url, "/index.php?call=$call&home=" . urlencode($home))->body;
    /* The supervisor's program is opened by the first start. */
    check_same("begin\n", $ask('nothing'), "$call: the first one");
    $before = $ask('open');
    check_same("begin\n", $ask($call), $call);
    $manager->stopAll(0.1);
    check_same($before, $ask('open'), "$call: what is open");
    $servers->stopAll();
}
$servers->close();
$manager->stopAll(0.1);
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
