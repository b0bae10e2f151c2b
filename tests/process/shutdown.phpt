--TEST--
The end of a script, in any order of destruction and by any way, ends no process and loses no outcome
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Reference list "PHP context": destruct order at shutdown.
 */
require __DIR__ . '/../inc/bgproc.inc';

$head = '$manager = new BackgroundProcessManager(["working_directory" => $argv[1], "keep" => 600]);
function go($key, $line = "sleep 0.1; exit 7") { global $manager; $p = $manager->createProcess($line, ["capture_output" => true]); $p->setKey($key); $p->run(); return $p; }
';
$scripts = [
    'plain' => '$p = go($argv[2]);',
    'exit' => 'function f() { $p = go($GLOBALS["argv"][2]); exit(3); } f();',
    'exception' => '$p = go($argv[2]); throw new Exception("x");',
    'fatal' => '$p = go($argv[2]); no_such_function_of_php();',
    'memory' => '$p = go($argv[2]); ini_set("memory_limit", "8M"); str_repeat("x", 100000000);',
    'static' => 'class Holder { static $p; } Holder::$p = go($argv[2]); $GLOBALS["stream"] = Holder::$p->getStream();',
    'cycle' => '$a = new stdClass; $a->p = go($argv[2]); $a->a = $a; $a->p->setMeta(["cycle" => $a]); unset($a);',
    'destructor' => 'class D { public $p; function __destruct() { $this->p->wait(0); $this->p->getMeta(); $this->p->getOutput(); } } $d = new D; $d->p = go($argv[2]); $e = new D; $e->p = $d->p; $d->e = $e;',
    'started in a destructor' => 'class D { function __destruct() { go($GLOBALS["argv"][2]); } } $d = new D;',
    'shutdown function' => 'register_shutdown_function(function () { $p = go($GLOBALS["argv"][2]); $p->wait(0); });',
    'output callback' => 'ob_start(function ($text) { return $text; }); echo "x"; $p = go($argv[2]);',
    'killed by SIGTERM' => '$p = go($argv[2]); posix_kill(getmypid(), SIGTERM); sleep(5);',
];
if (under_valgrind()) {
    /* Without an allocator of its own PHP has no limit. */
    unset($scripts['memory']);
}
$expected = ['exit' => 3, 'exception' => 255, 'fatal' => 255, 'memory' => 255, 'killed by SIGTERM' => -SIGTERM];
$manager = manager(['keep' => 600]);
$number = 0;
foreach ($scripts as $name => $script) {
    $key = 'ended.' . $number++;
    [$code, $output] = run_php($head . $script, [state_dir(), $key], ['error_reporting' => E_ALL & ~E_DEPRECATED]);
    check_same($expected[$name] ?? 0, $code, "$name: end of the script, " . short($output));
    $process = $manager->loadProcess($key);
    check_same([true, 7], [$process?->wait(20), $process?->getExitCode()], "$name: the process");
}
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
