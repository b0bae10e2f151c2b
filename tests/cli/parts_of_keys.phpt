--TEST--
A key may be abbreviated to a part that no other key has
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

[$one, $two] = [cli_run(['--', 'true']), cli_run(['--', 'true'])];
bgproc_ok(['wait', $one, $two]);
foreach (['nightly-backup.1', 'nightly-report.1', 'report'] as $key) {
    cli_run(["--key=$key", '--', 'true']);
    bgproc_ok(['wait', $key]);
}
check_same($one, cli_record(substr($one, -8))['key'], 'the end of a generated key');
check_same('nightly-backup.1', cli_record('back')['key'], 'a part in the middle');
check_same('report', cli_record('report')['key'], 'a whole key is that key, also when it is a part of others');
[$code, , $err] = bgproc(['show', 'nightly']);
check_same([2, "bgproc: \"nightly\" is a part of 2 keys: nightly-backup.1, nightly-report.1\n"], [$code, $err], 'of two');
check_fails(3, 'no process has the key "ni"', ['show', 'ni']);
check_fails(3, 'no process has the key "xyz"', ['show', 'xyz']);
check_fails(3, 'no process has the key "..."', ['show', '...']);
check_same('nightly-report.1', json_decode(bgproc_ok(['--prefix=nightly-r', 'show', '--json', 'nightly']))->key, 'with --prefix');
[$code, $out] = bgproc(['wait', '--json', 'report.1', 'nightly-report.1', 'nightly']);
check_same([2, ['nightly-report.1']], [$code, array_column(json_decode($out, true), 'key')], 'twice the same is once; the others are dealt with');

/* Of so many that they are not all listed. */
for ($i = 0; $i < 12; $i++) {
    copy(state_dir() . '/report.json', state_dir() . "/many$i.json");
}
check((bool) preg_match('/"many" is a part of 12 keys: many0, many1, many10, .*, \.\.\.$/m', bgproc(['show', 'many'])[2]), 'twelve');

/* Files that are no records of ours do not count. */
foreach (['.nightly-x.json', 'nightly x.json', 'nightly-y.txt'] as $name) {
    write_file("state/$name", '');
}
check_same('nightly-backup.1', cli_record('nightly-b')['key'], 'other files');

/* Ids of jobs. */
$id = rtrim(bgproc_ok(['job', 'run', '--', 'true']), "\n");
bgproc_ok(['job', 'wait', substr($id, -8)]);
check_same('succeeded', json_decode(bgproc_ok(['job', 'show', '--json', substr($id, -10)]))->state, 'a part of an id');
check_fails(3, 'no job has the id "nightly"', ['job', 'show', 'nightly']);
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
