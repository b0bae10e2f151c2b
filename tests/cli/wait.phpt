--TEST--
bgproc wait waits for every process and exits as they did
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

$go = test_dir() . '/go';
$until = "while ! [ -e $go ]; do sleep 0.01; done";
cli_run(['--key=good', '--shell', $until]);
cli_run(['--key=bad', '--shell', "$until; exit 7"]);
cli_run(['--key=worse', '--shell', "$until; exit 8"]);
/* Without a record after the end: wait has to hold on to it. */
cli_run(['--key=short', '--keep=0', '--shell', "$until; exit 9"]);

[$code, $out, $err] = bgproc(['wait', '--timeout=0.1', 'good', 'bad']);
check_same(124, $code, 'the time is up');
check_same("bgproc: good has not ended\nbgproc: bad has not ended\n", $err, 'who is late');

$tools = [];
foreach (['good' => ['good'], 'bad' => ['good', 'bad', 'worse', 'good'], 'short' => ['short']] as $name => $keys) {
    $tools[$name] = proc_open(cli_words(['wait', ...$keys]), [['file', '/dev/null', 'r'], ['file', test_dir() . "/$name.out", 'w'],
        ['file', test_dir() . "/$name.err", 'w']], $pipes, null, cli_environment());
}
/* All of them watch a supervisor by now. */
$waits = fn ($tool) => str_contains(implode(' ', array_map(fn ($fd) => (string) @readlink($fd), glob('/proc/' . proc_get_status($tool)['pid'] . '/fd/*'))), 'pidfd');
foreach ($tools as $name => $tool) {
    check(wait_until(fn () => $waits($tool)), "$name waits");
}
touch($go);
check_same(0, cli_end($tools['good']), 'good');
check_same(7, cli_end($tools['bad']), 'the first that is not 0');
check_same(9, cli_end($tools['short']), 'the outcome of a process whose record is gone');
foreach (array_keys($tools) as $name) {
    check_same('', file_get_contents(test_dir() . "/$name.out") . file_get_contents(test_dir() . "/$name.err"), "$name says nothing");
}

[$code, $out] = bgproc(['wait', '--json', 'bad', 'good']);
check_same(7, $code, 'exit code');
check_same([['bad', 'failed', 7], ['good', 'succeeded', 0]], array_map(fn ($r) => [$r['key'], $r['state'], $r['exit_code']], json_decode($out, true)), 'records');
check_same(3, bgproc(['wait', 'good', 'nobody'])[0], 'an unknown key among others');

cli_run(['--key=on', '--', 'sleep', '1000']);
$tool = proc_open(cli_words(['wait', 'on']), [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', test_dir() . '/err', 'w']], $pipes, null, cli_interrupted());
check(wait_until(fn () => $waits($tool)), 'it waits');
proc_terminate($tool, 2);
check_same(function_exists('pcntl_signal') ? 130 : -2, cli_end($tool), 'interrupted');
check_same('', file_get_contents(test_dir() . '/err'), 'no complaint');

/* Where PHP has no pcntl the signal itself ends the tool. */
$tool = proc_open(cli_words(['wait', 'on'], ['disable_functions' => 'pcntl_async_signals,pcntl_signal']), [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'],
    ['file', test_dir() . '/err', 'w']], $pipes, null, cli_interrupted());
check(wait_until(fn () => $waits($tool)), 'it waits');
proc_terminate($tool, 2);
check_same(-2, cli_end($tool), 'interrupted without pcntl');
check_same('', file_get_contents(test_dir() . '/err'), 'no complaint');
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
