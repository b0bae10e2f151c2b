--TEST--
Keys: generated ones are unique and in order of time, own ones are taken, a key is free again after the end
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Parity A8 and A9 (generateKey).
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager();
$process = $manager->createProcess('true');
check((bool) preg_match('/^process\.[0-9a-f]{32}$/', $process->getKey()), 'form: ' . $process->getKey());
check_same($process->getKey(), $process->key(), 'key()');

$keys = [];
for ($i = 0; $i < 10000; $i++) {
    $keys[] = $process->generateKey();
}
check_same(10000, count(array_unique($keys)), 'unique');
check(!in_array($process->getKey(), $keys, true), 'generateKey() does not change its own');
$times = array_map(fn ($key) => substr($key, 0, strlen('process.') + 12), $keys);
$sorted = $times;
sort($sorted);
check($sorted === $times, 'ordered by time');
usleep(2000);
check($process->generateKey() > max($keys), 'later is greater');

/* Two processes of the machine do not generate the same. */
[, $output] = run_php('$p = new BackgroundProcess("true"); for ($i = 0; $i < 1000; $i++) { echo $p->generateKey(), "\n"; }');
check_same([], array_intersect($keys, explode("\n", $output)), 'unique across processes');

/* The prefix. */
check(str_starts_with(manager(['key_prefix' => 'my-app_1.'])->createProcess('true')->getKey(), 'my-app_1.'), 'prefix');
check((bool) preg_match('/^[0-9a-f]{32}$/', manager(['key_prefix' => ''])->createProcess('true')->getKey()), 'no prefix');

/* Own keys. */
foreach (['a', 'A-Z.0_9', '-dash', 'x.json', 'x.tmp', str_repeat('k', 128), 'nul', '0'] as $key) {
    $process = $manager->createProcess('exit 3', ['keep' => 600]);
    $process->setKey($key);
    check_same([$key, $key], [$process->getKey(), $process->key()], 'setKey()');
    $process->run();
    $process->wait();
    check_same([$key, 3], [record($process)['key'], $manager->loadProcess($key)?->getExitCode()], "key $key");
}

/* Keys that differ in case only are two. */
$upper = $manager->createProcess('exit 1', ['keep' => 600]);
$upper->setKey('CASE');
$upper->run();
$lower = $manager->createProcess('exit 2', ['keep' => 600]);
$lower->setKey('case');
$lower->run();
$upper->wait();
$lower->wait();
check_same([1, 2], [$manager->loadProcess('CASE')->getExitCode(), $manager->loadProcess('case')->getExitCode()], 'case');

/* Taken while it runs; free when it has ended, kept or not. The handle of the first one is not deceived by the second. */
$first = $manager->createProcess(['sleep', '300'], ['keep' => 600, 'confirm' => true]);
$first->setKey('again');
$first->run();
$second = $manager->createProcess('exit 7', ['keep' => 600]);
$second->setKey('again');
check_throws('Bgproc\StateException', fn () => $second->run(), 'a key that is taken', '/again/');
check_same(true, $first->isRunning(), 'the first one is not harmed');
$loaded = $manager->loadProcess('again');
$first->stop();
$second->run();
$second->wait();
check_same([7, 7], [$second->getExitCode(), $manager->loadProcess('again')->getExitCode()], 'after the end');
check_same([SIGTERM, Bgproc\State::Stopped], [$first->getTermSignal(), $first->getState()], 'the starter of the first one');
check_same(false, $loaded->isRunning(), 'a handle of the first one');
check($loaded->getExitCode() !== 7, 'a handle of the first one does not take the outcome of the second for its own');
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
