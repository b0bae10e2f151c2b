--TEST--
Without free descriptors a pool is refused, or works with fewer workers, and nothing is left behind
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

[$exit, $output] = run_script(<<<'CODE'
    $good = new Bgproc\Pool(fn ($die) => $die ? exit(0) : 'well', ['workers' => 2]);
    check_same('well', $good->submit(false)->await(20), 'the pool before');
    pool_ready($good);
    /* No number below the highest one is free. */
    $filling = [];
    while (array_keys(open_descriptors()) !== range(0, max(array_keys(open_descriptors())))) {
        $filling[] = fopen('/dev/null', 'r');
    }
    $before = open_descriptors();
    $highest = max(array_keys($before)) + 1;
    $made = $refused = 0;
    for ($free = 0; $free < 14; $free++) {
        posix_setrlimit(POSIX_RLIMIT_NOFILE, $highest + $free, 4096);
        try {
            $pool = new Bgproc\Pool(fn ($n) => $n + 1, ['workers' => 3]);
            $made++;
            try {
                check_same(2, $pool->submit(1)->await(5), "the pool with $free descriptors");
            } catch (Bgproc\Exception $e) {
                check($e instanceof Bgproc\WorkerLostException && !$e instanceof Bgproc\TimeoutException, get_class($e) . ': ' . $e->getMessage());
            }
            $pool->close(1);
        } catch (Bgproc\SpawnException $e) {
            check($e->getCode() === 24, $e->getMessage() . ' ' . $e->getCode());
            $refused++;
        }
        unset($pool, $e);
        posix_setrlimit(POSIX_RLIMIT_NOFILE, 1024, 4096);
        check_same($before, open_descriptors(), "descriptors after $free");
        check_same(1, count(children_by_parent(true)[getmypid()] ?? []), "children after $free");
    }
    check($made > 3 && $refused > 1, "made $made, refused $refused");
    /* A replacement that cannot be started now is started later. */
    posix_setrlimit(POSIX_RLIMIT_NOFILE, $highest, 4096);
    try { $good->submit(true)->await(20); } catch (Bgproc\WorkerLostException) { }
    try { $good->submit(true)->await(20); } catch (Bgproc\WorkerLostException) { }
    $good->dispatch(0.1);
    posix_setrlimit(POSIX_RLIMIT_NOFILE, 1024, 4096);
    $result = null;
    check(drive_until($good, function () use ($good, &$result) { usleep(50000); return ($result = outcome($good->submit(false))) === 'well'; }, 20), 'it works again: ' . short($result));
    echo 'end';
    CODE);
check_same([0, 'end'], [$exit, $output], 'script');
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
