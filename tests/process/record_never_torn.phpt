--TEST--
Readers see whole records only, while they are written, rewritten and removed
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 9. 200 processes of three records each.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 600]);
start('true', [], $manager)->wait();
$readers = [];
$starts = repeats(200, 200);
for ($r = 0; $r < 2; $r++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        $reads = $bad = 0;
        while (!file_exists(test_dir() . '/end')) {
            foreach ($r ? glob(state_dir() . '/process.*.json') : $manager->listProcesses() as $item) {
                $reads++;
                if ($r) {
                    /* Raw: the file may be gone, but what is there is complete. */
                    $text = @file_get_contents($item);
                    $good = $text === false || (json_decode($text)->key ?? '') === basename($item, '.json');
                } else {
                    $good = $item->getMeta()['reason'] === '';
                }
                $bad += !$good;
            }
            usleep(500);
        }
        file_put_contents(test_dir() . "/reader$r", json_encode([$reads, $bad]));
        posix_kill(getmypid(), SIGKILL);
    }
    $readers[] = $pid;
}
for ($i = 0; $i < $starts; $i++) {
    $processes[] = start(['/bin/true'], [], $manager);
    if (count($processes) === min(20, $starts)) {
        array_map(fn ($process) => $process->wait(), $processes);
        $processes = [];
        $manager->prune();
    }
}
touch(test_dir() . '/end');
foreach ($readers as $r => $pid) {
    pcntl_waitpid($pid, $status);
    [$reads, $bad] = json_decode((string) @file_get_contents(test_dir() . "/reader$r"), true) ?? [0, -1];
    check($reads > 100, "reader $r: $reads reads");
    check_same(0, $bad, "reader $r: torn, missing or wrong");
}
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
