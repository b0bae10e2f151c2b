--TEST--
Processes and jobs start where PHP finds no file of its time zone; times are those of UTC then
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/* As in a chroot. PHP's own date() throws or crashes there, and run() crashed with it. */
require __DIR__ . '/../inc/bgproc.inc';

$script = write_file('script.php', '<?php
$process = new BackgroundProcess(["sh", "-c", "exit 3"], ["working_directory" => $argv[1], "keep" => 60]);
$process->run();
$process->wait(20);
$job = (new Bgproc\JobManager(["working_directory" => $argv[1]]))->startCommand("true");
$job->wait(20);
echo $process->getExitCode(), " ", $process->getMeta()["created_at"] === gmdate("Y-m-d H:i:s", (int) ($process->getMeta()["created_us"] / 1000000)) ? "UTC" : "another time", "\n";
echo $process->getCreatedAt()->format("U.u") === sprintf("%.6f", $process->getMeta()["created_us"] / 1e6) ? "created" : "not", " ", is_object($job->endedAt()) ? "ended" : "not", "\n";
echo is_array($job->status()) ? "status" : "none", "\n";
');
$words = [...(posix_geteuid() === 0 ? ['unshare', '-m'] : ['unshare', '-rm']), 'sh', '-c',
    'mount -t tmpfs none /usr/share/zoneinfo && exec "$@"', 'sh', ...php_words(['display_startup_errors' => 0, 'log_errors' => 0]), $script, state_dir()];
$child = proc_open($words, [['file', '/dev/null', 'r'], ['file', test_dir() . '/out', 'w'], ['redirect', 1]], $pipes);
$status = proc_close($child);
$output = file_get_contents(test_dir() . '/out');
if (!preg_match('/^unshare: .*(not permitted|No space)/', $output)) {
    /* PHP warns of its zone at its start. */
    check_same([0, "3 UTC\ncreated ended\nstatus\n"], [$status, preg_replace('/^.*Invalid date.timezone value.*\n/m', '', $output)], 'without zone files');
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
