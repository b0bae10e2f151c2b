--TEST--
--dir: a relative one starts where the user is, and one that is not there is refused by every command that starts nothing
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

/* The tool runs in test_dir(). What starts something makes the directory, for jobs too. */
foreach (['state', './below/state'] as $dir) {
    $key = trim(bgproc_ok(['--dir', $dir, 'run', '--', 'true']));
    check(is_file(test_dir() . "/$dir/$key.json"), "the record is in $dir");
    check_same("$key\n", bgproc_ok(['--dir', $dir, 'list', '-q']), "list in $dir");
}
$id = trim(bgproc_ok(['job', 'run', '--dir', 'jobs', '--', 'true']));
check(is_file(test_dir() . "/jobs/$id.json"), 'a job');

write_file('file', 'x');
symlink('nowhere', test_dir() . '/dangling');
$refused = function (string $dir, array $words): void {
    [$code, $out, $err] = bgproc($words[0] === 'job' ? ['job', '--dir', $dir, ...array_slice($words, 1)] : ['--dir', $dir, ...$words]);
    $path = $dir[0] === '/' ? $dir : test_dir() . "/$dir";
    $what = implode(' ', $words) . " in \"$dir\"";
    check_same([2, ''], [$code, $out], $what);
    check(str_starts_with($err, "bgproc: option --dir: there is no directory \"$path\" (or it may not be looked at)\n"), "$what: $err");
};
foreach ([test_dir() . '/missing', 'state/missing', 'file', 'dangling'] as $dir) {
    $refused($dir, ['list']);
}
foreach ([['show', 'x'], ['logs', 'x'], ['wait', 'x'], ['stop', '--all'], ['signal', 'TERM', 'x'], ['prune'], ['rm', 'x'], ['job', 'list'], ['job', 'status', 'x'], ['job', 'retry', 'x']] as $words) {
    $refused('missing', $words);
}
check(!file_exists(test_dir() . '/missing'), 'nothing was made');
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
