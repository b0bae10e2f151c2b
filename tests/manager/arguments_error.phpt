--TEST--
The methods of the manager refuse what they cannot take
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

$manager = manager();

/* Options. */
$path = 'a path that is not empty, not longer than the system allows and without NUL bytes';
foreach (['', "a\0", "/\0tmp", str_repeat('a', 4096), 5, null, true, [], new stdClass()] as $value) {
    check_refused(ValueError::class, fn () => new BackgroundProcessManager(['working_directory' => $value]), 'working_directory ' . short($value),
        '/^BackgroundProcessManager::__construct\(\): Argument #1 \(\$options\) option "working_directory" must be ' . $path . ', .* given$/s');
    if ($value !== null) {
        check_refused(ValueError::class, fn () => new BackgroundProcessManager(['error_log' => $value]), 'error_log ' . short($value),
            '/option "error_log" must be null, or ' . $path . ', .* given$/s');
    }
}
foreach (['', "a\0", str_repeat('a', 4096)] as $value) {
    check_refused(ValueError::class, fn () => $manager->setWorkingDirectory($value), 'setWorkingDirectory', '/\$workingDirectory\) must be ' . $path . ', string ".*" given$/s');
    check_refused(ValueError::class, fn () => $manager->setErrorLog($value), 'setErrorLog', '/\$errorLog\) must be null, or ' . $path . ', string ".*" given$/s');
}
/* A relative one would depend on where the script runs: under a web server its files may be served. */
foreach (['state', './state', '../state', '.', '~/state', 'C:\state'] as $value) {
    check_refused(ValueError::class, fn () => new BackgroundProcessManager(['working_directory' => $value]), "working_directory $value",
        '/\(\$options\) option "working_directory" must be an absolute path, string ".*" given$/');
    check_refused(ValueError::class, fn () => new BackgroundProcess(['true'], ['working_directory' => $value]), "process $value",
        '/\(\$options\) option "working_directory" must be an absolute path, string ".*" given$/');
    check_refused(ValueError::class, fn () => $manager->setWorkingDirectory($value), "setWorkingDirectory $value", '/\$workingDirectory\) must be an absolute path, string ".*" given$/');
    check_refused(ValueError::class, fn () => new Bgproc\JobManager(['working_directory' => $value]), "jobs $value", '/^Option "working_directory" must be an absolute path, string ".*" given$/');
}
check_refused(TypeError::class, fn () => $manager->setWorkingDirectory([]), 'array', '/must be of type string, array given$/');
check_refused(TypeError::class, fn () => $manager->setErrorLog(new stdClass()), 'object', '/must be of type \?string, stdClass given$/');
check_refused(TypeError::class, fn () => new BackgroundProcessManager('x'), 'string', '/\$options\) must be of type array, string given$/');
check_same([state_dir(), 'process.', state_dir() . '/err.log'], [$manager->getWorkingDirectory(), $manager->getKeyPrefix(), $manager->getErrorLog()], 'unchanged');

/* Filters. */
$states = '/^BackgroundProcessManager::listProcesses\(\): Argument #1 \(\$filter\) filter "state" must be a Bgproc.State, the value of one \(delayed, starting, running, succeeded, failed, timed_out, stopped, lost\), or a list of them, .* given$/s';
foreach (['Running', '', "running\0", 5, null, true, 1.5, [], [[]], ['running', 'x'], [Bgproc\State::Running, 5], new stdClass()] as $value) {
    check_refused(ValueError::class, fn () => $manager->listProcesses(['state' => $value]), 'state ' . short($value), $states);
}
foreach (['x', 5, null, true, ['a' => 5], ['a' => null], ['a' => ['x']]] as $value) {
    check_refused(ValueError::class, fn () => $manager->listProcesses(['labels' => $value]), 'labels ' . short($value), '/filter "labels" must be an array of name => string, .* given$/s');
}
foreach ([5, null, true, [], new stdClass()] as $value) {
    check_refused(ValueError::class, fn () => $manager->listProcesses(['scope' => $value]), 'scope ' . short($value), '/filter "scope" must be a string, .* given$/s');
}
foreach (['.', '../', 'a/b', "a\0", 5, null, [], str_repeat('a', 129)] as $value) {
    check_refused(ValueError::class, fn () => $manager->listProcesses(['prefix' => $value]), 'prefix ' . short($value), '/filter "prefix" must be the beginning of a key, .* given$/s');
}
foreach (['states', '', 'State', "state\0x"] as $name) {
    check_refused(ValueError::class, fn () => $manager->listProcesses([$name => 'running']), 'filter ' . short($name), '/must only have the filters state, scope, labels and prefix, ".*" given$/s');
}
check_refused(ValueError::class, fn () => $manager->listProcesses(['running']), 'number', '/must only have the filters .*\(a number\)/');
check_refused(TypeError::class, fn () => $manager->listProcesses('running'), 'string', '/\$filter\) must be of type array, string given$/');

/* Numbers. */
foreach ([-1, PHP_INT_MIN, PHP_INT_MAX, 1000000001] as $value) {
    check_refused(ValueError::class, fn () => $manager->prune($value), "prune($value)", '/\$olderThan\) must be a number of seconds from 0 to 1000000000/');
}
foreach ([-1, -0.001, NAN, INF, -INF, 1e308, 1e9 + 1] as $value) {
    check_refused(ValueError::class, fn () => $manager->stopAll($value), 'stopAll ' . short($value), '/\$grace\) must be a number of seconds from 0 to 1000000000/');
}
check_refused(TypeError::class, fn () => $manager->prune('x'), 'prune', '/must be of type int, string given$/');
check_refused(TypeError::class, fn () => $manager->prune([]), 'prune', '/must be of type int, array given$/');
check_refused(TypeError::class, fn () => $manager->stopAll('x'), 'stopAll', '/must be of type float, string given$/');
check_refused(ArgumentCountError::class, fn () => $manager->loadProcess(), 'loadProcess', '/expects exactly 1 argument, 0 given$/');
check_refused(ArgumentCountError::class, fn () => $manager->listProcesses([], 1), 'listProcesses', '/expects at most 1 argument, 2 given$/');

/* Where there is no directory there is nothing: no error, and none is made. */
check_same([[], null, 0, 0], [$manager->listProcesses(), $manager->loadProcess('x'), $manager->prune(), $manager->stopAll(0)], 'no directory');
check(!file_exists(state_dir()), 'nothing was made');
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
