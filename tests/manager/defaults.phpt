--TEST--
The manager: constants, defaults, options, setters, as in the PHP library
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Parity A2, A3, A8.
 */
require __DIR__ . '/../inc/bgproc.inc';

check_same(['process.', '/tmp/php/background_process', 'err.log'], [BackgroundProcessManager::DEFAULT_KEY_PREFIX, BackgroundProcessManager::DEFAULT_WORKING_DIRECTORY, BackgroundProcessManager::DEFAULT_ERROR_LOG], 'constants');
$manager = new BackgroundProcessManager();
check_same(['/tmp/php/background_process', 'process.', '/tmp/php/background_process/err.log'], [$manager->getWorkingDirectory(), $manager->getKeyPrefix(), $manager->getErrorLog()], 'defaults');
$manager = new BackgroundProcessManager(['working_directory' => '/x/y', 'key_prefix' => 'p.', 'error_log' => 'z.log']);
check_same(['/x/y', 'p.', '/x/y/z.log'], [$manager->getWorkingDirectory(), $manager->getKeyPrefix(), $manager->getErrorLog()], 'options');
$manager->setWorkingDirectory('/a');
$manager->setKeyPrefix('q-');
check_same(['/a', 'q-', '/a/z.log'], [$manager->getWorkingDirectory(), $manager->getKeyPrefix(), $manager->getErrorLog()], 'setters');
$manager->setErrorLog('/var/log/x');
check_same('/var/log/x', $manager->getErrorLog(), 'absolute');
$manager->setErrorLog(null);
check_same(null, $manager->getErrorLog(), 'none');
check_same(null, (new BackgroundProcessManager(['error_log' => null]))->getErrorLog(), 'none as an option');

/* In second place of a process: an array, or a manager. */
$process = new BackgroundProcess('true', ['working_directory' => state_dir(), 'key_prefix' => 'in.', 'error_log' => 'e.log', 'keep' => 60]);
$own = $process->getManager();
check_same([state_dir(), 'in.', state_dir() . '/e.log'], [$own->getWorkingDirectory(), $own->getKeyPrefix(), $own->getErrorLog()], 'an array');
check(str_starts_with($process->getKey(), 'in.'), 'its prefix');
$process->run();
check_same([true, 60], [$process->wait(20), record($process)['keep']], 'options of both kinds in one array');
$process = new BackgroundProcess('true', $manager);
check($process->getManager() === $manager, 'a manager');
$process->setManager($own);
check($process->getManager() === $own, 'setManager()');
$process->run();
check(file_exists(state_dir() . '/' . $process->getKey() . '.json') || $process->wait(20), 'in the directory of the new manager');
$process->wait();

/* A manager of a subclass, without the parent's constructor. */
$sub = new class extends BackgroundProcessManager {
    public function __construct() {}
};
check_same('/tmp/php/background_process', $sub->getWorkingDirectory(), 'a subclass');
$sub->setWorkingDirectory(state_dir());
check_same([], $sub->listProcesses(['prefix' => 'nothing.']), 'a subclass lists');

/* The state directory: made 0700, with parents; its absence is no error for readers. */
$deep = manager(['working_directory' => state_dir('a/b/c')]);
check_same([[], null, 0, 0], [$deep->listProcesses(), $deep->loadProcess('x'), $deep->prune(), $deep->stopAll()], 'no directory yet');
check(!file_exists(state_dir('a')), 'readers do not make it');
umask(0);
$process = start('exit 3', [], $deep);
umask(022);
check_same(['700', '700'], array_map(fn ($dir) => decoct(fileperms(state_dir($dir)) & 07777), ['a/b/c', 'a']), 'modes');
$process->wait();

/* A slash at the end is the same directory. */
$slash = manager(['working_directory' => state_dir() . '/', 'keep' => 60]);
$process = start('exit 4', [], $slash);
$process->wait();
check_same(4, manager()->loadProcess($process->getKey())?->getExitCode(), 'a slash at the end');
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
