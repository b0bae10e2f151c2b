--TEST--
The table of bgproc list fits the terminal and cannot be used to send it commands
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

$hostile = "printf x '\e]0;title\x07\e[31m' \"a\nb\tc\r\" \xff\xc3 \xc2\x9b31m \u{202e}\u{200b} d\u{e9}\u{6f22}\u{5b57}";
check_same(0, bgproc(['run', '--key=hostile', '--', 'true', $hostile, '', "it's"])[0], 'run');
check_same(0, bgproc(['run', '--key=wide', '--', 'true', str_repeat("\u{6f22}", 200)])[0], 'run');
check_same(3, bgproc(['run', '--key=long', '--wait', '--shell', 'exit 3 # ' . str_repeat('x', 500)])[0], 'run');
bgproc_ok(['wait', 'hostile', 'wide']);

function lines(array $environment): array
{
    $text = bgproc_ok(['list'], $environment);
    check(!preg_match('/[\x00-\x09\x0b-\x1f\x7f]/', $text), 'no control characters: ' . short($text));
    check((bool) preg_match('//u', $text), 'UTF-8');
    check(!preg_match('/[\x{80}-\x{9f}\p{Cf}]/u', $text), 'no format characters: ' . short($text));
    return explode("\n", rtrim($text, "\n"));
}

/* Not a terminal: nothing is cut. */
[$head, $first, $second, $third] = lines([]);
check((bool) preg_match('/^KEY +STATE +PID +AGE +COMMAND$/D', $head), $head);
check(str_ends_with($first, '  true \'printf x \'\\\'\'\e]0;title\x07\e[31m\'\\\'\' "a\nb\tc\r" \xFF\xC3 \u{9B}31m \u{202E}\u{200B} d' . "\u{e9}\u{6f22}\u{5b57}' '' 'it'\\''s'"), $first);
check((bool) preg_match('/^long +failed \(3\) +\d+ +\d+s  exit 3 # x{500}$/D', $third), $third);

/* A locale without UTF-8 gets ASCII only. */
check((bool) preg_match('/^[\x20-\x7e]+$/D', lines(['LC_ALL' => 'C'])[1]), 'ASCII');
check(str_contains(lines(['LC_ALL' => 'C'])[1], 'd\u{E9}\u{6F22}\u{5B57}'), 'ASCII');

foreach ([200, 80, 60, 20, 5, 1] as $width) {
    foreach (lines(['COLUMNS' => (string) $width]) as $line) {
        preg_match_all('/[\x{4e00}-\x{9fff}]/u', $line, $wide);
        $columns = preg_match_all('/./u', $line) + count($wide[0]);
        check($columns <= $width, "$columns columns of $width: $line");
    }
}
check(str_ends_with(lines(['COLUMNS' => '80'])[3], "x\u{2026}"), 'a mark where something was cut');
check(str_ends_with(lines(['COLUMNS' => '80', 'LC_ALL' => 'C'])[3], 'x~'), 'the mark in ASCII');

/* show is as safe. */
$show = bgproc_ok(['show', 'hostile']);
check(!preg_match('/[\x00-\x09\x0b-\x1f\x7f]/', $show), 'show');
rewrite_record(manager()->loadProcess('hostile'), ['reason' => "\e[31m\x07\x7f"]);
check((bool) preg_match('/^reason +\\\\e\[31m\\\\x07\\\\x7F$/m', bgproc_ok(['show', 'hostile'])), 'show of a record that somebody has changed');

/* Filters and order. */
bgproc_ok(['run', '--prefix=web.', '--scope=s', '--label=l=1', '--label=m=2', '--', 'true']);
$keys = fn (array $options) => array_column(json_decode(bgproc_ok(['list', '--json', ...$options]), true), 'key');
check_same(['hostile', 'wide', 'long'], array_slice($keys([]), 0, 3), 'oldest first, whatever the prefix');
check_same(['long'], $keys(['--state', 'failed']), 'state');
check_same(['long'], $keys(['--state=failed', '--state=lost']), 'states');
check_same(1, count($keys(['--prefix', 'web.'])), 'prefix');
check_same(1, count($keys(['--scope', 's'])), 'scope');
check_same([1, 0], [count($keys(['--label', 'l=1', '--label', 'm=2'])), count($keys(['--label', 'l=1', '--label', 'm=3']))], 'labels');
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
