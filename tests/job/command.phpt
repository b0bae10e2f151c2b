--TEST--
Jobs: a command, its status with the keys of the PHP library, its end (B6: unknown is null; B17: four numbers)
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$manager = jobs();
$before = time();
$job = $manager->startCommand(['sh', '-c', 'echo one; echo two >&2; while [ ! -e ' . test_dir() . '/go ]; do sleep 0.01; done'],
    ['labels' => ['a' => 'b', 'x' => 'c'], 'scope' => 'mine']);
check(wait_until(fn () => $job->state() === Bgproc\State::Running && $job->text() === "one\n"), 'it runs, and its output is its text (' . $job->text() . ')');
$status = $job->status();
check_same(['progress', 'status', 'status_text', 'start_time', 'updated_time', 'end_time', 'id', 'state', 'final', 'attempt', 'error',
    'kind', 'target', 'scope', 'labels', 'retry_of', 'exit_code', 'signal', 'duration', 'updates'], array_keys($status), 'keys');
check_same(1, $status['status'], 'the library says in progress');
check_same(null, $status['end_time'], 'not ended');
check_between(0.0, microtime(true) - $before, $status['duration'], 'duration so far');
check($job->status()['duration'] > $status['duration'], 'it grows');
check_same(0, $status['progress'], 'no progress');
check(abs(strtotime($status['start_time']) - $before) <= 10, 'start time in our time zone: ' . $status['start_time']);
check_same(['a' => 'b', 'x' => 'c'], $job->labels(), 'labels');
check_same('mine', $job->scope(), 'scope');
check_same(null, $job->error(), 'no error');
check_same(null, $job->result(), 'no result');
check_same(false, $job->isFinal(), 'not final');
check_same(false, $job->isMerged(), 'not merged');
check_same(1, $job->attempt(), 'attempt');
check_same(false, $job->wait(0.01), 'wait has a limit');

touch(test_dir() . '/go');
check_ends($job, 'succeeded', 'the command');
check_same([100, 2, "one\n"], array_slice(array_values($job->status()), 0, 3), 'the end');
check(is_string($job->status()['end_time']), 'end time');
check_same((job_record($job)['ended_us'] - job_record($job)['started_us']) / 1e6, $job->status()['duration'], 'duration');
check_same($job->status()['duration'], $job->status()['duration'], 'and it stays');
$delayed = jobs(['working_directory' => state_dir('delayed')])->startCommand(['true'], ['delay' => 600]);
check_same(null, $delayed->status()['duration'], 'a delayed job has none');
$delayed->cancel();
check_same(null, $delayed->status()['duration'], 'nor has one that was cancelled before');
check_same("one\n", $job->output(), 'output');
check_same("two\n", $job->errorOutput(), 'error output');
check_same('', $job->log(), 'no log');

$found = $manager->find($job->id());
check_same($job->status(), $found->status(), 'found again');
check_same($job->status(), $manager->getStatus($job->id()), 'getStatus()');
check_same(true, $manager->jobExists($job->id()), 'jobExists()');
check_same('mine', $manager->getScope($job->id()), 'getScope()');

foreach (['job.' . str_repeat('0', 32), '', '../x', "a\0b", str_repeat('x', 300), 'job.%'] as $id) {
    check_same([null, null, null, false, false], [$manager->find($id), $manager->getStatus($id), $manager->getScope($id),
        $manager->jobExists($id), $manager->cancel($id)], 'unknown: ' . short($id));
    check_same(null, $manager->retry($id), 'retry of unknown');
}
/* A plain process in the same directory is no job. */
$process = start(['true'], ['keep' => 100]);
$process->wait(20);
check_same(null, $manager->find($process->getKey()), 'a process is no job');

$job = $manager->startCommand('exit 3');
check_ends($job, 'failed', 'exit 3');
check_same(['type' => 'exit', 'message' => 'exit code 3'], $job->error(), 'error');
check_same(3, $job->status()['status'], 'failed');
check_same(3, $job->status()['exit_code'], 'exit code');
$job = $manager->startCommand('kill -9 $$');
check_ends($job, 'failed', 'kill -9');
check_same(['type' => 'signal', 'message' => 'signal 9 (SIGKILL)'], $job->error(), 'error');
check_same(9, $job->status()['signal'], 'signal');
check_throws(Bgproc\SpawnException::class, fn () => $manager->startCommand(['/does/not/exist']), 'no such program');

$list = $manager->list();
check_same(3, count($list), 'list');
$ids = array_map(fn ($job) => $job->id(), $list);
$sorted = $ids;
sort($sorted);
check_same($sorted, $ids, 'in order of time');
check_same(2, count($manager->list(['state' => 'failed'])), 'list by state');
check_same(1, count($manager->list(['labels' => ['a' => 'b']])), 'list by label');
check_same(1, count($manager->list(['scope' => 'mine'])), 'list by scope');
check_throws(ValueError::class, fn () => $manager->list(['nonsense' => 1]), 'filter', '/filters state, scope/');
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
