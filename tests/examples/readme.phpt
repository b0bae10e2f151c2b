--TEST--
The example of the README is examples/quickstart.php, and its output has the shape of the real one
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$root = __DIR__ . '/../..';
preg_match_all('/^```(?:php)?\n(.*?)^```$/ms', file_get_contents("$root/README.md"), $blocks);
[$example, $output] = $blocks[1];
$quickstart = file_get_contents("$root/examples/quickstart.php");
check_same(preg_replace('~^/\*.*\*/\n\n~m', '', $quickstart, 1), $example, 'the example');
$expected = preg_match('/--EXPECTF--\n(.*)===DONE===/s', file_get_contents(__DIR__ . '/quickstart.phpt'), $match) ? $match[1] : '';
check((bool) preg_match('/^' . str_replace(['%x', '%d'], ['[0-9a-f]+', '\d+'], preg_quote($expected, '/')) . '$/D', $output), "the output: $output");
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
