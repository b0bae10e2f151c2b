--TEST--
Disk full, of blocks and of inodes: starts refuse cleanly, ends are recorded, dropped output is counted
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php if (posix_geteuid() !== 0) { die('skip needs root to mount a small file system'); } ?>
--FILE--
<?php
/*
 * Promise 17.
 */
require __DIR__ . '/../inc/bgproc.inc';

function small_disk(string $name, string $options): string
{
    $dir = test_dir() . "/$name";
    mkdir($dir, 0700);
    exec('mount -t tmpfs -o mode=700,' . $options . ' tmpfs ' . escapeshellarg($dir) . ' 2>&1', $output, $code);
    if (!check_same(0, $code, 'mount: ' . implode(' ', $output))) {
        exit;
    }
    return $dir;
}

function fill_blocks(string $dir): void
{
    $file = fopen("$dir/filler", 'w');
    foreach ([65536, 4096, 1] as $size) {
        while (@fwrite($file, str_repeat('x', $size)) === $size && fflush($file));
    }
    fclose($file);
}

function fill_inodes(string $dir): void
{
    for ($i = 0; @touch("$dir/filler$i"); $i++);
}

function names(string $dir): array
{
    return array_values(array_filter(array_diff(scandir($dir), ['.', '..']), fn ($name) => !str_starts_with($name, 'filler')));
}

foreach (['blocks' => ['size=1m', 'fill_blocks'], 'inodes' => ['size=8m,nr_inodes=60', 'fill_inodes']] as $kind => [$options, $fill]) {
    $disk = small_disk($kind, $options);
    $manager = manager(['working_directory' => $disk, 'keep' => 600]);

    /* Those that will end while it is full: with and without kept output, by exit, signal and stop. */
    $go = test_dir() . "/go-$kind";
    $wait = "while [ ! -e $go ]; do sleep 0.01; done";
    $exit = start("$wait; exit 7", ['confirm' => true], $manager);
    $captured = start("echo before; $wait; exit 8", ['capture_output' => true, 'confirm' => true], $manager);
    $signalled = start("$wait; kill -9 \$\$", ['confirm' => true], $manager);
    $stopped = start(['sleep', '300'], ['confirm' => true], $manager);
    $unkept = start("$wait; exit 9", ['keep' => 0, 'confirm' => true], $manager);
    $noisy = start("$wait; head -c 3000000 /dev/zero; echo last; exit 10", ['capture_output' => true, 'output_limit' => 2000000, 'confirm' => true], $manager);
    check(wait_until(fn () => $captured->getOutput() === "before\n"), 'it has written');

    $fill($disk);
    $before = names($disk);

    /* Starts: an error of the store, nothing runs, nothing is left. 20 of 20. */
    $alive = leftovers();
    for ($i = 0; $i < 20; $i++) {
        $process = $manager->createProcess('touch ' . test_dir() . "/started-$kind", ['capture_output' => $i % 2 === 0]);
        try {
            $process->run();
            check(false, "$kind: start $i is not refused");
        } catch (Bgproc\StoreException | Bgproc\SpawnException $e) {
            check_same(28, $e->getCode(), "$kind: start $i: the reason is ENOSPC: " . $e->getMessage());
            check_same(null, $process->getPid(), "$kind: start $i: not started");
        }
    }
    check_same($before, names($disk), "$kind: no files are left");
    check(!file_exists(test_dir() . "/started-$kind"), "$kind: nothing ran");

    touch($go);
    check($stopped->stop(2), "$kind: stop() while it is full");
    foreach ([$exit, $captured, $signalled, $unkept, $noisy] as $process) {
        check($process->wait(20), "$kind: it ends while the disk is full");
    }
    /* By everybody, from the record, while it is still full. */
    $expected = [[$exit, 7, null, 'failed'], [$captured, 8, null, 'failed'], [$signalled, null, 9, 'failed'], [$stopped, null, 15, 'stopped']];
    foreach ($expected as [$process, $code, $signal, $state]) {
        check_same([$code, $signal], [$process->getExitCode(), $process->getTermSignal()], "$kind: the starter knows");
        $record = record($process);
        check_same([$state, $code, $signal], [$record['state'] ?? null, $record['exit_code'] ?? null, $record['signal'] ?? null], "$kind: recorded");
        $other = $manager->loadProcess($process->getKey());
        check_same([$code, $signal, $state], [$other->getExitCode(), $other->getTermSignal(), $other->getState()->value], "$kind: another handle");
    }
    check_same("before\n", $captured->getOutput(), "$kind: output from before");
    check_same([9, null], [$unkept->getExitCode(), record($unkept)], "$kind: not kept");

    if ($kind === 'blocks') {
        /* Every byte is either kept or counted. */
        $meta = $noisy->getMeta();
        check_same(10, $noisy->getExitCode(), 'the command that writes is not stopped by a full disk');
        check($meta['stdout_dropped'] > 0, 'output was dropped');
        check_same(3000005, strlen($noisy->getOutput()) + $meta['stdout_dropped'], 'kept and dropped bytes together');
        check_same(3000005, strlen($noisy->getIncrementalOutput()) + $noisy->getDroppedBytes(), 'returned and dropped bytes together');
    }

    /* With space again everything works again, and can be removed. */
    array_map('unlink', glob("$disk/filler*"));
    $process = start('echo again; exit 11', ['capture_output' => true], $manager);
    check($process->wait(20), "$kind: space again");
    check_same([11, "again\n"], [$process->getExitCode(), $process->getOutput()], "$kind: space again");
    check_same(6, $manager->prune(), "$kind: prune()");
    check_no_leftovers();
    exec('umount -l ' . escapeshellarg($disk));
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
