--TEST--
64 processes start one key at once: one wins, the others get the error and leave nothing
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 10. 5 rounds, 100 with BGPROC_TEST_SLOW=1.
 */
require __DIR__ . '/../inc/bgproc.inc';

$rounds = repeats(5, 100);
/* All wait for one lock, and no longer than it takes 64 to get it at their usual pace. */
$racers = under_valgrind() ? 8 : 64;
$manager = manager(['keep' => 600, 'capture_output' => true]);
start('true', [], $manager)->wait();

for ($round = 0; $round < $rounds; $round++) {
    $key = "process.race$round";
    if ($round % 2) {
        /* The record of an earlier process is in the way: of 64 who may replace it one does. */
        $earlier = $manager->createProcess('exit 9');
        $earlier->setKey($key);
        $earlier->run();
        $earlier->wait();
    }
    $barrier = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $results = test_dir() . "/results$round";
    mkdir($results);
    $children = [];
    for ($i = 0; $i < $racers; $i++) {
        $pid = pcntl_fork();
        if ($pid === 0) {
            $process = $manager->createProcess("echo racer $i; sleep 300");
            $process->setKey($key);
            fclose($barrier[0]);
            fread($barrier[1], 1);
            try {
                $process->run();
                $result = 'won ' . $process->getPid();
            } catch (Throwable $e) {
                $result = get_class($e) . ': ' . $e->getMessage();
            }
            file_put_contents("$results/$i", $result);
            posix_kill(getmypid(), SIGKILL);
        }
        $children[] = $pid;
    }
    fclose($barrier[1]);
    fclose($barrier[0]);
    foreach ($children as $pid) {
        pcntl_waitpid($pid, $status);
    }
    $winners = [];
    for ($i = 0; $i < $racers; $i++) {
        $result = (string) @file_get_contents("$results/$i");
        if (str_starts_with($result, 'won ')) {
            $winners[$i] = (int) substr($result, 4);
        } else {
            check(str_starts_with($result, 'Bgproc\StateException: ') && str_contains($result, $key), "round $round, racer $i: $result");
        }
    }
    if (!check_same(1, count($winners), "round $round: winners")) {
        break;
    }
    $process = $manager->loadProcess($key);
    check_same(current($winners), $process->getPid(), "round $round: the record is the winner's");
    check(wait_until(fn () => $process->getOutput() === 'racer ' . key($winners) . "\n"), "round $round: the winner's command runs: " . $process->getOutput());
    /* Nothing of the others: neither processes nor files. */
    check_same(1, count(array_filter(leftovers(), fn ($pid) => str_contains((string) @readlink("/proc/$pid/exe"), 'bgproc.supervisor'))), "round $round: supervisors");
    $files = array_values(array_diff(preg_grep("/$key/", scandir(state_dir())), ["$key.json", "$key.out", "$key.err"]));
    $files = array_values(array_filter($files, fn ($name) => !preg_match('/^\.' . preg_quote($key) . '\.' . $process->getPid() . '\./', $name)));
    check_same([], $files, "round $round: files of the others");
    check($process->stop(1), 'stop');
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
