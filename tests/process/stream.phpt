--TEST--
getStream() becomes readable at the end, for the starter and for others, and in no event loop before
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * DESIGN 4 (waiting).
 */
require __DIR__ . '/../inc/bgproc.inc';

function ready(array $streams, float $seconds): array
{
    $none = [];
    stream_select($streams, $none, $none, (int) $seconds, (int) (fmod($seconds, 1) * 1e6));
    return array_keys($streams);
}

foreach ([0, 600] as $keep) {
    $go = test_dir() . "/go$keep";
    $process = start("while [ ! -e $go ]; do sleep 0.01; done; exit 6", ['keep' => $keep]);
    $other = manager()->loadProcess($process->getKey());
    $streams = ['starter' => $process->getStream(), 'other' => $other->getStream(), 'starter again' => $process->getStream()];
    check_same(['stream', 'stream', 'stream'], array_map('get_resource_type', array_values($streams)), 'streams');
    check_same([], ready($streams, 0.2), 'while it runs');
    touch($go);
    check(wait_until(fn () => count(ready($streams, 5)) === 3), "all are ready at the end, keep $keep");
    check_same([true, 6], [$process->wait(0), $process->getExitCode()], "the starter, keep $keep");
    check_same([true, 6], [$other->wait(5), $other->getExitCode()], "another handle, keep $keep");
    check_same(['late', 'other'], ready(['late' => $process->getStream(), 'other' => $other->getStream()], 0), 'after the end it is ready at once');
    array_map('fclose', $streams);
    check_same(6, $process->getExitCode(), 'closing streams closes nothing of the process');
}

/* An event loop over many: each end is seen once, in order. */
$streams = $processes = [];
for ($i = 0; $i < 20; $i++) {
    $process = start("sleep 0." . (20 - $i) . "; exit $i");
    $processes[$i] = $process;
    $streams[$i] = $process->getStream();
}
$codes = [];
$end = hrtime(true) + 20e9;
while ($streams && hrtime(true) < $end) {
    foreach (ready($streams, 5) as $i) {
        check_same(true, $processes[$i]->wait(0), "number $i has ended");
        $codes[$i] = $processes[$i]->getExitCode();
        fclose($streams[$i]);
        unset($streams[$i]);
    }
}
ksort($codes);
check_same(range(0, 19), array_values($codes), 'exit codes');

/* A stream outlives its process object. */
$stream = start('sleep 0.1')->getStream();
check_same([0], ready([$stream], 10), 'the object is gone');

/* A supervisor that was killed ends the stream too. */
$process = start(['sleep', '300'], ['confirm' => true]);
$stream = $process->getStream();
posix_kill($process->getPid(), SIGKILL);
check_same([0], ready([$stream], 10), 'lost');
check_same(Bgproc\State::Lost, $process->getState(), 'lost');
posix_kill($process->getMeta()['command_pid'], SIGKILL);
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
