--TEST--
RLIMIT_FSIZE of the PHP process itself: what it cannot write is an exception or left out, never its death by SIGXFSZ
--EXTENSIONS--
bgproc
posix
--SKIPIF--
<?php if (!function_exists('posix_setrlimit')) { die('skip no posix_setrlimit() in this PHP'); } ?>
--FILE--
<?php
/* Jobs have files that the starter writes; and whoever finds a supervisor dead writes that down. */
require __DIR__ . '/../inc/job.inc';

function limited(string $code, int $limit, array $arguments = []): array
{
    return run_php('posix_setrlimit(POSIX_RLIMIT_FSIZE, (int) $argv[1], POSIX_RLIMIT_INFINITY);
        $manager = new Bgproc\JobManager(["working_directory" => $argv[2], "fastcgi" => "unix:/does/not/exist", "document_root" => "/"]);' . $code,
        [$limit, state_dir(), ...$arguments]);
}

$starts = [
    'claim' => '$manager->startCommand(["true"], ["unique" => "name"])',
    'command' => '$manager->startCommand(["true"])',
    'call' => '$manager->startCall("strlen", ["x"])',
    'request' => '$manager->start("/x.php")',
];
foreach ($starts as $what => $start) {
    foreach ([0, 10, 60] as $limit) {
        [$code, $text] = limited("try { $start; } catch (Bgproc\\Exception \$e) { exit(\$e->getCode()); } exit(100);", $limit);
        check_same([27, ''], [$code, $text], "$what, $limit bytes: EFBIG");
    }
}
/* A claim of a job that is not there is void. */
check_same([], array_values(preg_grep('/^\.?job/', scandir(state_dir()))), 'nothing is left');
check_ends(jobs()->startCommand(['true'], ['unique' => 'name']), 'succeeded', 'the name is free');

$job = jobs()->startCommand(['sleep', '100']);
check(wait_until(fn () => $job->state() === Bgproc\State::Running), 'it runs');
$record = job_record($job);
posix_kill($record['pid'], SIGKILL);
posix_kill($record['command_pid'], SIGKILL);
check(wait_until(fn () => !is_alive($record['pid'])), 'its supervisor is dead');
[$code] = limited('exit($manager->find($argv[3])->state() === Bgproc\State::Lost ? 7 : 8);', 0, [$job->id()]);
check_same(7, $code, 'whoever looks first');
check_same('lost', $job->state()->value, 'and we');
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
