--TEST--
Jobs: a host that swallows everything (B3), reading what timed out (B5), two retentions (B8), random ids (B10), time zones (B12)
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('libcurl');
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$manager = jobs();

/* ---- B3: a host whose answers never come: no one but the job waits ---- */
$listener = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, stream_context_create(['socket' => ['backlog' => 0]]));
$address = stream_socket_get_name($listener, false);
/* Its queue is full: the system drops what comes after that. */
$full = [];
while (count($full) < 64 && ($client = @stream_socket_client("tcp://$address", $code, $text, 0.2))) {
    $full[] = $client;
}
check(count($full) < 64, 'a black hole');
$lost = jobs(['base_url' => "http://$address", 'key' => KEY]);
$begin = hrtime(true);
$job = $lost->start('/x');
$taken = (hrtime(true) - $begin) / 1e9;
check_between(0, at_most(1.8), $taken, 'start() does not wait for the connection');
check_ends($job, 'failed', 'nobody answers');
check_between(2, at_most(20), (hrtime(true) - $begin) / 1e9, 'the job waits for two seconds, as is the default');
check_same('transport', $job->error()['type'], 'a reason: ' . json_encode($job->error()));
fclose($listener);

/* ---- B5: who looks at a job that has timed out is not harmed, nor is the job ---- */
$job = $manager->startCommand(['sleep', '100'], ['timeout' => 0.05]);
check_ends($job, 'timed_out', 'no update');
$look = fn () => [md5_file(state_dir() . "/$job.json"), fileinode(state_dir() . "/$job.json"), filemtime(state_dir() . "/$job.json")];
$before = $look();
$status = $job->status();
for ($i = 0; $i < 100; $i++) {
    check_same($status, $manager->getStatus($job->id()), "look $i");
}
clearstatcache();
check_same($before, $look(), 'nothing was written');
[$code, $out] = run_php('echo (new Bgproc\JobManager(["working_directory" => $argv[1]]))->getStatus($argv[2])["state"], ", and I go on";', [state_dir(), $job->id()]);
check_same([0, 'timed_out, and I go on'], [$code, $out], 'another process');

/* ---- B8: successes have their time, all other ends have another one ---- */
$ends = ['succeeded' => $manager->startCommand(['true']), 'failed' => $manager->startCommand(['false']), 'stopped' => $manager->startCommand(['sleep', '100']), 'timed_out' => $job];
$ends['stopped']->cancel(0);
$old = function (array $jobs, int $days) {
    foreach ($jobs as $job) {
        $record = job_record($job);
        $record['labels'] = (object) $record['labels'];
        $record['ended_us'] = (int) ((microtime(true) - $days * 86400) * 1e6);
        file_put_contents(state_dir() . "/$job.json", json_encode($record, JSON_UNESCAPED_SLASHES) . "\n");
    }
};
foreach ($ends as $state => $one) {
    check_ends($one, $state, $state);
}
$old($ends, 29);
check_same(0, $manager->cleanup(), 'after 29 days all are there');
$old($ends, 31);
check_same(1, $manager->cleanup(), 'after 31 days one has gone');
check_same([null, true, true, true], [$manager->find($ends['succeeded']->id()), ...array_map(fn ($state) => $manager->jobExists($ends[$state]->id()), ['failed', 'stopped', 'timed_out'])], 'the success');
$old(array_slice($ends, 1), 59);
check_same(0, $manager->cleanup(), 'after 59 days the others are there');
$old(array_slice($ends, 1), 61);
check_same(3, $manager->cleanup(), 'after 61 days they have gone');
check_same([], array_filter($ends, fn ($job) => glob(state_dir() . "/$job.*")), 'with all that they had');

/* ---- B10: an id says nothing of the next one ---- */
$ids = [];
for ($i = 0; $i < 40; $i++) {
    $ids[] = substr($manager->startCommand(['true'])->id(), -19);
}
check_same(40, count(array_unique($ids)), 'all differ');
for ($i = 0; $i < 19; $i++) {
    $digits = count(array_unique(array_map(fn ($id) => $id[$i], $ids)));
    check($digits >= 6, "digit $i has $digits values in 40 ids");
}

/* ---- B12: an instant is a number; only people get dates ---- */
date_default_timezone_set('Asia/Kathmandu');
$before = (int) (microtime(true) * 1e6);
$job = $manager->startCommand(['sh', '-c', 'true'], ['env' => ['TZ' => 'America/New_York']]);
check_ends($job, 'succeeded', 'in its own zone');
$record = job_record($job);
foreach (['started_us', 'ended_us'] as $name) {
    check(is_int($record[$name]) && $record[$name] >= $before - 1000 && $record[$name] <= microtime(true) * 1e6, "$name: $record[$name] after $before");
}
foreach (['Asia/Kathmandu', 'UTC', 'America/New_York'] as $zone) {
    date_default_timezone_set($zone);
    check_same(date('Y-m-d H:i:s', intdiv($record['ended_us'], 1000000)), $manager->getStatus($job->id())['end_time'], $zone);
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
