--TEST--
getMeta(), setMeta(), and an object made of meta data
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Parity A8 and A10.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
$process = $manager->createProcess(['sh', '-c', 'exit 3'], ['labels' => ['a' => 'b'], 'scope' => 's']);
check_same(['key' => $process->getKey(), 'commandline' => ['sh', '-c', 'exit 3']], $process->getMeta(), 'before run()');
$process->run();
check_same(['key', 'pid', 'commandline', 'created_at', 'version', 'created_us', 'uid', 'boot_id', 'pid_namespace', 'start_ticks', 'pidfd_inode', 'keep', 'scope', 'labels',
    'capture', 'output_limit', 'in_service', 'state', 'command_pid', 'started_us', 'ended_us', 'exit_code', 'signal', 'core_dumped', 'error', 'usage', 'stdout_dropped', 'stderr_dropped',
    'survivors', 'reason', 'command_alive'], array_keys($process->getMeta()), 'members');
$process->wait();
$meta = $process->getMeta();
check_same([$process->getKey(), $process->getPid(), ['sh', '-c', 'exit 3'], 'failed', 3, null, ['a' => 'b'], 's', false, null, 600],
    [$meta['key'], $meta['pid'], $meta['commandline'], $meta['state'], $meta['exit_code'], $meta['signal'], $meta['labels'], $meta['scope'], $meta['capture'], $meta['error'], $meta['keep']], 'values');
check($meta['created_us'] <= $meta['started_us'] && $meta['started_us'] <= $meta['ended_us'], 'times are in order');
check_same(date('Y-m-d H:i:s', intdiv($meta['created_us'], 1000000)), $meta['created_at'], 'created_at');
check_same($meta, $manager->loadProcess($process->getKey())->getMeta(), 'the same by another handle');

/* The record says the same. */
$record = record($process);
foreach ($meta as $name => $value) {
    if ($name === 'usage') {
        check_same([$record['usage']['user_us'] / 1e6, $record['usage']['system_us'] / 1e6, $record['usage']['max_rss_kib'] * 1024], array_values($value), 'usage');
    } else {
        check_same($record[$name], $value, "the record: $name");
    }
}

/* setMeta() replaces what is shown and nothing else. */
$process->setMeta(['mine' => [1, 2]]);
check_same([['mine' => [1, 2]], 3, Bgproc\State::Failed], [$process->getMeta(), $process->getExitCode(), $process->getState()], 'setMeta()');

/* Rebuilt from meta data, by the constructor's third argument, in this process and in another. */
$running = start(['sleep', '300'], ['confirm' => true], $manager);
$copy = new BackgroundProcess($running->getCommandline(), $manager, $running->getMeta());
check_same([$running->getKey(), $running->getPid(), true, Bgproc\State::Running], [$copy->getKey(), $copy->getPid(), $copy->isRunning(), $copy->getState()], 'rebuilt');
check_same(true, $copy->stop(5), 'the copy stops it');
check_same([Bgproc\State::Stopped, Bgproc\State::Stopped], [$copy->getState(), $running->getState()], 'both know');
$copy = new BackgroundProcess('exit 3', $manager, json_decode(json_encode($meta), true));
check_same([3, $meta], [$copy->getExitCode(), $copy->getMeta()], 'through JSON');

/* As the library: only key and commandline, not started. */
$copy = new BackgroundProcess('exit 4', $manager, ['key' => 'process.mine', 'commandline' => 'exit 4']);
check_same(['process.mine', false, null], [$copy->getKey(), $copy->isRunning(), $copy->getPid()], 'not started');
$copy->run();
$copy->wait();
check_same([4, 4], [$copy->getExitCode(), $manager->loadProcess('process.mine')->getExitCode()], 'it can be run');
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
