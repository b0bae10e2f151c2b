--TEST--
The module is loaded, knows its version and starts with no word on any output
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

check(extension_loaded('bgproc'), 'loaded');
check((bool) preg_match('/^\d+\.\d+\.\d+(-dev|(alpha|beta|RC)\d+)?$/', (string) phpversion('bgproc')), 'version ' . phpversion('bgproc'));

[$status, $output] = run_php('echo "nothing else";', [], ['error_reporting' => 32767, 'display_errors' => 1, 'display_startup_errors' => 1]);
check_same([0, 'nothing else'], [$status, $output], 'start and end of PHP');

/* Twice in one configuration: a warning of PHP's, no more. */
[$status, $output] = run_php('echo "still here";', [], ['extension' => module_file()]);
check_same(0, $status, 'loaded twice');
check(str_contains($output, 'still here'), "loaded twice: $output");

/* The names users of the PHP libraries know. */
$names = ['BackgroundProcess', 'BackgroundProcessManager', 'BackgroundProcessing', 'Bgproc\State', 'Bgproc\Throwable',
    'Bgproc\Exception', 'Bgproc\SpawnException', 'Bgproc\StoreException', 'Bgproc\StateException', 'Bgproc\TimeoutException',
    'Bgproc\LockException', 'Bgproc\Timer\AbstractTimer', 'Bgproc\Timer\NewRelicTimer',
    'Kohkimakimoto\BackgroundProcess\BackgroundProcess', 'Kohkimakimoto\BackgroundProcess\BackgroundProcessManager',
    'CrowdStar\BackgroundProcessing\BackgroundProcessing'];
foreach ($names as $name) {
    check(class_exists($name, false) || interface_exists($name, false), $name);
}
check_same('BackgroundProcess', (new ReflectionClass('Kohkimakimoto\BackgroundProcess\BackgroundProcess'))->getName(), 'alias');

/* The aliases can be switched off, in the configuration of the system only. */
[, $output] = run_php('var_dump(class_exists("Kohkimakimoto\BackgroundProcess\BackgroundProcess"), ini_set("bgproc.compat", "1"), class_exists("BackgroundProcess"));',
    [], ['bgproc.compat' => 0]);
check_same("bool(false)\nbool(false)\nbool(true)\n", $output, 'without aliases');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
