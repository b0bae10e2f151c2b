--TEST--
signal() reaches the whole process group of the command, and not the supervisor
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$dir = test_dir();
$process = start("trap 'echo one >> $dir/parent' USR1; trap 'echo two >> $dir/parent' USR2
(trap 'echo one >> $dir/child' USR1; echo > $dir/ready1; while :; do sleep 0.01; done) &
echo > $dir/ready2; while :; do sleep 0.01; done", ['keep' => 600]);
wait_for_file("$dir/ready1");
wait_for_file("$dir/ready2");
$other = manager()->loadProcess($process->getKey());

$process->signal(SIGUSR1);
check_same(["one\n", "one\n"], [wait_for_file("$dir/parent"), wait_for_file("$dir/child")], 'the group');
$other->signal(SIGUSR1);
check(wait_until(fn () => file_get_contents("$dir/parent") === "one\none\n"), 'by another handle');

/* Suspended and resumed. */
$plain = start(['sleep', '300'], ['confirm' => true]);
$command = $plain->getMeta()['command_pid'];
$plain->signal(SIGSTOP);
check(wait_until(fn () => str_starts_with(proc_status($command)['State'] ?? '', 'T')), 'SIGSTOP');
check_same(Bgproc\State::Running, $plain->getState(), 'it is suspended, not ended');
$plain->signal(SIGCONT);
check(wait_until(fn () => !str_starts_with(proc_status($command)['State'] ?? '', 'T')), 'SIGCONT');
$plain->stop(1);

/* An ending signal is not stop(): it failed. */
$process->signal(SIGKILL);
check($process->wait(20), 'it ends');
check_same([Bgproc\State::Failed, SIGKILL], [$process->getState(), $process->getTermSignal()], 'SIGKILL');
check_throws('Bgproc\StateException', fn () => $process->signal(SIGUSR1), 'after the end', '/has ended/');
check_throws('Bgproc\StateException', fn () => $other->signal(SIGUSR1), 'after the end, another handle');

/* Real-time signals queue: each of 100 arrives. */
$script = write_file('count.php', '<?php pcntl_sigprocmask(SIG_BLOCK, [40]); touch($argv[1]);
for ($n = 0; $n < 100; $n++) { pcntl_sigwaitinfo([40]); } exit(50);');
$process = start([...php_words(), $script, "$dir/ready3"]);
check(wait_until(fn () => file_exists("$dir/ready3")), 'it is ready');
for ($i = 0; $i < 100; $i++) {
    $process->signal(40);
}
check_same([true, 50], [$process->wait(20), $process->getExitCode()], '100 signals');
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
