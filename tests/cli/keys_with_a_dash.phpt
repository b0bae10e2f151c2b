--TEST--
Keys that begin with a dash work after --
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

check_same('-f', cli_run(['--key=-f', '--label=a=b', '--', 'sleep', '1000']), 'run');
check_same('--help', cli_run(['--key', '--help', '--', 'sleep', '1000']), 'run');
foreach (['-f', '--help'] as $key) {
    check_same('running', cli_record($key)['state'], "show -- $key");
    check_same('', bgproc_ok(['logs', '--', $key]), "logs -- $key");
    check_same('', bgproc_ok(['signal', 'CONT', '--', $key]), "signal CONT -- $key");
    check_same('', bgproc_ok(['signal', '--', 'CONT', $key]), "signal -- CONT $key");
}
check_same('', bgproc_ok(['stop', '--grace=0', '--', '-f', '--help']), 'stop');
check(in_array(bgproc(['wait', '--', '-f'])[0], [128 + 9, 128 + 15], true), 'wait');
/* Words of the program are never options of ours. */
check_same("-f --help --json\n", (function () {
    cli_run(['--key=echo', 'echo', '-f', '--help', '--json']);
    bgproc_ok(['wait', 'echo']);
    return bgproc_ok(['logs', 'echo']);
})(), 'words after the program');
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
