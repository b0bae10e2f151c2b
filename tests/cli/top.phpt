--TEST--
bgproc top shows what the whole tree of a process uses
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

/* A busy child in a session of its own, an idle one, and another process under the first, which counts for itself. */
cli_run(['--key=busy', '--shell', 'setsid sh -c "while :; do :; done" & sleep 1000 & wait']);
cli_run(['--key=idle', '--', 'sleep', '1000']);

function rows(): array
{
    return array_column(json_decode(bgproc_ok(['top', '--json']), true, 512, JSON_THROW_ON_ERROR), null, 'key');
}
check(wait_until(fn () => rows()['busy']['cpu_seconds'] >= 0.2), 'processor time of the escaped child counts');
$rows = rows();
check_same(['busy', 'idle'], array_keys($rows), 'the busiest first');
check_same([3, 1], [$rows['busy']['processes'], $rows['idle']['processes']], 'processes');
check($rows['busy']['memory'] > $rows['idle']['memory'] && $rows['idle']['memory'] > 100000, 'memory');
check_same(cli_record('idle')['pid'], $rows['idle']['pid'], 'pid');
check($rows['busy']['age'] >= $rows['idle']['age'] && $rows['idle']['age'] >= 0, 'age');

$text = bgproc_ok(['top']);
check((bool) preg_match('/^KEY +%CPU +TIME +MEM +PROCS +AGE +COMMAND\nbusy +\d+\.\d +\d+\.\ds +[\d.]+[KM] +3 +\d+s  setsid .*\nidle +0\.0 .*\n$/D', $text), $text);
check_same(explode("\n", $text)[0], explode("\n", bgproc_ok(['top', '--once']))[0], '--once');
check_fails(2, 'from 0.1', ['top', '--interval=0']);

/* On a terminal: again and again, until it is interrupted; the cursor is back then. */
$tool = proc_open(cli_words(['top', '--interval=0.1']), [['file', '/dev/null', 'r'], ['pty'], ['file', test_dir() . '/err', 'w']], $pipes, null,
    ['COLUMNS' => '70'] + cli_interrupted());
$screen = '';
while (substr_count($screen, 'bgproc top') < 3 && ($bytes = @fread($pipes[1], 8192)) !== false && $bytes !== '') {
    $screen .= $bytes;
}
check_same(3, min(3, substr_count($screen, 'bgproc top')), 'three pictures');
proc_terminate($tool, 2);
while (($bytes = @fread($pipes[1], 8192)) !== false && $bytes !== '') {
    $screen .= $bytes;
}
check_same(function_exists('pcntl_signal') ? 130 : -2, cli_end($tool), 'interrupted');
check(str_starts_with($screen, "\e[?25l"), 'the cursor goes');
check(!function_exists('pcntl_signal') || str_contains(substr($screen, -20), "\e[?25h"), 'the cursor is back');
check_same('', file_get_contents(test_dir() . '/err'), 'no complaint');
foreach (preg_split('/\r?\n/', preg_replace('/\e\[[?0-9]*[A-Za-z]/', '', $screen)) as $line) {
    check(preg_match_all('/./u', $line) <= 70, "the line fits: $line");
}
bgproc_ok(['stop', '--all', '--grace=0']);
check_same("KEY  %CPU  TIME  MEM  PROCS  AGE  COMMAND\n", bgproc_ok(['top']), 'nothing runs');
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
