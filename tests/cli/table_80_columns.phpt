--TEST--
Tables show keys in short form and leave half of 80 columns to the command
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

$line = str_repeat('x', 200);
$generated = cli_run(['--', 'sh', '-c', 'sleep 1000', $line]);
$short = substr($generated, -8);
bgproc(['run', '--key=a-name-that-somebody-has-thought-of', '--timeout=300ms', '--wait', '--', 'sh', '-c', 'sleep 1000', $line]);
bgproc(['run', '--key=a-name-that', '--wait', '--shell', "exit 3 # $line"]);

$rows = fn (array $words, int $width = 80) => explode("\n", rtrim(bgproc_ok($words, ['COLUMNS' => (string) $width]), "\n"));
foreach ([60, 80, 100, 120] as $width) {
    foreach (['list' => ['list'], 'top' => ['top']] as $name => $words) {
        $lines = $rows($words, $width);
        $at = strpos($lines[0], 'COMMAND');
        check($at <= intdiv($width, 2), "$name: the command begins at $at of $width: $lines[0]");
        foreach ($lines as $text) {
            check(mb_strlen_of($text) <= $width, "$name: $text");
        }
    }
}
function mb_strlen_of(string $text): int
{
    return (int) preg_match_all('/./u', $text);
}
[$head, $first, $second, $third] = $rows(['list']);
check((bool) preg_match("/^$short +running +\\d+ +\\d+s +sh -c 'sleep 1000' x+\u{2026}$/u", $first), "a generated key by its end: $first");
check((bool) preg_match('/^(\S+) +timed_out +/', $second, $match), "a state is not cut: $second");
check(strlen($match[1]) <= 12, 'a long name is shown by a part');
check_same('a-name-that-somebody-has-thought-of', cli_record($match[1])['key'], 'which is enough to find it');
check(str_starts_with($third, 'a-name-that '), "a name that fits is whole: $third");
check_same('a-name-that', cli_record('a-name-that')['key'], 'and is found');
check_same([$short], array_map(fn ($line) => strtok($line, ' '), array_slice($rows(['top']), 1)), 'top');

/* Whole keys and lines: --full, and where there is no terminal. */
foreach ([bgproc_ok(['list', '--full'], ['COLUMNS' => '80']), bgproc_ok(['list']), bgproc_ok(['ls', '-l'], ['COLUMNS' => '80'])] as $text) {
    check(str_contains($text, "$generated ") && str_contains($text, $line) && str_contains($text, 'timed_out (SIGTERM)'), 'nothing is cut');
}
check_same("$generated\na-name-that-somebody-has-thought-of\na-name-that\n", bgproc_ok(['list', '-q'], ['COLUMNS' => '80']), '-q: whole keys');

/* Jobs: what is done and what it says share the half. */
$id = rtrim(bgproc_ok(['job', 'run', '--shell', "printf '%0200d' 0; : $line"]), "\n");
bgproc_ok(['job', 'wait', $id]);
[$head, $row] = $rows(['job', 'list']);
check(strpos($head, 'JOB') <= 40 && strpos($head, 'TEXT') > strpos($head, 'JOB') + 10 && strpos($head, 'TEXT') < 70, $head);
check(str_starts_with($row, substr($id, -8) . '  succeeded'), $row);
check(mb_strlen_of($row) <= 80, $row);
check_same("$id\n", bgproc_ok(['job', 'list', '-q']), 'job list -q');
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
