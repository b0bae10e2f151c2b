--TEST--
Bgproc\Job: isSuccessful(), createdAt(), startedAt(), endedAt(), duration(), var_dump(); text() is the status_text
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$jobs = jobs();
$facts = fn (Bgproc\Job $job) => [$job->isSuccessful(), $job->startedAt() !== null, $job->endedAt() !== null, $job->duration() !== null];
$job = $jobs->startCommand(['true'], ['delay' => 600]);
check_same([false, false, false, false], $facts($job), 'it waits');
check_same((int) job_record($job)['created_us'], (int) $job->createdAt()->format('Uu'), 'createdAt()');
$job->cancel();
check_same([false, false, true, false], $facts($job), 'cancelled');
check_same($job->status()['status_text'], $job->text(), 'cancelled: text');
foreach (['true' => true, 'exit 3' => false] as $line => $successful) {
    $job = $jobs->startCommand($line);
    check($job->wait(20.0), 'it ends');
    check_same([$successful, true, true, true], $facts($job), $line);
    check_same([$job->status()['status_text'], $job->status()['duration']], [$job->text(), $job->duration()], "$line: as status()");
}
/* What is told to people is the reason that the job gave. */
$job = $jobs->startCommand(script('$job = Bgproc\JobManager::current(); $job->update(10, "half done"); $job->fail("no paper");'));
check($job->wait(20.0), 'it ends');
check_same([$job->status()['status_text'], true], [$job->text(), str_contains($job->text(), 'no paper')], 'fail()');

/* Between two attempts it does not run. */
$job = $jobs->startCommand('exit 1', ['idempotent' => true, 'retries' => 1, 'backoff' => 1000]);
check(wait_until(fn () => $job->state()->value === 'delayed' && $job->attempt() === 2), 'it waits for its second attempt');
check_same([null, null], [$job->duration(), $job->status()['duration']], 'duration between attempts');
$job->cancel(0);

/* var_dump() shows what status() tells, and never throws; an array cast and a comparison see nothing of it. */
function dumped(mixed $value): string
{
    ob_start();
    var_dump($value);
    return ob_get_clean();
}
$job = $jobs->startCommand('exit 3', ['labels' => ['colour' => 'red']]);
check($job->wait(20.0), 'it ends');
foreach (['["id"]=>' . "\n  string(" . strlen($job->id()) . ') "' . $job->id(), '["state"]=>' . "\n  string(6) \"failed\"", '["exit_code"]=>' . "\n  int(3)", '["colour"]=>'] as $part) {
    check(str_contains(dumped($job), $part), "var_dump(): $part");
}
check_same([], (array) $job, 'as an array');
unlink(state_dir() . "/$job.json");
check(str_contains(dumped($jobs->find('nothing.1')), 'NULL'), 'none');
check(str_contains(dumped($job), $job->id()), 'a record that is gone');
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
