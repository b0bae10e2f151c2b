--TEST--
Destructors and shutdown functions of the parent do not run in a worker or its starter, however they end
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$log = test_dir() . '/log';
touch($log);
$code = <<<'CODE'
final class Traced {
    public function __construct(private string $name) {}
    public function __destruct() { file_put_contents($GLOBALS['argv'][1], "$this->name " . getmypid() . "\n", FILE_APPEND); }
}
final class Worker {
    private $own;
    public function __construct() { $this->own = new Traced('member'); }
    public function execute($how) {
        switch ($how) {
            case 'exit': exit(0);
            case 'fatal': undefined_function_x();
            case 'memory': ini_set('memory_limit', '8M'); return strlen(str_repeat('x', 1 << 28));
            case 'kill': posix_kill(getmypid(), SIGKILL);
            case 'throw': throw new Exception('thrown');
            case 'gc': gc_collect_cycles();
        }
        return getmypid();
    }
    public function __destruct() { file_put_contents($GLOBALS['argv'][1], "worker " . getmypid() . "\n", FILE_APPEND); }
}
$global = new Traced('global');
$cycle = new stdClass;
$cycle->self = $cycle;
$cycle->traced = new Traced('cycle');
unset($cycle);
function keep() { static $kept; $kept = new Traced('static'); }
keep();
register_shutdown_function(function () { file_put_contents($GLOBALS['argv'][1], 'shutdown ' . getmypid() . "\n", FILE_APPEND); });
set_error_handler(fn () => true);
$pool = new Bgproc\Pool(new Worker, ['workers' => 2, 'on_output' => fn () => 0]);
foreach (['', 'exit', '', 'fatal', '', 'memory', '', 'kill', '', 'throw', 'gc', ''] as $how) {
    try {
        $pool->submit($how)->await(20);
    } catch (Throwable) {
    }
}
$pool->reload();
$pool->submit('')->await(20);
$pool->close();
echo getmypid();
CODE;
[$exit, $output] = run_php($code, [$log]);
check_same(0, $exit, 'exit code');
$pid = $output;
$lines = file($log, FILE_IGNORE_NEW_LINES);
/* Collecting cycles in a worker is the worker's own doing: its copy of the object goes. */
$lines = array_values(array_filter($lines, fn ($line) => !(str_starts_with($line, 'cycle ') && $line !== "cycle $pid")));
sort($lines);
check_same(["cycle $pid", "global $pid", "member $pid", "shutdown $pid", "static $pid", "worker $pid"], $lines, 'what has run');
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
