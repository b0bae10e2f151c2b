--TEST--
Exceptions that meet exceptions: no message is lost, none is kept in memory, and exit() stays exit()
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('script.php', <<<'PHP'
<?php
class Noisy
{
    public function __construct(private string $text, private ?Throwable $previous = null, private ?Closure $then = null) {}
    public function __destruct() { if ($this->then) ($this->then)(); throw new LogicException($this->text, 0, $this->previous); }
}
class Again { public function __construct(private Throwable $e) {} public function __destruct() { throw $this->e; } }
class Exiting { public function __destruct() { echo "exit\n"; exit; } }
class Timer extends Bgproc\Timer\AbstractTimer
{
    public function __construct(private Throwable $e) {}
    public function stopTiming(): Bgproc\Timer\AbstractTimer { $e = $this->e; unset($this->e); throw $e; }
}
function fastcgi_finish_request() { return true; }
$references = [];
function made(string $text, ?Throwable $previous = null): Throwable
{
    global $references;
    $exception = new RuntimeException($text, 0, $previous);
    $references[] = WeakReference::create($exception);
    return $exception;
}
function chain(?Throwable $e): string
{
    for ($text = []; $e; $e = $e->getPrevious()) {
        $text[] = $e->getMessage();
    }
    return implode(' <- ', $text);
}
/* Every exception must be gone when nothing of the script holds it any more. */
function finish(callable $run): void
{
    global $references;
    try {
        $run();
        echo "nothing thrown\n";
    } catch (Bgproc\BackgroundProcessingFailedException $e) {
        foreach ($e->getExceptions() as $failure) {
            echo 'thrown: ', chain($failure), "\n";
        }
    } catch (Throwable $e) {
        echo 'thrown: ', chain($e), "\n";
    }
    unset($e, $failure);
    gc_collect_cycles();
    foreach ($references as $reference) {
        if ($reference->get()) {
            echo 'kept in memory: ', $reference->get()->getMessage(), "\n";
        }
    }
    foreach (background_processing_status()['results'] as $row) {
        echo "$row[number] $row[state] $row[error]\n";
    }
}
function add(callable $task, mixed ...$held): void { background_processing_add($task, ...$held); }

$run = fn () => background_processing_run(true);
switch ($argv[1]) {
    case 'destructor has the exception of the task behind it':
        (function () { $e = made('task'); $held = new Noisy('destructor', $e); add(function () use ($e, $held) { throw $e; }); })();
        break;
    case 'destructor throws the previous exception of the task':
        (function () { $p = made('common'); $held = new Again($p); add(function () use ($p, $held) { throw made('task', $p); }); })();
        break;
    case 'destructor throws the exception of the task':
        (function () { $e = made('task'); $held = new Again($e); add(function () use ($e, $held) { throw $e; }); })();
        break;
    case 'both have the same previous exception':
        (function () {
            $p = made('common');
            $held = new Noisy('destructor', $p);
            add(function () use ($p, $held) { throw made('task', $p); });
        })();
        break;
    case 'several destructors':
        ini_set('zend.exception_ignore_args', '1');
        add(function () { throw made('task'); }, new Noisy('one'), new Noisy('two'), new Exiting, new Noisy('three'));
        break;
    case 'exit, then a destructor that throws':
        $run = null;
        add(function () { echo "task exits\n"; exit; }, new Noisy('one'), new Exiting, new Noisy('two'));
        break;
    case 'the release of the exception throws':
        $run = null;
        add(function () { throw new RuntimeException('body'); }, new Noisy('destructor'));
        add(function () { echo "next task\n"; });
        break;
    case 'the release of the exception throws, behind exit':
        add(function () { throw new RuntimeException('body'); }, new Noisy('destructor'));
        add(function () { echo "next task exits\n"; exit; });
        register_shutdown_function(fn () => print("shutdown function\n"));
        break;
    case 'stop: timers before a task':
        $run = fn () => BackgroundProcessing::run(true);
        (function () {
            $t = made('timer');
            BackgroundProcessing::addTimer(new Timer($t));
            BackgroundProcessing::addTimer(new Timer($t));
            add(function () use ($t) { throw made('task', $t); });
        })();
        break;
    case 'stop: a timer that has the exception of the task behind it':
        $run = fn () => BackgroundProcessing::run(true);
        (function () {
            $e = made('task');
            BackgroundProcessing::addTimer(new Timer(made('timer', $e)));
            add(function () use ($e) { throw $e; });
        })();
        break;
    case 'stop: skipped tasks':
        $run = fn () => BackgroundProcessing::run();
        (function () {
            $p = made('common');
            add(function () use ($p) { throw made('task', $p); });
            add(function () { echo "never\n"; }, new Noisy('skipped', $p), new Noisy('skipped as well'));
        })();
        break;
    case 'stop: a report that exits':
        $run = fn () => BackgroundProcessing::run();
        set_exception_handler(function ($e) { echo 'handler: ', chain($e), "\n"; exit; });
        register_shutdown_function(fn () => print("shutdown function\n"));
        (function () {
            $p = made('common');
            add(function () use ($p) { throw made('task', $p); });
            add(function () { echo "never\n"; }, new Noisy('skipped', $p));
        })();
        break;
    case 'cancel':
        $run = fn () => background_processing_cancel(1);
        background_processing_add(function () { echo "never\n"; }, new Noisy('one'), new Noisy('two'));
        break;
    case 'cancel with exit':
        $run = fn () => background_processing_cancel(1);
        register_shutdown_function(fn () => print("shutdown function\n"));
        background_processing_add(function () { echo "never\n"; }, new Noisy('one'), new Exiting, new Noisy('two'));
        break;
    case 'abandoned fiber':
        $run = function () {
            add(function () { throw made('task'); });
            add(function () { Fiber::suspend(); }, new Noisy('destructor'));
            $fiber = new Fiber('background_processing_run');
            $fiber->start();
            unset($fiber);
            gc_collect_cycles();
        };
        break;
    case 'handlers':
        $run = null;
        set_exception_handler(function ($e) { throw new LogicException('handler', 0, $e); });
        add(function () { throw new RuntimeException('body'); }, new Noisy('destructor'));
        break;
    case 'error handler':
        $run = null;
        set_error_handler(function ($no, $text, $file, $line) { throw new ErrorException('converted', 0, $no, $file, $line); });
        add(function () { throw new RuntimeException('body'); }, new Noisy('destructor'));
        break;
    case 'properties':
        $run = null;
        class Strange extends Exception
        {
            public function __construct(mixed $message) { unset($this->message, $this->file, $this->line); if ($message) $this->message = $message; }
            public function __get($name) { echo "never\n"; throw new Exception("no $name"); }
            public function __isset($name) { echo "never\n"; return true; }
        }
        add(function () { throw new Strange(null); });
        add(function () { throw new Strange(['an array']); });
        add(function () { throw new Strange(new Noisy('message')); });
        break;
    case 'endless chain':
        $run = fn () => BackgroundProcessing::run();
        $property = new ReflectionProperty(Exception::class, 'previous');
        $one = new Exception('one');
        $two = new Exception('two', 0, $one);
        $property->setValue($one, $two);
        $other = new Exception('other');
        BackgroundProcessing::addTimer(new Timer($other));
        $run = function () use ($other) {
            try {
                BackgroundProcessing::run(true);
            } catch (Exception $e) {
                echo $e->getMessage(), "\n";
            }
        };
        add(function () use ($one) { throw $one; });
        break;
}
if ($run) {
    finish($run);
}
PHP);
preg_match_all("/^    case '(.*)':/m", file_get_contents($script), $matches);
$ini = ['bgproc.allow_user_finish' => 1, 'zend.exception_ignore_args' => 0];
foreach ($matches[1] as $case) {
    [$output, $code] = $servers->run($script, $ini, 'cli', [$case]);
    echo "-- $case: $code\n", preg_replace(['~^\n~m', '~ \(\{closure.*?\)~', '~ in /.*~'], '', $output);
}
echo "===DONE===\n";
--EXPECT--
-- destructor has the exception of the task behind it: 0
thrown: destructor <- task
1 failed LogicException: destructor
-- destructor throws the previous exception of the task: 0
thrown: task <- common
1 failed RuntimeException: task
-- destructor throws the exception of the task: 0
thrown: task
1 failed RuntimeException: task
-- both have the same previous exception: 0
thrown: destructor <- common
thrown: task <- common
1 failed LogicException: destructor
-- several destructors: 0
exit
Warning: A post-response task failed: LogicException: one, previous: LogicException: two, previous: LogicException: three, previous: RuntimeException: task
-- exit, then a destructor that throws: 0
task exits
exit
Warning: Post-response task 1 failed: LogicException: one, previous: LogicException: two
-- the release of the exception throws: 0
Warning: Post-response task 1 failed: RuntimeException: body
Warning: Post-response task 1 failed: LogicException: destructor
next task
-- the release of the exception throws, behind exit: 0
next task exits
Warning: A post-response task failed: RuntimeException: body
Warning: A post-response task failed: LogicException: destructor
shutdown function
-- stop: timers before a task: 0
thrown: task <- timer
1 failed RuntimeException: task
-- stop: a timer that has the exception of the task behind it: 0
Warning: A post-response task failed: RuntimeException: timer, previous: RuntimeException: task
thrown: task
1 failed RuntimeException: task
-- stop: skipped tasks: 0
Warning: A post-response task failed: LogicException: skipped, previous: RuntimeException: common, previous: LogicException: skipped as well
thrown: task <- common <- skipped as well
1 failed RuntimeException: task
2 skipped an earlier task failed
-- stop: a report that exits: 0
handler: skipped <- common
shutdown function
-- cancel: 0
thrown: one <- two
1 cancelled 
-- cancel with exit: 0
exit
Warning: Cancelling a post-response task failed: LogicException: one, previous: LogicException: two
shutdown function
-- abandoned fiber: 0
Warning: A post-response task failed: RuntimeException: task
Warning: A post-response task failed: LogicException: destructor
nothing thrown
1 failed RuntimeException: task
2 failed LogicException: destructor
-- handlers: 0
Warning: The exception handler of a post-response task failed: LogicException: handler, previous: RuntimeException: body
Warning: The exception handler of a post-response task failed: LogicException: handler, previous: LogicException: destructor
-- error handler: 0
Warning: Post-response task 1 failed: RuntimeException: body
Warning: The error handler of a post-response task failed: ErrorException: converted
Warning: Post-response task 1 failed: LogicException: destructor
Warning: The error handler of a post-response task failed: ErrorException: converted
-- properties: 0
Warning: Post-response task 1 failed: Strange:  in  on line 0
Warning: Post-response task 2 failed: Strange: (array) in  on line 0
Warning: Post-response task 3 failed: Strange: (Noisy) in  on line 0
Warning: Post-response task 3 failed: LogicException: message
-- endless chain: 0
one
nothing thrown
1 failed Exception: one
===DONE===
