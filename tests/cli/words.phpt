--TEST--
Times, sizes, lists of states, other names of commands, and what is suggested for wrong words
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

foreach (['90', '90.5', '90s', '5m', '2h', '1h30m', '1d', '1w', '90000ms', '1m500ms'] as $word) {
    cli_run(["--key=t$word", "--timeout=$word", '--', 'true']);
    bgproc_ok(['wait', "t$word"]);
}
foreach (['--keep=2h' => 7200, '--keep=1700' => 1700, '--keep=1d1h' => 90000] as $option => $seconds) {
    $key = cli_run([$option, '--', 'true']);
    check_same($seconds, cli_record($key)['keep'], $option);
}
foreach (['--timeout=5x', '--timeout=5 m', '--timeout=m', '--timeout=5m3', '--timeout=', '--keep=500ms', '--keep=1.5s', '--output-limit=5T', '--output-limit=1.5K', '--output-limit=K'] as $option) {
    check_fails(2, 'must be a', ['run', $option, '--', 'true']);
}
cli_run(['--key=long', '--', 'sleep', '1000']);
foreach (['300ms', '.3', '0.3s', '0.005m'] as $word) {
    check_between(0.2, 10.0, seconds(fn () => check_same(124, bgproc(['wait', "--timeout=$word", 'long'])[0], "wait --timeout=$word")), $word);
}
$key = cli_run(['--output-limit=1K', '--shell', 'head -c 5000 /dev/zero']);
bgproc_ok(['wait', $key]);
check_same(1024, strlen(bgproc_ok(['logs', $key])), '--output-limit=1K');
check_same("0 records removed\n", bgproc_ok(['prune', '--older-than=1h']), 'prune --older-than');

/* States. */
bgproc(['run', '--key=bad', '--wait', '--shell', 'exit 1']);
check_same("long\nbad\n", bgproc_ok(['list', '-q', '--state=running,failed']), 'two states with a comma');
check_same("long\nbad\n", bgproc_ok(['list', '-q', '--state', 'failed', '--state=running']), 'repeated');
check_fails(2, 'unknown state "runing"; did you mean "running"\?', ['list', '--state=failed,runing']);
check_fails(2, 'unknown state ""; the states are delayed, ', ['list', '--state=failed,']);

/* Other names. */
check_same("long\n", bgproc_ok(['ps', '-q']), 'ps: what has not ended');
check(substr_count(bgproc_ok(['ps', '-a', '-q']), "\n") > 10, 'ps -a: all');
check_same("bad\n", bgproc_ok(['ps', '-q', '--state=failed']), 'ps with states');
check_same(bgproc_ok(['list', '-q']), bgproc_ok(['ls', '-q']), 'ls');
check_same(bgproc_ok(['show', 'bad']), bgproc_ok(['status', 'bad']), 'status');
check_same(bgproc_ok(['list', '--help']), bgproc_ok(['help', 'ls']), 'help of another name');

/* Did you mean. */
foreach ([
    [['lsit'], 'unknown command "lsit"; did you mean "list"?'],
    [['rnu', 'true'], 'unknown command "rnu"; did you mean "run"?'],
    [['stat'], 'unknown command "stat"; did you mean "status"?'],
    [['inspect', 'x'], 'unknown command "inspect"; did you mean "show"?'],
    [['start', 'true'], 'unknown command "start"; did you mean "run"?'],
    [['job', 'rnu', 'true'], 'unknown command "job rnu"; did you mean "job run"?'],
    [['xyzzy'], 'unknown command "xyzzy"; the commands are run, list, '],
    [["l\ei"], 'unknown command "l\\ei"; '],
    [['run', '--tiemout=5', 'true'], 'unknown option --tiemout; did you mean "--timeout"?'],
    [['list', '--stat=x'], 'unknown option --stat; did you mean "--state"?'],
    [['list', '--frobnicate'], "unknown option --frobnicate\n"],
    [['signal', 'TREM', 'long'], 'unknown signal "TREM"; did you mean "TERM"?'],
    [['job', 'run', '--stdout=x', 'true'], 'unknown option --stdout: the output of a job is kept'],
    [['job', 'run', '--key=x', 'true'], 'unknown option --key: the id of a job is generated'],
] as [$words, $message]) {
    [$code, $out, $err] = bgproc($words);
    check_same([2, ''], [$code, $out], implode(' ', $words));
    check(str_contains($err, $message), implode(' ', $words) . ": $err");
}
check(!preg_match('/[\x00-\x09\x0b-\x1f]/', bgproc(["l\ei"])[2]), 'escaped');
bgproc_ok(['kill', 'long']);
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
