--TEST--
bgproc run --wait shows what the process writes and exits as it did
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

check_same([7, "out\n", "err\n"], bgproc(['run', '--wait', '--shell', 'echo out; echo err >&2; exit 7']), 'output and exit code, and nothing else');
check_same([0, "out\n", ''], bgproc(['run', '--wait', '--keep=0', '--', 'echo', 'out']), 'without a record');
check_same([0, str_repeat("x\n", 200000), ''], bgproc(['run', '--wait', '--shell', 'yes x | head -n 200000']), 'much');
[$code, $out, $err] = bgproc(['run', '--key=late', '--wait', '--timeout=0.3s', '--shell', 'echo begun; exec sleep 1000']);
check_same([128 + 15, "begun\n", "bgproc: late: timed_out (SIGTERM)\n"], [$code, $out, $err], 'an end that the output does not explain');
check_same([3, '', "sorry\n"], bgproc(['run', '--wait', '--stdout', test_dir() . '/file', '--shell', 'echo out; echo sorry >&2; exit 3']), 'a file of its own; standard error is shown');
check_same("out\n", file_get_contents(test_dir() . '/file'), 'the file');
check_same([3, '', ''], bgproc(['run', '--wait', '--no-capture', '--shell', 'echo out; echo sorry >&2; exit 3']), '--no-capture');
[$code, $out, $err] = bgproc(['run', '--wait', '--json', '--shell', 'echo out; exit 4']);
check_same([4, '', 'failed', 4], [$code, $err, json_decode($out)->state, json_decode($out)->exit_code], '--json: the record of the end');

/* As it is written, not at the end. */
[$out, $go] = [test_dir() . '/now.out', test_dir() . '/go'];
$tool = proc_open(cli_words(['run', '--wait', '--shell', "echo first; while ! [ -e $go ]; do sleep 0.01; done; echo second"]),
    [['file', '/dev/null', 'r'], ['file', $out, 'w'], ['file', '/dev/null', 'w']], $pipes, null, cli_environment());
check(wait_until(fn () => file_get_contents($out) === "first\n"), 'what is written is shown');
touch($go);
check_same(0, cli_end($tool), 'exit code');
check_same("first\nsecond\n", file_get_contents($out), 'all of it');

/* A command line in the place of a program. */
[$code, $out, $err] = bgproc(['run', 'sleep 5 | cat']);
check_same([1, ''], [$code, $out], 'no such program');
check(str_contains($err, "  bgproc run --shell 'sleep 5 | cat'\n"), "--shell is suggested: $err");
check(!str_contains(bgproc(['run', '--', 'no-such-program'])[2], '--shell'), 'not where there is no blank');
check(!str_contains(bgproc(['run', '--', 'no such', 'x'])[2], '--shell'), 'nor where arguments follow');
check(str_contains(bgproc(['job', 'run', 'echo 1 2'])[2], "  bgproc job run --shell 'echo 1 2'\n"), 'of a job');
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
