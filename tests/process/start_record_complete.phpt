--TEST--
run() returns with the complete record on disk, the pid in it, and the supervisor running
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 1, parity A1 and A4. 1,000 starts, 10,000 with BGPROC_TEST_SLOW=1.
 */
require __DIR__ . '/../inc/bgproc.inc';

$starts = repeats(1000, 10000);
$manager = manager(['keep' => 600]);
$bad = 0;
$processes = [];

for ($i = 0; $i < $starts && $bad < 10; $i++) {
    $process = $manager->createProcess(['/bin/true']);
    $process->run();
    /* Read before anything else can happen: the file as it is, not the object's idea of it. */
    $text = @file_get_contents(record_file($process));
    $exe = '/proc/' . $process->getPid() . '/exe';
    $program = @readlink($exe);
    if ($program !== false && str_contains($program, 'php')) {
        /* The kernel wakes the caller when exec lets go of the old memory; the link shows the new one some instructions later. */
        wait_until(function () use ($exe, &$program) {
            $program = @readlink($exe);
            return $program === false || !str_contains($program, 'php');
        }, 1.0);
    }
    $record = json_decode((string) $text, true);
    if (!check(is_array($record), "start $i: the record is complete JSON: " . short($text)) ||
        !check_same($process->getKey(), $record['key'] ?? null, "start $i: key") ||
        !check_same($process->getPid(), $record['pid'] ?? null, "start $i: pid") ||
        !check(($record['pid'] ?? 0) > 1, "start $i: the pid is one") ||
        /* Final already, or its supervisor is there and no copy of PHP any more. */
        !check($program === false || !str_contains($program, 'php'), "start $i: the supervisor was executed: " . short($program))) {
        $bad++;
    }
    $processes[] = $process;
    if (count($processes) === 50) {
        foreach ($processes as $process) {
            if (!check($process->wait(30) && $process->getExitCode() === 0, 'each one ends with 0: ' . $process->getState()->value)) {
                $bad++;
            }
        }
        $processes = [];
        $manager->prune();
    }
}

/* The first four members are those of the PHP library, in its order and forms. */
date_default_timezone_set('Asia/Kathmandu');
$before = date('Y-m-d H:i:s');
$process = start('sleep 100');
$after = date('Y-m-d H:i:s');
$record = record($process);
check_same(['key', 'pid', 'commandline', 'created_at'], array_slice(array_keys($record), 0, 4), 'the first members');
check_same('sleep 100', $record['commandline'], 'commandline');
check($record['created_at'] >= $before && $record['created_at'] <= $after, "created_at is local time: {$record['created_at']}");
check_same(['key', 'pid', 'commandline', 'created_at'], array_slice(array_keys($process->getMeta()), 0, 4), 'getMeta() has them first too');
check($process->stop(), 'stop');
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
