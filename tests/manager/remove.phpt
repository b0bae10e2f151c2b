--TEST--
BackgroundProcessManager::removeProcess() removes one record with its output
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager();
[$one, $other] = [start(['echo', 'x'], ['keep' => 100, 'capture_output' => true]), start(['true'], ['keep' => 100])];
check($one->wait(10.0) && $other->wait(10.0), 'ended');
$key = $one->getKey();
check_same(true, $manager->removeProcess($key), 'removed');
check_same([], glob(state_dir() . "/$key*"), 'with its files');
check_same(null, $manager->loadProcess($key), 'nobody has the key');
check_same(false, $manager->removeProcess($key), 'a second time');
check_same('succeeded', $manager->loadProcess($other->getKey())->getState()->value, 'the other one stays');
/* Whatever the prefix of the manager is: the key is the whole key. */
check_same(true, manager(['key_prefix' => 'x.'])->removeProcess($other->getKey()), 'of another prefix');

/* A supervisor that was killed: found lost, and removed. */
$lost = start(['true', 'lost'], ['keep' => 100]);
check($lost->wait(10.0) && wait_until(fn () => !is_alive($lost->getPid())), 'its supervisor has gone');
rewrite_record($lost, ['state' => 'running', 'exit_code' => null, 'ended_us' => null, 'reason' => '']);
check_same(true, $manager->removeProcess($lost->getKey()), 'a lost one');
check_same([], glob(state_dir() . "/{$lost->getKey()}*"), 'gone');
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
