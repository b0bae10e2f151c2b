--TEST--
Every option refuses wrong types and impossible values, naming the option, what it must be and what it was
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * reference list "numbers", and the types of every option. Each is refused by createProcess(), and by the manager for all
 * its processes.
 */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager();

function refused(string $class, string $option, mixed $value, string $what, string $must): void
{
    global $manager;

    $message = '/^Option "' . $option . '" must be ' . $must . ', .+ given$/s';
    check_refused($class, fn () => $manager->createProcess(['true'], [$option => $value]), "$option = $what", $message);
    check_refused($class, fn () => new BackgroundProcess(['true'], [$option => $value]), "$option = $what, constructor", $message);
    check_refused($class, fn () => new BackgroundProcessManager([$option => $value]), "$option = $what, manager", $message);
}

function allowed(string $option, mixed $value): void
{
    global $manager;

    try {
        $manager->createProcess(['true'], [$option => $value]);
        new BackgroundProcessManager([$option => $value]);
    } catch (Throwable $e) {
        check(false, "$option = " . short($value) . ': ' . $e->getMessage());
    }
}

/* Types. */
$types = [
    'cwd' => ['a path \(string\)', 'string', 'numeric string', 'numeric with blank', 'null'],
    'env' => ['of type array', 'array', 'empty array'],
    'inherit_env' => ['of type bool', 'true', 'false'],
    'timeout' => ['of type int\|float\|null', 'int', 'float', 'null', 'numeric string', 'numeric with blank'],
    'idle_timeout' => ['of type int\|float\|null', 'int', 'float', 'null', 'numeric string', 'numeric with blank'],
    'grace' => ['of type int\|float', 'int', 'float', 'numeric string', 'numeric with blank'],
    'stdin' => ['a path \(string\)', 'string', 'numeric string', 'numeric with blank', 'null', 'array', 'empty array'],
    'stdout' => ['a path \(string\)', 'string', 'numeric string', 'numeric with blank', 'null', 'array', 'empty array'],
    'stderr' => ['a path \(string\)', 'string', 'numeric string', 'numeric with blank', 'null', 'array', 'empty array'],
    'capture_output' => ['of type bool', 'true', 'false'],
    'output_limit' => ['of type int', 'int', 'numeric string', 'numeric with blank'],
    'nice' => ['of type int', 'int', 'numeric string', 'numeric with blank'],
    'umask' => ['of type int', 'int', 'numeric string', 'numeric with blank'],
    'limits' => ['of type array', 'array', 'empty array'],
    'user' => ['a name \(string\) or a number \(int\)', 'int', 'string', 'numeric string', 'numeric with blank', 'null'],
    'group' => ['a name \(string\) or a number \(int\)', 'int', 'string', 'numeric string', 'numeric with blank', 'null'],
    'keep' => ['of type int', 'int', 'numeric string', 'numeric with blank'],
    'labels' => ['of type array', 'array', 'empty array'],
    'scope' => ['of type string', 'string', 'numeric string', 'numeric with blank', 'int', 'float'],
    'confirm' => ['of type bool', 'true', 'false'],
];
foreach ($types as $option => $but) {
    $must = array_shift($but);
    foreach (wrong_values(...$but) as $what => $value) {
        refused(TypeError::class, $option, $value, $what, $must);
    }
}

/* Numbers. */
$seconds = 'a number of seconds greater than 0 and at most 1000000000, or null';
foreach (['timeout', 'idle_timeout'] as $option) {
    foreach ([0, -1, 0.0, -0.5, -0.0, NAN, INF, -INF, 1e308, 1e9 + 1, PHP_INT_MAX, PHP_INT_MIN] as $value) {
        refused(ValueError::class, $option, $value, short($value), $seconds);
    }
    foreach ([1, 0.5, 1e-9, 1e9, 1000000000, null] as $value) {
        allowed($option, $value);
    }
}
foreach ([-1, -0.5, NAN, INF, -INF, 1e308, PHP_INT_MAX, PHP_INT_MIN] as $value) {
    refused(ValueError::class, 'grace', $value, short($value), 'a number of seconds from 0 to 1000000000');
}
foreach ([0, 0.0, 1e-9, 10, 1e9] as $value) {
    allowed('grace', $value);
}
foreach ([-1, 1000000001, PHP_INT_MAX, PHP_INT_MIN] as $value) {
    refused(ValueError::class, 'keep', $value, short($value), 'a number of seconds from 0 to 1000000000');
}
$most = intdiv(PHP_INT_MAX, 4);
foreach ([0, -1, $most + 1, PHP_INT_MAX, PHP_INT_MIN] as $value) {
    refused(ValueError::class, 'output_limit', $value, short($value), "a number of bytes from 1 to $most");
}
allowed('output_limit', $most);
foreach ([-21, 20, 21, PHP_INT_MAX, PHP_INT_MIN] as $value) {
    refused(ValueError::class, 'nice', $value, short($value), 'from -20 to 19');
}
foreach ([-1, 01000, 07777, PHP_INT_MAX] as $value) {
    refused(ValueError::class, 'umask', $value, short($value), 'from 0 to 0777 \(octal\)');
}
foreach (['022', '0022', '00', '0x1'] as $value) {
    refused(ValueError::class, 'umask', $value, short($value), 'an int from 0 to 0777 \(octal\), such as 022');
}
allowed('umask', '0');
allowed('keep', 0);
allowed('output_limit', 1);
allowed('umask', 0777);
foreach ([-20, 0, 19] as $value) {
    allowed('nice', $value);
}

/* user, group: names and numbers. */
foreach (['user', 'group'] as $option) {
    foreach ([-1, 4294967295, PHP_INT_MAX, PHP_INT_MIN, '', "ro\0ot"] as $value) {
        refused(ValueError::class, $option, $value, short($value), 'a name, or a number from 0 to 4294967294');
    }
}

/* limits. */
$names = 'an array whose names are core, cpu, .* or sigpending \(as far as the system has them\)';
foreach ([['x' => 1], ['NOFILE' => 1], ['' => 1], [1], [7 => 5], ['nofile ' => 1], ["nofile\0" => 1]] as $value) {
    refused(ValueError::class, 'limits', $value, short($value), $names);
}
$each = 'an array of resource => limit or \[soft, hard\], each an int >= 0 or "unlimited"';
foreach ([-1, '5', 1.5, true, null, [], [1], [1, 2, 3], ['a' => 1, 'b' => 2], [1, -1], [1, 'x'], [null, 5], 'infinity', '-1', [[1], 2], new stdClass()] as $value) {
    refused(ValueError::class, 'limits', ['nofile' => $value], short($value), $each);
}
foreach ([[5, 4], ['unlimited', 5]] as $value) {
    refused(ValueError::class, 'limits', ['nofile' => $value], short($value), 'an array whose soft limits do not exceed the hard ones');
}
foreach ([5, [5, 5], [5, 'unlimited'], 'unlimited', 0] as $value) {
    allowed('limits', ['core' => $value]);
}

/* labels, scope. */
$names = 'an array with names of 1 to 64 bytes of UTF-8';
foreach ([['x'], ['' => 'x'], [str_repeat('a', 65) => 'x'], ["\xff" => 'x'], ["a\0b" => 'x'], [5 => 'x']] as $value) {
    refused(ValueError::class, 'labels', $value, short($value), $names);
}
foreach ([5, 1.5, null, true, ['x'], new stdClass()] as $value) {
    refused(TypeError::class, 'labels', ['a' => $value], short($value), 'an array of strings');
}
foreach ([str_repeat('x', 1025), "\xff", "a\0", "\xed\xa0\x80"] as $value) {
    refused(ValueError::class, 'labels', ['a' => $value], short(substr($value, 0, 9)), 'an array of strings of at most 1024 bytes of UTF-8');
}
$many = [];
for ($i = 0; $i < 65; $i++) {
    $many["n$i"] = 'v';
}
refused(ValueError::class, 'labels', $many, '65', 'an array of at most 64 labels');
unset($many['n0']);
allowed('labels', $many + []);
foreach ([str_repeat('x', 257), "\xff", "a\0", "\xc0\x80"] as $value) {
    refused(ValueError::class, 'scope', $value, short(substr($value, 0, 9)), 'a string of at most 256 bytes of UTF-8');
}

/* stdin, stdout, stderr as arrays. */
foreach (['stdin' => '"r"', 'stdout' => '"w"\|"a"', 'stderr' => '"w"\|"a"'] as $option => $modes) {
    $must = 'null, ' . ($option === 'stderr' ? '"stdout", ' : '') . 'a path, ' . ($option === 'stdin' ? '' : 'or ') . '\["file", path, ' . $modes . '\]' . ($option === 'stdin' ? ', or \["string", bytes\]' : '');
    foreach ([[], ['file'], ['file', '/dev/null'], ['file', '/dev/null', 'x'], ['file', '/dev/null', ''], ['file', '/dev/null', 'rw'], ['pipe', '/dev/null', 'r'],
        ['FILE', '/dev/null', 'r'], ['file', '/dev/null', $option === 'stdin' ? 'w' : 'r'], ['file', '/dev/null', 'w', 1], ['file', '/dev/null', 1],
        [1 => 'file', 2 => '/dev/null', 3 => 'w'], ['a' => 'file', 'b' => '/dev/null', 'c' => 'w']] as $value) {
        refused(ValueError::class, $option, $value, short($value), $must);
    }
    refused(TypeError::class, $option, ['file', 5, $option === 'stdin' ? 'r' : 'w'], 'path 5', 'a path \(string\)');
}

/* Paths of every option. */
$path = 'a path that is not empty, not longer than the system allows and without NUL bytes';
foreach (['cwd', 'stdin', 'stdout', 'stderr'] as $option) {
    foreach (['', "/tmp\0/x", "\0", str_repeat('a', 4096), str_repeat('a/', 2048) . 'a', '/' . str_repeat('x', 1 << 20)] as $value) {
        refused(ValueError::class, $option, $value, short(substr($value, 0, 20)), $path);
    }
}

/* Names that are no options: the message lists those that are. */
$list = '; the options are cwd, env, inherit_env, timeout, idle_timeout, grace, stdin, stdout, stderr, capture_output, output_limit, nice, umask, limits, user, group, keep, labels, scope, confirm';
foreach (['timout', 'Timeout', 'timeout ', '', ' ', "timeout\0", 'working_directory', 'key_prefix', 'error_log'] as $name) {
    check_refused(ValueError::class, fn () => $manager->createProcess(['true'], [$name => 1]), "unknown $name", '/^Unknown option ".*"' . $list . '$/s');
}
check_refused(ValueError::class, fn () => $manager->createProcess(['true'], [5]), 'number', '/^Unknown option \(a number\)' . $list . '$/');
check_refused(ValueError::class, fn () => new BackgroundProcessManager(['x' => 1]), 'manager', '/^Unknown option "x"' . $list . ', working_directory, key_prefix, error_log$/');

/* Options that contradict each other, also through the manager's. */
$both = '/^Option "capture_output" cannot be combined with a file for "stdout" or "stderr"$/';
check_refused(ValueError::class, fn () => $manager->createProcess(['true'], ['capture_output' => true, 'stdout' => '/dev/null']), 'both', $both);
check_refused(ValueError::class, fn () => manager(['capture_output' => true])->createProcess(['true'], ['stderr' => '/dev/null']), 'both, one from the manager', $both);

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
