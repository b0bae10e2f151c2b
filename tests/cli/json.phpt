--TEST--
bgproc --json prints records that any JSON reader takes
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

bgproc(['run', '--key=odd', '--wait', '--shell', "exit 5 # \xff\u{9b}\e\x7f\"\\"]);
cli_run(['--key=labels', '--label=x=y', '--scope=s', '--', 'sleep', '1000']);

$text = bgproc_ok(['list', '--json']);
check((bool) preg_match('/^[\n\x20-\x7e]*$/D', $text), 'ASCII only, nothing for a terminal to obey');
[$odd, $labels] = json_decode($text, false, 512, JSON_THROW_ON_ERROR);
foreach (['key', 'pid', 'state', 'created_at', 'exit_code', 'signal', 'commandline', 'labels', 'usage', 'error'] as $name) {
    check(property_exists($odd, $name) && property_exists($labels, $name), "member $name");
}
check_same(['odd', 'failed', 5, null], [$odd->key, $odd->state, $odd->exit_code, $odd->signal], 'an end');
check_same("exit 5 # \u{fffd}\u{9b}\e\x7f\"\\", $odd->commandline, 'what is no UTF-8 is replaced');
check(is_object($odd->labels) && (array) $odd->labels === [], 'no labels are an object, too');
check_same(['running', null, 'y', 's'], [$labels->state, $labels->exit_code, $labels->labels->x, $labels->scope], 'a running one');
check((bool) preg_match('/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/D', $labels->created_at), 'created_at');
check(is_int($labels->pid) && $labels->pid > 1, 'pid');

check_same('labels', json_decode(bgproc_ok(['show', '--json', 'labels']))->key, 'show: one object');
check_same('labels', json_decode(bgproc_ok(['--json', 'show', 'labels']))->key, 'before the command');
check_same('more', json_decode(bgproc_ok(['run', '--json', '--key=more', '--', 'true']))->key, 'run');
check_same([], json_decode(bgproc_ok(['list', '--json', '--prefix=zzz'])), 'none: an empty list');
bgproc_ok(['stop', '--grace=0', 'labels']);
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
