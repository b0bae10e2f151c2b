--TEST--
bgproc uses colour on a terminal only, and not with NO_COLOR
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

cli_run(['--key=a', '--', 'sleep', '1000']);

function on_terminal(array $arguments, array $environment): string
{
    $tool = @proc_open(cli_words($arguments), [['file', '/dev/null', 'r'], ['pty'], ['file', '/dev/null', 'w']], $pipes, test_dir(), cli_environment($environment));
    if (!$tool) {
        return '';
    }
    $text = '';
    /* The end of a pseudo terminal is a failed read. */
    while (($bytes = @fread($pipes[1], 8192)) !== false && $bytes !== '') {
        $text .= $bytes;
    }
    cli_end($tool);
    return str_replace("\r\n", "\n", $text);
}

check(str_contains(on_terminal(['list'], []), "\e[32mrunning"), 'colour on a terminal');
check(!str_contains(on_terminal(['list'], ['NO_COLOR' => '1']), "\e"), 'NO_COLOR');
check(!str_contains(on_terminal(['list'], ['TERM' => 'dumb']), "\e"), 'a dumb terminal');
check(!str_contains(bgproc_ok(['list']), "\e"), 'no terminal');
bgproc_ok(['stop', '--grace=0', 'a']);
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
