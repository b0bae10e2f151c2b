--TEST--
waitAll() and waitAny(): wrong elements, keys, times, and too few descriptors
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$process = start(['sleep', '300'], ['keep' => 600]);

foreach (['waitAll', 'waitAny'] as $method) {
    $wait = [BackgroundProcess::class, $method];
    foreach ([
        'must be an iterable of BackgroundProcess, string given at key string "b"' => ['a' => $process, 'b' => 'x'],
        'must be an iterable of BackgroundProcess, null given at key int 1' => [$process, null],
        'must be an iterable of BackgroundProcess, BackgroundProcessManager given at key int 0' => new ArrayIterator([manager()]),
    ] as $message => $list) {
        check_throws('TypeError', fn () => $wait($list, 0), $message, "/^BackgroundProcess::$method\\(\\): Argument #1 \\(.processes\\) $message$/");
    }
    check_throws('TypeError', fn () => $wait('x'), 'no iterable', '/must be of type (Traversable\|array|iterable)/');
    check_throws('ArgumentCountError', fn () => $wait(), 'no argument');
    foreach ([-1, NAN, INF, 1e10] as $time) {
        check_throws('ValueError', fn () => $wait([$process], $time), "the time $time", "/Argument #2 \\(.timeout\\) must be null or a number of seconds from 0 to 1000000000/");
    }
    /* As wait() says it, before anything is waited for. */
    $new = manager()->createProcess('true', []);
    $e = check_throws('Bgproc\StateException', fn () => $new->wait(), 'wait()');
    check_throws('Bgproc\StateException', fn () => $wait([$process, $new]), 'one that was not started', '/^' . preg_quote($e->getMessage()) . '$/');
    /* What an iterator throws comes through. */
    $broken = (function () use ($process) {
        yield $process;
        throw new DomainException('broken');
    })();
    check_throws('DomainException', fn () => $wait($broken), 'a generator that throws', '/^broken$/');
    $class = new class('true') extends BackgroundProcess {
        public function __construct()
        {
        }
    };
    check_throws('Error', fn () => $wait([$class]), 'a subclass without its constructor', '/parent constructor/');
    /* A handler that throws ends it. */
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, fn () => throw new RangeException('enough'));
    pcntl_alarm(1);
    check_throws('RangeException', fn () => $wait([$process, manager()->loadProcess($process->getKey())], 20), 'a handler that throws', '/^enough$/');
}
check_throws('TypeError', fn () => BackgroundProcess::waitAny((fn () => yield 1.5 => $process)(), 0), 'a key of another type',
    '/must be an iterable with keys of type int\|string, float given/');

/* Few descriptors: waitAll() needs only one, waitAny() says what is missing. */
[$code, $output] = run_php('
    $manager = new BackgroundProcessManager(["working_directory" => $argv[1]]);
    $list = [];
    for ($i = 0; $i < 60; $i++) {
        /* Not loadProcess(), which holds a descriptor. */
        $list[] = $manager->listProcesses()[0];
    }
    posix_setrlimit(POSIX_RLIMIT_NOFILE, 64, 64);
    var_dump(BackgroundProcess::waitAll($list, 0.05));
    $before = count(open_descriptors());
    try {
        BackgroundProcess::waitAny($list, 60);
    } catch (Bgproc\Exception $e) {
        echo get_class($e), ": ", $e->getMessage(), " ", $e->getCode(), "\n";
    }
    check_same($before, count(open_descriptors()), "descriptors afterwards");
    $list[0]->stop(0);
    var_dump(BackgroundProcess::waitAll($list, 20), count(array_filter($list, fn ($p) => $p->getState() === Bgproc\State::Stopped)));
', [state_dir()]);
check_same("bool(false)\nBgproc\\Exception: Cannot wait for any of 60 processes: there are not enough descriptors (ulimit -n): Too many open files 24\nbool(true)\nint(60)\n", $output, 'few descriptors');
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
