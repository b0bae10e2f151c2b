--TEST--
bgproc logs prints what a process has written, and follows it to its end
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

$bytes = implode('', array_map('chr', range(0, 255)));
$file = write_file('bytes', $bytes);
check_same([0, $bytes, "problem\n"], bgproc(['run', '--key=both', '--wait', '--shell', "cat $file; echo problem >&2"]), 'run --wait shows both');
check_same([0, $bytes, "problem\n"], bgproc(['logs', 'both']), 'both streams, every byte');
check_same($bytes, bgproc_ok(['logs', '--stdout', 'both']), 'standard output');
check_same("problem\n", bgproc_ok(['logs', '--stderr', 'both']), 'standard error');
check_same([0, $bytes, "problem\n"], bgproc(['logs', '--stdout', '--stderr', 'both']), 'both, by name');
check_same([0, $bytes, "problem\n"], bgproc(['logs', '-f', 'both']), 'following what has ended');

/* The last lines. */
bgproc_ok(['run', '--key=lines', '--wait', '--shell', 'printf "1\n2\n3\n4\n\n6"']);
foreach (['0' => '', '1' => '6', '2' => "\n6", '3' => "4\n\n6", '6' => "1\n2\n3\n4\n\n6", '7' => "1\n2\n3\n4\n\n6", '99999' => "1\n2\n3\n4\n\n6"] as $number => $text) {
    check_same($text, bgproc_ok(['logs', '-n', (string) $number, 'lines']), "$number lines");
}
check_same('6', bgproc_ok(['logs', '-n1', 'lines']), '-n1');
check_same("\n6", bgproc_ok(['logs', '-fn2', 'lines']), '-fn2');
check_same("\n6", bgproc_ok(['logs', '--lines=2', '--follow', 'lines']), '--lines=2 --follow');
check_fails(2, 'option --lines must be a number of lines', ['logs', '-n', 'all', 'lines']);

/* Several, each with its key; a stream that was not written for long. */
check_same([0, "==> lines <==\n1\n2\n3\n4\n\n6==> both <==\n$bytes", "problem\n"], bgproc(['logs', 'lines', 'both']), 'several');
touch(state_dir() . '/both.out', time() - 3600);
touch(state_dir() . '/lines.out', time() - 3600);
check_same([0, '', "problem\n"], bgproc(['logs', '--since=10m', 'both']), 'since 10 minutes: standard error only');
check_same([0, $bytes, "problem\n"], bgproc(['logs', '--since=2h', 'both']), 'since 2 hours');
check_same([0, "==> both <==\n", "problem\n"], bgproc(['logs', '--since', '10m']), 'of all processes, those that have written');
check_same([0, "==> both <==\n$bytes==> lines <==\n1\n2\n3\n4\n\n6", "problem\n"], bgproc(['logs', '--since', date('Y-m-d H:i:s', time() - 7200)]), 'since a moment');
check_same([0, '', ''], bgproc(['logs', '--since=10m', '--stdout']), 'nothing');
check_fails(2, 'logs needs a key', ['logs']);
check_fails(2, 'logs --follow takes one key', ['logs', '-f', 'lines', 'both']);
check_fails(2, 'option --since must be a time', ['logs', '--since=yesterday', 'both']);

cli_run(['--key=none', '--no-capture', '--', 'true']);
check_fails(1, 'was not captured', ['logs', 'none']);

/* Each step of the process waits until the one before was shown. */
$out = test_dir() . '/follow.out';
cli_run(['--key=steps', '--shell', 'for i in 1 2 3; do echo step $i; while ! [ -e ' . test_dir() . '/go$i ]; do sleep 0.01; done; done; printf end']);
$tool = proc_open(cli_words(['logs', '--follow', 'steps']), [['file', '/dev/null', 'r'], ['file', $out, 'w'], ['file', '/dev/null', 'w']], $pipes, null, cli_environment());
$seen = '';
foreach ([1, 2, 3] as $i) {
    $seen .= "step $i\n";
    check(wait_until(fn () => file_get_contents($out) === $seen), "step $i is shown: " . short(file_get_contents($out)));
    touch(test_dir() . "/go$i");
}
check_same(0, cli_end($tool), 'logs -f ends with the process');
check_same("{$seen}end", file_get_contents($out), 'everything');

/* Both streams are followed, or one. */
$go = test_dir() . '/go-both';
cli_run(['--key=two', '--shell', "echo first >&2; while ! [ -e $go ]; do sleep 0.01; done; echo second; echo third >&2"]);
[$err, $only] = [test_dir() . '/follow.err', test_dir() . '/only.out'];
$tool = proc_open(cli_words(['logs', '-f', 'two']), [['file', '/dev/null', 'r'], ['file', $out, 'w'], ['file', $err, 'w']], $pipes, null, cli_environment());
$other = proc_open(cli_words(['logs', '-f', '-n1', '--stderr', 'two']), [['file', '/dev/null', 'r'], ['file', $only, 'w'], ['file', '/dev/null', 'w']], $pipes, null, cli_environment());
check(wait_until(fn () => file_get_contents($err) === "first\n"), 'standard error is shown');
check(wait_until(fn () => file_get_contents($only) === "first\n"), 'and alone');
touch($go);
check_same([0, 0], [cli_end($tool), cli_end($other)], 'both end');
check_same(["second\n", "first\nthird\n"], [file_get_contents($out), file_get_contents($err)], 'both streams');
check_same("first\nthird\n", file_get_contents($only), 'only standard error');

/* Much more than is kept: what is shown is in order, and the end is there. */
cli_run(['--key=much', '--output-limit=100000', '--shell', 'i=0; while [ $i -lt 60000 ]; do echo line $i; i=$((i+1)); done']);
[$code, $text] = bgproc(['logs', '-f', 'much']);
check_same(0, $code, 'exit code');
preg_match_all('/^line (\d+)$/m', $text, $match);
$numbers = array_map('intval', $match[1]);
$sorted = $numbers;
sort($sorted);
check($sorted === $numbers, 'in order');
check_same(count($numbers), count(array_unique($numbers)), 'nothing twice');
check_same(59999, end($numbers), 'the end');

/* An interruption ends it in an orderly way. */
cli_run(['--key=on', '--shell', 'echo on; sleep 1000']);
$tool = proc_open(cli_words(['logs', '-f', 'on']), [['file', '/dev/null', 'r'], ['file', $out, 'w'], ['file', test_dir() . '/err', 'w']], $pipes, null, cli_interrupted());
check(wait_until(fn () => file_get_contents($out) === "on\n"), 'it follows');
proc_terminate($tool, 2);
check_same(function_exists('pcntl_signal') ? 130 : -2, cli_end($tool), 'interrupted');
check_same('', file_get_contents(test_dir() . '/err'), 'no complaint');
check_same('running', cli_record('on')['state'], 'the process goes on');
bgproc_ok(['stop', '--grace=0', 'on']);
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
