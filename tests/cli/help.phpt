--TEST--
bgproc --help tells of every command and every option
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

$help = bgproc_ok(['--help']);
check_same($help, bgproc_ok(['help']), 'help');
check_same($help, bgproc_ok(['-h']), '-h');
foreach (['run', 'list', 'ps', 'show', 'logs', 'wait', 'stop', 'signal', 'kill', 'rm', 'prune', 'top', 'completion'] as $command) {
    check((bool) preg_match("/^  $command +[A-Z].*\.$/m", $help), "$command is in the list");
    $text = bgproc_ok([$command, '--help']);
    check(str_starts_with($text, "Usage: bgproc $command "), "usage of $command");
    check_same($text, bgproc_ok(['help', $command]), "help $command");
    check(str_contains($text, "  --dir=DIR") && str_contains($text, '  -h, --help'), "options of $command");
}
check_fails(2, 'unknown command', ['help', 'frobnicate']);
check_same('bgproc ' . phpversion('bgproc') . ' (PHP ' . PHP_VERSION . ")\n", bgproc_ok(['--version']), 'version');

/* None of this needs the extension; everything else says how to load it. */
$tool = proc_open([PHP_BINARY, '-n', TOOL, '--help'], [['file', '/dev/null', 'r'], ['file', test_dir() . '/out', 'w'], ['file', test_dir() . '/err', 'w']], $pipes);
check_same(0, cli_end($tool), 'help without the extension');
check_same($help, file_get_contents(test_dir() . '/out'), 'help without the extension');
$tool = proc_open([PHP_BINARY, '-n', TOOL, 'list'], [['file', '/dev/null', 'r'], ['file', test_dir() . '/out', 'w'], ['file', test_dir() . '/err', 'w']], $pipes);
check_same(1, cli_end($tool), 'no extension');
check_same('', file_get_contents(test_dir() . '/out'), 'no output');
check((bool) preg_match('/^bgproc: the PHP extension bgproc is not loaded in .*extension=bgproc/s', file_get_contents(test_dir() . '/err')), 'how to load it');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
