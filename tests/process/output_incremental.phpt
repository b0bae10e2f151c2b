--TEST--
getIncrementalOutput(), getIncrementalErrorOutput(): what is new; with getDroppedBytes() every byte is returned or counted, once
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/incremental.inc';

/* All at first, then what is new; each object and each stream by itself; binary bytes; getOutput() changes nothing. */
$bytes = implode('', array_map('chr', range(0, 255)));
$file = write_file('bytes', $bytes);
foreach ([0, 600] as $keep) {
    $go = test_dir() . "/go$keep";
    $process = start("cat $file; cat $file >&2; while [ ! -e $go ]; do sleep 0.01; done; printf more; printf less >&2", ['capture_output' => true, 'keep' => $keep]);
    $other = manager()->loadProcess($process->getKey());
    foreach ([$process, $other] as $i => $handle) {
        check_same($bytes, read_new($handle, 'getIncrementalOutput', 256), "keep $keep, handle $i");
        check_same('', $handle->getIncrementalOutput(), "keep $keep, handle $i: nothing new");
        check_same($bytes, read_new($handle, 'getIncrementalErrorOutput', 256), "keep $keep, handle $i, stderr");
        check_same($bytes, $handle->getOutput(), "keep $keep, handle $i: getOutput()");
    }
    touch($go);
    check_same([true, true], [$process->wait(20), $other->wait(20)], 'the end');
    foreach ([$process, $other] as $i => $handle) {
        check_same(['more', 'less'], [$handle->getIncrementalOutput(), $handle->getIncrementalErrorOutput()], "keep $keep, handle $i: the rest");
        check_same(['', '', 0], [$handle->getIncrementalOutput(), $handle->getIncrementalErrorOutput(), $handle->getDroppedBytes()], "keep $keep, handle $i: no more");
    }
    if ($keep) {
        $late = manager()->loadProcess($process->getKey());
        check_same([$bytes . 'more', 0], [$late->getIncrementalOutput(), $late->getDroppedBytes()], 'a new object reads all');
        manager()->prune();
        check_same($bytes . 'less', $late->getIncrementalErrorOutput(), 'a removed file that is open');
    }
}

/* A reader that polls while the file is cut again and again: whatever it gets is where it says, and the sum is what was written. */
foreach ([[100000, 1, 0], [100000, 16, 600], [300000, 1000, 0], [300000, 70000, 600], [300000, 200001, 600]] as [$blocks, $limit, $keep]) {
    foreach ([1, 2] as $stream) {
        $process = start(numbers($blocks, $stream), ['capture_output' => true, 'output_limit' => $limit, 'keep' => $keep]);
        $other = manager()->loadProcess($process->getKey());
        $readers = [new Reader($process, $stream, 'the starter'), ...($other ? [new Reader($other, $stream, 'another')] : [])];
        do {
            $ended = $process->wait(0.0);
            foreach ($readers as $reader) {
                $reader->read();
            }
        } while (!$ended);
        foreach ($readers as $reader) {
            check($reader->process->wait(20), 'it ends');
            $reader->read();
            check_same(16 * $blocks, $reader->returned + $reader->dropped, "$reader->name: returned and dropped, limit $limit, keep $keep");
            check_same('', $reader->get(), "$reader->name: nothing twice");
        }
        check_same(16 * $blocks, strlen($stream === 1 ? $process->getOutput() : $process->getErrorOutput()) + manager_dropped($process), 'the record says the same');
    }
}

/* Who only asks how much was dropped; a first read after the end; one that never reads in between. */
$process = start(numbers(100000, 1), ['capture_output' => true, 'output_limit' => 1000, 'keep' => 600]);
check($process->wait(60), 'it ends');
$other = manager()->loadProcess($process->getKey());
foreach ([$process, $other] as $handle) {
    check_same([1599000, 1000, 1599000], [$handle->getDroppedBytes(), strlen($handle->getIncrementalOutput()), $handle->getDroppedBytes()], 'after the end');
}
$process = start(numbers(100000, 1), ['capture_output' => true, 'output_limit' => 1000, 'keep' => 0]);
check($process->wait(60), 'it ends');
check_same([1599000, 1000, 1599000], [$process->getDroppedBytes(), strlen($process->getIncrementalOutput()), $process->getDroppedBytes()], 'keep 0, never read before');

/* A forked child has what its parent had, and goes on by itself. */
$go = test_dir() . '/fork';
$process = start("printf one; while [ ! -e $go ]; do sleep 0.01; done; printf two", ['capture_output' => true, 'keep' => 600]);
check_same('one', read_new($process, 'getIncrementalOutput', 3), 'before the fork');
touch($go);
$pid = pcntl_fork();
if ($pid === 0) {
    $process->wait(20);
    posix_kill(getmypid(), $process->getIncrementalOutput() === 'two' && $process->getIncrementalOutput() === '' ? SIGTERM : SIGKILL);
}
pcntl_waitpid($pid, $status);
check_same(SIGTERM, pcntl_wtermsig($status), 'in the child');
check($process->wait(20), 'the end');
check_same('two', $process->getIncrementalOutput(), 'in the parent');

/* Both streams in one. */
$process = start('printf a; printf b >&2; printf c', ['capture_output' => true, 'stderr' => 'stdout', 'keep' => 600]);
check($process->wait(20), 'the end');
check_same(['abc', '', 0], [$process->getIncrementalOutput(), $process->getIncrementalErrorOutput(), $process->getDroppedBytes()], 'one stream');

/* What is not there. */
foreach (['getIncrementalOutput', 'getIncrementalErrorOutput', 'getDroppedBytes'] as $method) {
    $process = manager()->createProcess('echo out', ['keep' => 600]);
    check_throws('Bgproc\StateException', fn () => $process->$method(), "$method() before run()", '/has not been started/');
    $process->run();
    check($process->wait(20), 'the end');
    check_throws('Bgproc\StateException', fn () => $process->$method(), "$method() without capture", '/was not started with the option "capture_output"$/');
    check_throws('ArgumentCountError', fn () => $process->$method(1), "$method() takes nothing");
    $process = start('echo out', ['capture_output' => true, 'keep' => 600]);
    check($process->wait(20), 'the end');
    $other = manager()->loadProcess($process->getKey());
    manager()->prune();
    check_throws('Bgproc\StoreException', fn () => $other->$method(), "$method() of files that are gone", '/is gone/');
    $process->$method();
}
check_same([], glob(state_dir() . '/*.cut'), 'KEY.cut goes with its record');

/* A handle keeps no more descriptors than its files and KEY.cut, and none when it is gone. */
unset($process, $other, $late, $handle, $reader, $readers);
$before = count(open_descriptors());
$process = start(numbers(20000, 1), ['capture_output' => true, 'output_limit' => 1000, 'keep' => 600]);
check($process->wait(60), 'the end');
$other = manager()->loadProcess($process->getKey());
unset($process);
check_same([1000, 319000], [strlen($other->getIncrementalOutput()), $other->getDroppedBytes()], 'another');
check(count(open_descriptors()) - $before <= 3, 'few descriptors');
unset($other);
check_same($before, count(open_descriptors()), 'none is left');
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
