--TEST--
bgproc kill ends a tree at once or sends a signal; rm removes the record of what has ended
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

cli_run(['--key=tree', '--shell', 'trap "" TERM; setsid sh -c "trap \'\' TERM; sleep 1000" & wait']);
$pid = cli_record('tree')['command_pid'];
check(wait_until(fn () => count(children_by_parent()[$pid] ?? []) === 1), 'the tree stands');
$child = children_by_parent()[$pid][0];
check_same('', bgproc_ok(['kill', 'tree']), 'kill');
check_same(['stopped', 9], [cli_record('tree')['state'], cli_record('tree')['signal']], 'by SIGKILL');
check_same([false, false], [is_alive($pid), is_alive($child)], 'the whole tree');
bgproc_ok(['kill', 'tree']);

foreach ([['-USR1'], ['--signal=USR1'], ['-s', 'SIGUSR1'], ['-s10']] as $i => $words) {
    cli_run(["--key=sig$i", '--shell', 'trap "exit 42" USR1; echo ready; while :; do sleep 0.01; done']);
    check(wait_until(fn () => bgproc_ok(['logs', "sig$i"]) === "ready\n"), 'ready');
    bgproc_ok(['kill', ...$words, "sig$i"]);
    check_same(42, bgproc(['wait', "sig$i"])[0], implode(' ', $words));
}
cli_run(['--key=nine', '--', 'sleep', '1000']);
bgproc_ok(['kill', '-9', 'nine']);
check_same(128 + 9, bgproc(['wait', 'nine'])[0], 'kill -9');
check_fails(1, 'has ended', ['kill', '-HUP', 'nine']);
check_fails(2, 'unknown signal', ['kill', '-FOO', 'nine']);
check_fails(2, '"bgproc show KEY" tells', ['kill', '-0', 'nine']);
check_fails(2, '"bgproc show KEY" tells', ['stop', '--signal=0', 'nine']);

/* rm */
cli_run(['--key=on', '--', 'sleep', '1000']);
cli_run(['--key=on2', '--', 'sleep', '1000']);
check_same('', bgproc_ok(['rm', 'nine', 'sig0']), 'rm of two');
check_same([], glob(state_dir() . '/{nine,sig0}*', GLOB_BRACE), 'nothing is left of them');
[$code, , $err] = bgproc(['rm', 'on', 'sig1', 'nobody']);
check_same(3, $code, 'exit code');
check(str_contains($err, 'process "on" has not ended: it is running') && str_contains($err, 'no process has the key "nobody"'), $err);
check_same([], glob(state_dir() . '/sig1*'), 'one that may not go keeps no other from going');
check_same('running', cli_record('on')['state'], 'it goes on');
check_same('', bgproc_ok(['rm', '-f', 'on']), 'rm -f');
check_same([], glob(state_dir() . '/on.*'), 'and it is gone');
check_same('running', cli_record('on2')['state'], 'a key that begins alike is another one');
bgproc_ok(['kill', 'on2']);
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
