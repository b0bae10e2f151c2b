--TEST--
A lost job of another pid namespace does not keep its unique claim, though its command may run there
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
/*
 * Nobody here can see whether it runs. Were its claim kept, a container that is started anew would never run that job again. In its
 * own namespace the claim holds.
 */
require __DIR__ . '/../inc/job.inc';

$inside = write_file('inside.php', '<?php
$jobs = new Bgproc\JobManager(["working_directory" => $argv[1]]);
$job = $jobs->startCommand(["sleep", "1000"], ["unique" => "one"]);
$again = $jobs->startCommand(["sleep", "1000"], ["unique" => "one"]);
file_put_contents("$argv[2].started", $job->id() . " " . ($again->isMerged() ? "merged" : "twice") . "\n");
while (!file_exists("$argv[2].go")) {
    usleep(2000);
}
/* Outside another job has the claim by now. */
$late = $jobs->startCommand(["true"], ["unique" => "one"]);
$late->wait(60);
file_put_contents("$argv[2].ended", json_encode([$job->state()->value, $late->isMerged()]) . "\n");
$job->cancel(0);
');
$base = test_dir() . '/inside';
$unshare = posix_geteuid() === 0 ? ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc']
    : ['unshare', '-r', '--pid', '--fork', '--kill-child', '--mount-proc'];
$namespace = proc_open([...$unshare, ...php_words(), $inside, state_dir(), $base], [['file', '/dev/null', 'r'], ['file', "$base.out", 'w'], ['redirect', 1]], $pipes);
wait_until(fn () => file_exists("$base.started") || !proc_get_status($namespace)['running'], 60);
if (file_exists("$base.started") || !preg_match('/^unshare: .*(not permitted|No space)/', file_get_contents("$base.out"))) {
    [$id, $again] = explode(' ', trim(wait_for_file("$base.started")));
    check_same('merged', $again, 'in its own namespace the claim holds');
    $jobs = jobs();
    $seen = $jobs->find($id);
    check_same(['lost', 'lost'], [$seen->state()->value, $seen->error()['type'] ?? null], 'seen from another namespace');
    $job = $jobs->startCommand(['sleep', '1000'], ['unique' => 'one']);
    check($job->id() !== $id && !$job->isMerged(), 'a second one is started here');
    check_same($job->id(), $jobs->startCommand(['sleep', '1000'], ['unique' => 'one'])->id(), 'and holds the claim');
    touch("$base.go");
    check_same(['running', false], json_decode(wait_for_file("$base.ended", seconds: 60), true), 'nothing happens to the first one, and here the other one is not seen');
    $job->cancel(0);
}
proc_close($namespace);
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
