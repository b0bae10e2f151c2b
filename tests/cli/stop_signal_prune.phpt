--TEST--
bgproc stop, signal and prune
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

cli_run(['--key=tree', '--shell', 'setsid sleep 1000 & sleep 1000 & wait']);
$pid = cli_record('tree')['command_pid'];
check(wait_until(fn () => count(children_by_parent()[$pid] ?? []) === 2), 'the tree stands');
$children = children_by_parent()[$pid];
check_same([], json_decode(bgproc_ok(['list', '--json', '--state=stopped'])), 'nothing is stopped yet');
$records = json_decode(bgproc_ok(['stop', '--json', 'tree']), true);
check_same([['tree', 'stopped', 15]], array_map(fn ($r) => [$r['key'], $r['state'], $r['signal']], $records), 'records');
check_same([false, false, false], array_map('is_alive', [$pid, ...$children]), 'the whole tree');
check_same('', bgproc_ok(['stop', 'tree']), 'a second time');

cli_run(['--key=stubborn', '--shell', 'trap "" TERM; echo ready; while :; do sleep 0.01; done']);
check(wait_until(fn () => bgproc_ok(['logs', 'stubborn']) === "ready\n"), 'ready');
check_between(0.2, 5.0, seconds(fn () => bgproc_ok(['stop', '--grace', '0.3', 'stubborn'])), 'the grace');
check_same(9, cli_record('stubborn')['signal'], 'SIGKILL after the grace');

foreach (['USR1', 'SIGUSR1', 'usr1', '10'] as $i => $name) {
    if ($name === '10' && PHP_OS_FAMILY !== 'Linux') {
        continue;
    }
    cli_run(["--key=sig$i", '--shell', 'trap "exit 42" USR1; echo ready; while :; do sleep 0.01; done']);
    check(wait_until(fn () => bgproc_ok(['logs', "sig$i"]) === "ready\n"), 'ready');
    check_same('', bgproc_ok(['signal', $name, "sig$i"]), "signal $name");
    check_same(42, bgproc(['wait', "sig$i"])[0], "signal $name");
}
check_fails(1, 'has ended', ['signal', 'TERM', 'sig0']);
cli_run(['--key=hup', '--shell', 'trap "exit 43" HUP; echo ready; while :; do sleep 0.01; done']);
check(wait_until(fn () => bgproc_ok(['logs', 'hup']) === "ready\n"), 'ready');
bgproc_ok(['stop', '--signal=HUP', 'hup']);
check_same(['stopped', 43], [cli_record('hup')['state'], cli_record('hup')['exit_code']], 'stop by another signal');

foreach (['a.1', 'a.2', 'b.1'] as $key) {
    cli_run(["--key=$key", '--', 'sleep', '1000']);
}
bgproc_ok(['stop', '--all', '--prefix', 'a.']);
check_same(['stopped', 'stopped', 'running'], array_map(fn ($key) => cli_record($key)['state'], ['a.1', 'a.2', 'b.1']), 'all of a prefix');

check_same("0 records removed\n", bgproc_ok(['prune', '--older-than', '100000']), 'nothing is so old');
check_same("2 records removed\n", bgproc_ok(['prune', '--prefix=a.']), 'a prefix');
check(json_decode(bgproc_ok(['prune', '--json']), true)['removed'] >= 6, 'all that have ended');
check_same(['b.1'], array_column(json_decode(bgproc_ok(['list', '--json']), true), 'key'), 'the one that runs stays');
bgproc_ok(['stop', '--all', '--grace=0']);
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
