--TEST--
bgproc logs prints what a process has written, and follows it to its end
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

$bytes = implode('', array_map('chr', range(0, 255)));
$file = write_file('bytes', $bytes);
bgproc_ok(['run', '--key=both', '--wait', '--shell', "cat $file; echo problem >&2"]);
check_same($bytes, bgproc_ok(['logs', 'both']), 'every byte');
check_same("problem\n", bgproc_ok(['logs', '--stderr', 'both']), 'standard error');
check_same($bytes, bgproc_ok(['logs', '-f', 'both']), 'following what has ended');

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
$tool = proc_open(cli_words(['logs', '-f', 'on']), [['file', '/dev/null', 'r'], ['file', $out, 'w'], ['file', test_dir() . '/err', 'w']], $pipes, null, cli_environment());
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
