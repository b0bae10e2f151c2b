--TEST--
A record cut off at any byte is lost or not there, and never harms anybody
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* Promise 15, as far as readers are concerned: each prefix of a record that runs and of one that has ended. */
require __DIR__ . '/../inc/refusal.inc';

[$victim, $pid] = victim();
$manager = manager(['keep' => 600]);
$neighbour = start(['true'], [], $manager);
$neighbour->wait(20);
$k = 'process.cut';
$final = record_of($k, ['state' => 'failed', 'ended_us' => (int) (microtime(true) * 1e6), 'exit_code' => 7, 'pid' => $pid, 'commandline' => ["\u{e4}\u{20ac}", 'b'], 'keep' => 600]);
$running = record_of($k, ['pid' => $pid, 'start_ticks' => 0, 'pidfd_inode' => 0]);
$descriptors = count(open_descriptors());

foreach (['final' => $final, 'running' => $running] as $what => $record) {
    $text = json_encode($record, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) . "\n";
    for ($length = 0; $length <= strlen($text); $length++) {
        plant($k, substr($text, 0, $length));
        $process = $manager->loadProcess($k);
        if (!check($process !== null, "$what, $length bytes: loaded")) {
            continue;
        }
        /* Without the line feed it is whole. */
        if ($length >= strlen($text) - 1 && $what === 'final') {
            check_same([Bgproc\State::Failed, 7], [$process->getState(), $process->getExitCode()], "$what, whole");
        } else {
            check_same([Bgproc\State::Lost, null], [$process->getState(), $process->getExitCode()], "$what, $length bytes");
            check_same(true, $process->stop(0), "$what, $length bytes: stop");
        }
        if ($length % 50 === 0) {
            $keys = array_map(fn ($process) => $process->getKey(), $manager->listProcesses());
            sort($keys);
            $expected = [$k, $neighbour->getKey()];
            sort($expected);
            check_same($expected, $keys, "$what, $length bytes: list");
        }
    }
}
/* An object of a process that has not ended holds its record open. */
unset($process);
check_same($descriptors, count(open_descriptors()), 'descriptors');
end_victim($victim);
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
