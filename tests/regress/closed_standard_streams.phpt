--TEST--
A caller without stdin, stdout and stderr starts processes like any other
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Style: every descriptor of ours lies above 2, whatever the caller has closed.
 */
require __DIR__ . '/../inc/bgproc.inc';

$script = write_file('caller.php', '<?php
$manager = new BackgroundProcessManager(["working_directory" => $argv[1], "keep" => 600]);
foreach ([STDIN, STDOUT, STDERR] as $i => $stream) {
    if ($argv[2] & 1 << $i) {
        fclose($stream);
    }
}
$plain = $manager->createProcess("echo to stdout; echo to stderr >&2; exit 31", ["stdout" => $argv[3]]);
$plain->run();
$captured = $manager->createProcess("cat; echo captured; echo error >&2; ls /proc/self/fd | wc -l; exit 32", ["capture_output" => true]);
$captured->run();
$right = $plain->wait(20) && $captured->wait(20) && $plain->getExitCode() === 31 && $captured->getExitCode() === 32 &&
    $captured->getOutput() === "captured\n4\n" && $captured->getErrorOutput() === "error\n" && $plain->getErrorOutput() === "to stderr\n";
file_put_contents($argv[4], $right ? "right" : json_encode([$plain->getMeta(), $captured->getMeta(), $captured->getOutput(), $captured->getErrorOutput(), $plain->getErrorOutput()]));
');
$words = implode(' ', array_map('escapeshellarg', php_words()));
for ($closed = 0; $closed < 8; $closed++) {
    foreach (['by PHP', 'by the shell'] as $way => $name) {
        $out = test_dir() . "/out$closed$way";
        $result = test_dir() . "/result$closed$way";
        $redirect = '';
        foreach (['<&-' => 1, '>&-' => 2, '2>&-' => 4] as $close => $bit) {
            $redirect .= $way === 1 && $closed & $bit ? " $close" : ($bit === 1 ? ' </dev/null' : ($bit === 2 ? ' >/dev/null' : ' 2>/dev/null'));
        }
        exec("$words " . implode(' ', array_map('escapeshellarg', [$script, state_dir(), (string) ($way === 0 ? $closed : 0), $out, $result])) . $redirect);
        check_same('right', @file_get_contents($result), "closed $closed $name");
        check_same("to stdout\n", @file_get_contents($out), "closed $closed $name: the file");
    }
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
