--TEST--
An object made of meta data stands for its process while there is a record, and is lost when there is none
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* "record is not JSON" was thrown by everything but getMeta(). */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager();
$process = start('sleep 300', ['keep' => 600], $manager);
$same = new BackgroundProcess('sleep 300', $manager, $process->getMeta());
check_same($process->getPid(), $same->getPid(), 'pid');
check_same(true, $same->isRunning(), 'running');
check_same($process->getKey(), $same->getKey(), 'key');
check($same->stop(5), 'stop');
check($process->wait(10), 'wait');
check_same([Bgproc\State::Stopped, Bgproc\State::Stopped], [$process->getState(), $same->getState()], 'states');

/* The victim's pid stands in meta data that nothing speaks for. */
$victim = proc_open(['sleep', '300'], [], $pipes);
$pid = proc_get_status($victim)['pid'];
foreach (['unknown', $process->getKey() . 'x'] as $key) {
    $lost = fn () => new BackgroundProcess('true', $manager, ['key' => $key, 'pid' => $pid]);
    check_same(Bgproc\State::Lost, $lost()->getState(), 'state');
    check_same(false, $lost()->isRunning(), 'running');
    check_same(null, $lost()->getPid(), 'pid');
    check_same(null, $lost()->getExitCode(), 'exit code');
    check_same(true, $lost()->wait(0.1), 'wait');
    check_same(true, $lost()->stop(0), 'stop');
    check_throws(Bgproc\StateException::class, fn () => $lost()->signal(9), 'signal', '/has ended and cannot be signalled$/');
    check_same(['key' => $key, 'pid' => $pid], $lost()->getMeta(), 'meta');
    $stream = $lost()->getStream();
    $read = [$stream];
    $none = null;
    check_same(1, stream_select($read, $none, $none, 5), 'stream');
    fclose($stream);
}
check(proc_get_status($victim)['running'], 'the victim lives');
proc_terminate($victim, 9);
proc_close($victim);
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
