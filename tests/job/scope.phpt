--TEST--
Jobs: a scope sees its own jobs only (B10: ids cannot be guessed, scope is enforced); retry and retention (B8)
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$all = jobs();
$alice = jobs(['scope' => 'alice']);
$job = $alice->startCommand(['sh', '-c', 'echo hi; exit 2'], ['labels' => ['n' => '1'], 'keep_failed' => 50]);
$bob = jobs(['scope' => 'bob'])->startCommand(['true']);
check_ends($job, 'failed', 'of alice');
check_ends($bob, 'succeeded', 'of bob');
check_same('alice', $alice->getScope($job->id()), 'own scope');
check_same([null, null, null, false, false, null], [$alice->find($bob->id()), $alice->getStatus($bob->id()), $alice->getScope($bob->id()),
    $alice->jobExists($bob->id()), $alice->cancel($bob->id()), $alice->retry($bob->id())], 'of another scope');
check_same([1, 2], [count($alice->list()), count($all->list())], 'lists');
check_same(0, count($alice->list(['scope' => 'bob'])), 'a filter does not widen');
check_same(null, $all->find($job->id(), 'bob'), 'by argument');
check_same($job->id(), $all->find($job->id(), 'alice')->id(), 'by argument');
check_same(null, $alice->find($bob->id(), 'bob'), 'an argument does not widen');
check_same(null, $all->find($job->id(), ''), 'no scope is a scope');
check_refused(ValueError::class, fn () => $alice->startCommand('true', ['scope' => 'bob']), 'scope', '/must be that of the manager, "alice", "bob" given/');
check(strncmp($job->id(), $bob->id(), 30) !== 0, 'random ids');

/* ---- retry ---- */
$again = $alice->retry($job->id());
check_ends($again, 'failed', 'the repeated one');
check($again->id() !== $job->id(), 'a new job');
check_same([$job->id(), 'alice', ['n' => '1'], "hi\n", null], [$again->status()['retry_of'], $again->scope(), $again->labels(), $again->output(),
    $job->status()['retry_of']], 'what it is');
check_same(50, job_record($again)['keep_failed'], 'its options');
$other = $alice->retry($job->id(), ['labels' => ['n' => 'x']]);
check_same('x', $other->labels()['n'], 'other options');
check_ends($other, 'failed', 'the other');
$sleep = $all->startCommand(['sleep', '100']);
check(wait_until(fn () => job_record($sleep)['state'] === 'running'), 'it runs');
check_refused(Bgproc\StateException::class, fn () => $all->retry($sleep->id()), 'not final', '/has not ended/');
check_refused(ValueError::class, fn () => $all->retry($job->id(), ['method' => 'GET']), 'wrong option', '/Unknown option "method"/');
$call = $all->startCall('strrev', ['abc']);
check_ends($call, 'succeeded', 'call');
$again = $all->retry($call->id());
check_ends($again, 'succeeded', 'call again');
check_same('cba', $again->result(), 'the same result');
unlink(state_dir() . "/$call.request");
check_refused(Bgproc\JobException::class, fn () => $all->retry($call->id()), 'nothing kept', '/not known any more/');

/* ---- retention: success and failure have times of their own; what has not ended stays ---- */
$defaults = job_record($bob);
check_same([30 * 86400, 60 * 86400], [$defaults['keep'], $defaults['keep_failed']], '30 and 60 days');
$short = jobs(['working_directory' => state_dir('short'), 'keep_succeeded' => 1, 'keep_failed' => 1000]);
$ok = $short->startCommand(['true']);
$bad = $short->startCommand(['false']);
$on = $short->startCommand(['sleep', '100']);
$ever = $short->startCommand(['true'], ['keep_succeeded' => 0]);
foreach ([$ok, $bad, $ever] as $one) {
    $one->wait(20);
}
check(job_record($ever, state_dir('short'))['keep'] > 3e9, 'for ever');
check(wait_until(fn () => $short->cleanup() === 1), 'one is over');
check_same([null, true, true, true], [$short->find($ok->id()), $short->jobExists($bad->id()), $short->jobExists($on->id()), $short->jobExists($ever->id())], 'what is left');
check_same([], glob(state_dir('short') . "/$ok*"), 'no file of it is left');
check_same(0, $short->cleanup(), 'nothing more');
$on->cancel(0);
$sleep->cancel(0);
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
