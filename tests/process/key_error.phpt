--TEST--
A key is 1 to 128 of [A-Za-z0-9._-] without a leading dot: setKey() refuses the rest, loadProcess() answers null
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

$manager = manager();
$process = $manager->createProcess(['true']);
$own = $process->getKey();
$bad = ['', '.', '..', '/', '../x', 'a/b', '/a', 'a/', '..\\x', '.hidden', '.json', "a\0b", "\0", "a\0", "a\n", "\na", "a\tb", 'a b', ' a', 'a ',
    "a\r", "\x7f", "a\x80", "\xff", "\xc3\xa9", "\xe2\x80\xae" . 'abc', "a\xe2\x80\x8bb", 'a%2e', 'a:b', 'a*', 'a?', '~', 'a;b', '$x', 'a"b', "a'b", 'a,b', 'a@b', 'a+b',
    str_repeat('a', 129), str_repeat('a', 255), str_repeat('a', 256), str_repeat('a', 4096), str_repeat('a', 1 << 20)];
$start = microtime(true);
foreach ($bad as $key) {
    $what = short(substr($key, 0, 20)) . ' of ' . strlen($key) . ' bytes';
    $e = check_refused(ValueError::class, fn () => $process->setKey($key), "setKey($what)",
        '/^BackgroundProcess::setKey\(\): Argument #1 \(\$key\) must be 1 to 128 letters, digits, "\.", "_" or "-", not starting with a dot, string ".*" given$/s');
    check($e === null || strlen($e->getMessage()) < 400, 'the message stays short: ' . strlen((string) $e?->getMessage()));
    check($e === null || !preg_match('/[\x00-\x1f\x7f]/', $e->getMessage()), "no control bytes in the message about $what");
    check_same(null, $manager->loadProcess($key), "loadProcess($what)");
}
check_same($own, $process->getKey(), 'the key of an object that refused others');

$throwing = new class {
    public function __toString(): string
    {
        throw new LogicException('no text');
    }
};
check_refused(LogicException::class, fn () => $process->setKey($throwing), 'a Stringable that throws', '/^no text$/');
check_refused(LogicException::class, fn () => $manager->loadProcess($throwing), 'a Stringable that throws', '/^no text$/');
check_refused(TypeError::class, fn () => $process->setKey(['a']), 'array', '/must be of type string, array given$/');
check_refused(TypeError::class, fn () => $manager->loadProcess(['a']), 'array', '/must be of type string, array given$/');
check_refused(TypeError::class, fn () => $manager->loadProcess(new stdClass()), 'object', '/must be of type string, stdClass given$/');
check(!file_exists(state_dir()), 'nothing was made');

/* Odd ones that are right. One of them must not meet another's files. */
$good = ['a', '0', '-', '--help', '-rf', '_', 'a.', 'a..b', 'a.json', 'a.tmp', 'a.json.json', 'x.out', 'x', 'x.err', 'x.php', 'CASE', 'case', 'con', 'nul',
    str_repeat('a', 128), str_repeat('-', 128), '0.1.2'];
foreach ($good as $key) {
    $process = $manager->createProcess(['true'], ['keep' => 600, 'capture_output' => true]);
    $process->setKey($key);
    $process->run();
    check($process->wait(20), "wait for $key");
}
foreach ($good as $key) {
    $loaded = $manager->loadProcess($key);
    check_same([$key, 0], [$loaded?->getKey(), $loaded?->getExitCode()], "loaded $key");
}
$manager->setKeyPrefix('');
check_same(count($good), count($manager->listProcesses()), 'listed');
check_same(count($good), $manager->prune(), 'pruned');
check_same([], files_below(state_dir()), 'nothing is left');

/* An int is a string where PHP says so. */
$process = $manager->createProcess(['true']);
$process->setKey(5);
check_same('5', $process->getKey(), 'int key');

/* Prefixes: an empty one is allowed, one that leaves no room for the digits is not. */
foreach (['.', '.a', 'a/b', "a\0", "a\n", str_repeat('a', 97), "\xff", ' ', '*'] as $prefix) {
    check_refused(ValueError::class, fn () => $manager->setKeyPrefix($prefix), 'prefix ' . short($prefix), '/\$keyPrefix\) must be a string of at most 96 letters, digits, "\.", "_" or "-", not starting with a dot, string ".*" given$/');
    check_refused(ValueError::class, fn () => new BackgroundProcessManager(['key_prefix' => $prefix]), 'option ' . short($prefix), '/"key_prefix" must be a string of at most 96 letters/');
}
$manager->setKeyPrefix(str_repeat('a', 96));
check_same(128, strlen($manager->createProcess(['true'])->getKey()), 'longest key');
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
