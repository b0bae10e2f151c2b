--TEST--
Jobs: a manager with options for requests, calls and commands can repeat a job of each kind
--EXTENSIONS--
bgproc
--FILE--
<?php
/* All options of the manager were kept for the repetition, which refused those that are not of its kind: Unknown option "bootstrap". */
require __DIR__ . '/../inc/job.inc';

$manager = jobs(['bootstrap' => bootstrap(''), 'start_timeout' => 5, 'cwd' => '/', 'nice' => 1, 'inherit_env' => true, 'umask' => 022,
    'limits' => ['core' => 0], 'php_binary' => php_words(), 'fastcgi' => 'unix:' . test_dir() . '/nobody', 'document_root' => test_dir(),
    'connect_timeout' => 0.01, 'keep_failed' => 70]);
$starts = [
    'succeeded' => [fn () => $manager->startCommand(['pwd']), fn () => $manager->startCall('strrev', ['abc'])],
    'failed' => [fn () => $manager->start('/a.php')],
];
foreach ($starts as $state => $calls) {
    foreach ($calls as $call) {
        $job = $call();
        check_ends($job, $state, $job->status()['kind']);
        $again = $manager->retry($job->id());
        check_ends($again, $state, "{$job->status()['kind']} again");
        check_same([$job->id(), $job->result(), $job->output()], [$again->status()['retry_of'], $again->result(), $again->output()], 'the same');
        check_same(70, job_record($again)['keep_failed'], 'with what the manager said then');
    }
}
/* It was passed over without a word. */
$job = $manager->start('/a.php?page=1');
check_ends($job, 'failed', 'request');
check_refused(ValueError::class, fn () => $manager->retry($job->id(), ['query' => ['page' => 2]]), 'another query', '/"query" cannot be given/');
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
