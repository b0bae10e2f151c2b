--TEST--
getIncrementalOutput() after its supervisor was killed, in the middle of a cut too, and where the cuts could not be written down
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/incremental.inc';

/* Killed at any moment: what is returned is true, and what was not was dropped. */
for ($round = 0; $round < repeats(20, 200); $round++) {
    $stream = $round % 2 + 1;
    $process = start(numbers(100000000, $stream), ['capture_output' => true, 'output_limit' => [1000, 100000][$round % 4 > 1], 'keep' => 600]);
    $readers = [new Reader($process, $stream, "round $round, the starter"), new Reader(manager()->loadProcess($process->getKey()), $stream, "round $round, another")];
    wait_until(fn () => $readers[0]->read() + $readers[1]->read() > 0 && $readers[0]->dropped > 200000 + 1000 * $round);
    posix_kill($process->getPid(), SIGKILL);
    check($process->wait(20), 'it is lost');
    check_same('lost', $process->getState()->value, 'it is lost');
    foreach ([...$readers, new Reader(manager()->loadProcess($process->getKey()), $stream, "round $round, a late one")] as $reader) {
        check($reader->process->wait(20), 'it is lost');
        $reader->read();
        $reader->read();
        $sums[] = $reader->returned + $reader->dropped;
    }
    check_same([$sums[0], $sums[0], $sums[0]], $sums, "round $round: all agree on what was written");
    $sums = [];
    foreach (leftovers() as $pid) {
        posix_kill($pid, SIGKILL);
    }
    manager()->prune();
}

/* KEY.cut as its supervisor leaves it at each step of a cut; see src/store/file/output_cut.h. */
function write_cut(BackgroundProcess $process, int $start, int $next): void
{
    $sum = 0x626770726f637431 ^ $start ^ ($next << 21 | $next >> 43);
    file_put_contents(state_dir() . "/{$process->getKey()}.cut", pack('QQQ', $start, $next, $sum));
    chmod(state_dir() . "/{$process->getKey()}.cut", 0600);
}
$cases = [
    /* size of the file, start, next => the first position that can be read */
    'announced' => [30 * 16, 160, 160 + 20 * 16, 160 + 20 * 16],
    'shortened' => [10 * 16, 160, 160 + 20 * 16, 160 + 20 * 16],
    'done' => [10 * 16, 480, 480, 480],
    'moved onto itself' => [15 * 16, 160, 160 + 5 * 16, null],
    'never cut' => [15 * 16, 0, 0, 0],
];
foreach ($cases as $name => [$size, $start, $next, $first]) {
    $process = start(['sleep', '300'], ['capture_output' => true, 'output_limit' => 160, 'keep' => 600]);
    $file = state_dir() . "/{$process->getKey()}.out";
    check(wait_until(fn () => file_exists($file)), 'the file has its name');
    posix_kill($process->getPid(), SIGKILL);
    check($process->wait(20), 'it is lost');
    $base = $name === 'shortened' ? $next : $start;
    file_put_contents($file, numbers_at($base, $size));
    write_cut($process, $start, $next);
    $other = manager()->loadProcess($process->getKey());
    $end = $base + $size;
    check_same($first ?? $end, $other->getDroppedBytes(), "$name: dropped");
    check_same($first === null ? '' : numbers_at($first, $end - $first), $other->getIncrementalOutput(), "$name: returned");
    check_same($first ?? $end, $other->getDroppedBytes(), "$name: dropped, afterwards");
    foreach (leftovers() as $pid) {
        posix_kill($pid, SIGKILL);
    }
    /* Damaged, or marked as not true: nobody knows. */
    foreach (['damaged' => fn ($cut) => file_put_contents($cut, 'x', FILE_APPEND) && file_put_contents($cut, str_repeat('x', 24)), 'marked' => fn ($cut) => chmod($cut, 0400)] as $how => $spoil) {
        write_cut($process, $start, $next);
        $spoil(state_dir() . "/{$process->getKey()}.cut");
        $other = manager()->loadProcess($process->getKey());
        foreach (['getDroppedBytes', 'getIncrementalOutput'] as $method) {
            check_throws('Bgproc\StoreException', fn () => $other->$method(), "$name, $how: $method()", '/is not known: it could not be written to the state directory$/');
        }
        check_same('', $other->getIncrementalErrorOutput(), "$name, $how: the other stream is short");
    }
}
manager()->prune();

/* The name is taken: the end of the output is kept, its position is not known; with the name free again all is well. */
$go = test_dir() . '/go';
$process = manager()->createProcess('while [ ! -e ' . $go . '.taken ]; do sleep 0.01; done; head -c 300000 /dev/zero | tr "\\0" a; while [ ! -e ' . $go . ' ]; do sleep 0.01; done; head -c 300000 /dev/zero | tr "\\0" b; sleep 300',
    ['capture_output' => true, 'output_limit' => 1000, 'keep' => 600]);
$process->setKey('taken');
$cut = state_dir() . '/taken.cut';
touch($cut);
check_throws(Bgproc\StoreException::class, fn () => $process->run(), 'numbers of another process', '/^Cannot create taken\.cut in the state directory: File exists$/');
check_same([$cut], glob(state_dir() . '/taken*'), 'nothing is started');
unlink($cut);
$process->run();
mkdir($cut);
touch("$go.taken");
$returned = 0;
$cannot = function () use ($process, &$returned) {
    try {
        $returned += strlen($process->getIncrementalOutput());
        return false;
    } catch (Bgproc\StoreException $e) {
        return str_contains($e->getMessage(), 'is not known');
    }
};
check(wait_until($cannot), 'it says that it does not know');
check_same(str_repeat('a', 1000), $process->getOutput(), 'getOutput()');
rmdir(state_dir() . '/taken.cut');
touch($go);
check(wait_until(fn () => is_file(state_dir() . '/taken.cut')), 'a later cut is written down');
check(wait_until(function () use ($process, &$returned) {
    $returned += strlen($process->getIncrementalOutput());
    return $returned + $process->getDroppedBytes() === 600000;
}), 'everything is returned or counted');
check($process->stop(0), 'stop');
check_same(600000, $returned + strlen($process->getIncrementalOutput()) + $process->getDroppedBytes(), 'everything is returned or counted');
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
