--TEST--
The exception handler of the parent does not run in a worker
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$log = test_dir() . '/log';
touch($log);
set_exception_handler(fn ($e) => file_put_contents($log, get_class($e) . ' ' . getmypid() . "\n", FILE_APPEND));
$pool = new Bgproc\Pool(fn ($how) => match ($how) {
    'throw' => throw new LogicException('x'),
    'error' => undefined_function_x(),
    'exit' => exit(1),
    'fatal' => eval('class Broken implements Countable {}'),
    'destructor' => new class { public $self; public function __construct() { $this->self = $this; } public function __destruct() { throw new LogicException('of the destructor'); } } && gc_collect_cycles(),
}, ['workers' => 1, 'on_output' => fn () => 0]);
foreach (['throw' => LogicException::class, 'error' => Error::class, 'exit' => Bgproc\WorkerLostException::class, 'fatal' => Bgproc\WorkerLostException::class] as $how => $class) {
    check_same($class, outcome($pool->submit($how)), $how);
}
$outcome = outcome($pool->submit('destructor'));
check($outcome === LogicException::class, 'a destructor that throws: ' . short($outcome));
$pool->close();
check_same('', file_get_contents($log), 'handler');
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
