--TEST--
A job's status is what one look has found: its parts never contradict each other while it ends
--EXTENSIONS--
bgproc
--FILE--
<?php
/* The error was looked up by a second look: a page that polled then saw a final state with the number of a running one. */
require __DIR__ . '/../inc/job.inc';

$manager = jobs();
$numbers = ['delayed' => 0, 'starting' => 0, 'running' => 1, 'succeeded' => 2, 'failed' => 3];
$wrong = [];
for ($i = 0; $i < repeats(150, 5); $i++) {
    $job = $manager->startCommand($i % 2 ? ['true'] : ['false']);
    do {
        $status = $job->status();
        if ($numbers[$status['state']] !== $status['status'] || $status['final'] !== ($status['end_time'] !== null) ||
            $status['final'] !== ($status['exit_code'] !== null) || ($status['error'] !== null) !== ($status['state'] === 'failed')) {
            $wrong[] = $status;
        }
    } while (!$status['final']);
}
check_same([], $wrong, 'contradictions');
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
