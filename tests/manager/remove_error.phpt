--TEST--
BackgroundProcessManager::removeProcess() removes nothing that has not ended, and nothing that is no record
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager();
check_same(false, $manager->removeProcess('nobody'), 'no directory yet');
$process = start(['sleep', '1000'], ['keep' => 100, 'confirm' => true]);
$key = $process->getKey();
check_throws(Bgproc\StateException::class, fn () => $manager->removeProcess($key), 'it runs', '/has not ended: it is running/');
check_same('running', $manager->loadProcess($key)->getState()->value, 'it goes on');
foreach (['', '../x', "$key\0", '.x', str_repeat('a', 200), 'nobody'] as $none) {
    check_same(false, $manager->removeProcess($none), short($none));
}
write_file('state/strange.json', 'no record');
check_throws(Bgproc\StateException::class, fn () => $manager->removeProcess('strange'), 'no record', '/is not a record/');
check(is_file(state_dir() . '/strange.json'), 'it stays');
unlink(state_dir() . '/strange.json');
symlink(state_dir() . "/$key.json", state_dir() . '/link.json');
check_same(false, $manager->removeProcess('link'), 'a link');
check(is_link(state_dir() . '/link.json'), 'it stays');
unlink(state_dir() . '/link.json');
$process->stop(0.0);
check_throws(Bgproc\StoreException::class, fn () => (new BackgroundProcessManager(['working_directory' => __FILE__]))->removeProcess('x'), 'no directory');
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
