--TEST--
Impossible names and values of environment variables are refused; odd ones arrive as they are, and none is in the record
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * reference list "env"; promise 33: values of the environment are never in the record.
 */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager(['keep' => 600]);
$names = 'an array whose names are not empty and hold neither "=" nor NUL bytes';
foreach (['', '=', 'A=B', '=A', 'A=', "A\0", "\0A", "A\0=B"] as $name) {
    check_refused(ValueError::class, fn () => $manager->createProcess(['true'], ['env' => [$name => 'x']]), 'name ' . short($name),
        '/^Option "env" must be ' . $names . ', string ".*" given$/s');
}
/* As proc_open() takes it; and a name of digits, which PHP makes a number of. The items are not shown: they may be secrets. */
foreach ([[0, ['A=1', 'B=2']], [0, ['A' => '1', 'B=2']], [5, ['5' => 'digits']], [-1, [-1 => 'x']]] as [$index, $value]) {
    check_refused(ValueError::class, fn () => $manager->createProcess(['true'], ['env' => $value]), 'item without a name ' . short($value),
        "/^Option \"env\" must be an array of name => value, item $index has no name$/");
}
foreach (["\0", "a\0b", "a\0"] as $value) {
    $e = check_refused(ValueError::class, fn () => $manager->createProcess(['true'], ['env' => ['SECRET' => $value]]), 'value ' . short($value),
        '/^Option "env" must be an array whose values hold no NUL bytes/');
}
foreach ([true, ['x'], [], new stdClass(), STDIN, new class {
    public function __toString(): string
    {
        throw new LogicException('never asked');
    }
}] as $value) {
    check_refused(TypeError::class, fn () => $manager->createProcess(['true'], ['env' => ['A' => $value]]), 'value of type ' . get_debug_type($value),
        '/^Option "env" must be an array of string\|int\|float\|null\|false, item "A" is of type [a-zA-Z@]+$/');
}
check(!file_exists(state_dir()), 'nothing was made');

/* A secret that is refused for another reason does not stand in the message. */
$e = check_throws(ValueError::class, fn () => $manager->createProcess(['true'], ['env' => ['SECRET' => "hunter2\0"]]), 'secret');
check($e !== null && !str_contains($e->getMessage(), 'hunter2'), 'the value is not in the message: ' . $e?->getMessage());

/* Odd and right. env -0 shows what arrives. */
putenv('INHERITED=1');
putenv('REMOVED=1');
$given = ['LD_PRELOAD' => '', '_' => 'x', '__' => "line\nfeed", 'NAME WITH BLANK' => ' ', "N\xff\xfe" => "\xff\xfe\x01", 'EMPTY' => '', 'INT' => 5, 'FLOAT' => 1.5,
    'REMOVED' => null, 'NEVER' => false, 'PATH' => '/usr/bin:/bin', 'BIG' => str_repeat('v', 100000), 'SHELLSHOCK' => '() { :;}; echo bad', 'IFS' => 'abc', 'SECRET' => 'hunter2'];
for ($i = 0; $i < 5000; $i++) {
    $given["MANY_$i"] = (string) $i;
}
$process = $manager->createProcess(['env', '-0'], ['env' => $given, 'inherit_env' => false, 'capture_output' => true]);
$process->run();
check($process->wait(20), 'wait');
$found = [];
foreach (explode("\0", rtrim($process->getOutput(), "\0")) as $entry) {
    [$name, $value] = explode('=', $entry, 2);
    check(!isset($found[$name]), "$name stands once");
    $found[$name] = $value;
}
unset($given['REMOVED'], $given['NEVER']);
if (under_valgrind()) {
    /* memcheck has its own word in these. */
    unset($given['LD_PRELOAD'], $found['LD_PRELOAD'], $found['VALGRIND_LIB']);
}
check(array_map('strval', $given) == $found, 'environment: ' . short(array_diff_assoc($found, array_map('strval', $given))) . short(array_diff_key($given, $found)));
check(!str_contains(file_get_contents(record_file($process)), 'hunter2'), 'no value in the record');
check(!str_contains(serialize($process->getMeta()), 'hunter2'), 'no value in the meta data');

/* Inherited ones can be replaced and removed, each name stands once. */
$process = start(['env', '-0'], ['env' => ['INHERITED' => '2', 'REMOVED' => false], 'capture_output' => true], $manager);
check($process->wait(20), 'wait');
$entries = explode("\0", $process->getOutput());
check_same(['INHERITED=2'], array_values(preg_grep('/^(INHERITED|REMOVED)=/', $entries)), 'replaced, removed');

/* Neither the loader nor the C library of the supervisor acts on what is meant for the command. */
$process = start(['env', '-0'], ['env' => ['LD_PRELOAD' => '/nonexistent/library.so', 'LD_AUDIT' => '/nonexistent', 'GCONV_PATH' => '/nonexistent'], 'inherit_env' => false,
    'capture_output' => true], $manager);
check($process->wait(20), 'wait');
check_same(0, $process->getExitCode(), 'LD_PRELOAD of a library that does not exist');
check(under_valgrind() || str_contains($process->getOutput(), "LD_PRELOAD=/nonexistent/library.so\0"), 'LD_PRELOAD arrives');

/* Too large for the system: one entry, and all together. Nothing is left. */
foreach (under_valgrind() ? [] : [['BIG' => str_repeat('v', 1 << 20)], ['BIG' => str_repeat('v', 131072)]] as $env) {
    check_refused(Bgproc\SpawnException::class, fn () => $manager->createProcess(['true'], ['env' => $env])->run(), 'too large', '/Argument list too long$/', 7);
}
$env = [];
for ($i = 0; $i < 100000; $i++) {
    $env["VARIABLE_$i"] = str_repeat('v', 50);
}
under_valgrind() || check_refused(Bgproc\SpawnException::class, fn () => $manager->createProcess(['true'], ['env' => $env])->run(), 'too many', '/Argument list too long$/', 7);
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
