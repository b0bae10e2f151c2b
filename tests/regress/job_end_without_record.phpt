--TEST--
A job whose record cannot be read when its end is told: no success with 0 percent and without result, but a refusal, and the truth when it can
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
/* The end comes by a pipe, progress and result stand in the record alone. Once the end was known nobody looked there again. */
require __DIR__ . '/../inc/job.inc';

$manager = jobs();
$file = bootstrap('function work() { Bgproc\JobManager::current()->update(40, "half"); return ["sum" => 5]; }');
foreach (['wait', 'state', 'progress', 'result', 'status'] as $look) {
    $job = $manager->startCall('work', [], ['bootstrap' => $file, 'php_binary' => php_words()]);
    check(wait_until(fn () => job_record($job)['state'] === 'succeeded'), 'it ends');
    /* The last words come by the pipe a moment later. */
    usleep(100000);
    $limits = posix_getrlimit();
    for ($free = 0; @readlink("/proc/self/fd/$free") !== false; $free++);
    posix_setrlimit(POSIX_RLIMIT_NOFILE, $free, $limits['hard openfiles']);
    try {
        $seen = $job->$look();
    } catch (Bgproc\StoreException $e) {
        $seen = $e->getCode();
    }
    posix_setrlimit(POSIX_RLIMIT_NOFILE, $limits['soft openfiles'], $limits['hard openfiles']);
    check_same(24, $seen, "$look(): EMFILE");
    check_same(true, $job->wait(5), "$look(): it has ended");
    check_same(['succeeded', 100, 'half', ['sum' => 5]], [$job->state()->value, $job->progress(), $job->text(), $job->result()], "$look(): the truth");
    check_same($manager->getStatus($job->id()), $job->status(), "$look(): what everybody is told");
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
