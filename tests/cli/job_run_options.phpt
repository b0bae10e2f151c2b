--TEST--
bgproc job run takes the options of bgproc run; job output has both streams and escapes the log
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

function job(array $words, int $code = 0): string
{
    [$actual, $out, $err] = bgproc(['job', 'run', '--wait', '--id-only', ...$words]);
    check_same([$code, ''], [$actual, $err], implode(' ', $words));
    return rtrim($out, "\n");
}
$output = fn (array $words) => bgproc_ok(['job', 'output', job($words)]);

/* All of run's, or the reason why not. */
preg_match_all('/^  (?:-\w, )?(--[\w-]+)/m', bgproc_ok(['run', '--help']), $match);
check(count($match[1]) > 25, 'the options of run');
$help = bgproc_ok(['job', 'run', '--help']);
foreach ($match[1] as $option) {
    $known = preg_match("/^  (?:-\\w, )?$option\b/m", $help) || preg_match('/unknown option \S+: \S/', bgproc(['job', 'run', "$option=x", 'true'])[2]);
    check((bool) $known, "job run has $option or says what is used instead");
}
check_same("a b gone\n", $output(['--env', 'ONE=a b', '--unset-env=HOME', '--shell', 'echo $ONE ${HOME-gone}']), 'env, unset-env');
check_same("gone\n", $output(['--clear-env', '--shell', 'echo ${PWD_OF_CALLER-gone}']), 'clear-env');
check_same("7\n", $output(['--nice=7', '--', 'nice']), 'nice');
check_same("0027\n", $output(['--umask=27', '--shell', 'umask']), 'umask');
check_same("100 200\n", $output(['--limit', 'nofile=100:200', '--shell', 'echo $(ulimit -Sn) $(ulimit -Hn)']), 'limit');
check_same("input\n", $output(['--stdin', write_file('in', "input\n"), '--', 'cat']), 'stdin');
check_same("/\n", $output(['--cwd=/', '--', 'pwd']), 'cwd');
check_same('789', $output(['--output-limit=3', '--', 'printf', '123456789']), 'output-limit');
if (current_uid() === '0') {
    chmod(state_dir(), 0711);
    chmod(test_dir(), 0711);
    check_same("65534\n", $output(['--user=65534', '--group=65534', '--', 'id', '-u']), 'user');
}
$id = job(['--keep=1d', '--label=a=b', '--scope=s', '--', 'true']);
$record = json_decode(file_get_contents(state_dir() . "/$id.json"), true);
check_same([86400, 86400], [$record['keep'], $record['keep_failed'] ?? $record['keep']], 'keep');
check_same(['a' => 'b'], $record['labels'], 'labels');

/* Both streams, the last lines, and following. */
$id = job(['--shell', 'echo 1; echo 2; printf "\033[31mred\n" >&2']);
check_same("1\n2\n", bgproc_ok(['job', 'output', $id]), 'output');
check_same("2\n", bgproc_ok(['job', 'output', '-n1', $id]), 'the last line');
check_same("\e[31mred\n", bgproc_ok(['job', 'output', '--stderr', $id]), 'standard error, byte by byte');
check_same("\e[31mred\n", bgproc_ok(['job', 'logs', '-f', '--stderr', $id]), 'following what has ended');
[$out, $go] = [test_dir() . '/follow.out', test_dir() . '/go'];
$id = rtrim(bgproc_ok(['job', 'run', '--shell', "echo first >&2; while ! [ -e $go ]; do sleep 0.01; done; echo second >&2"]), "\n");
$tool = proc_open(cli_words(['job', 'output', '-f', '--stderr', $id]), [['file', '/dev/null', 'r'], ['file', $out, 'w'], ['file', '/dev/null', 'w']], $pipes, null, cli_environment());
check(wait_until(fn () => file_get_contents($out) === "first\n"), 'what is written is shown');
touch($go);
check_same(0, cli_end($tool), 'it ends with the job');
check_same("first\nsecond\n", file_get_contents($out), 'all of it');

/* The log is text for people. */
$report = implode(' ', array_map('escapeshellarg', [...php_words(), TOOL, 'job', 'report', "--log=\e]0;title\x07\x7f \u{202e}\xff"]));
$id = job(['--shell', $report]);
check_same('\\e]0;title\\x07\\x7F \\u{202E}' . "\n", preg_replace('/(\\\\xFF|\x{fffd}|\?)(?=\n)/u', '', bgproc_ok(['job', 'output', '--log', $id])), 'escaped, line by line');
foreach ([['show', '--json', $id], ['list', '--json']] as $words) {
    check((bool) preg_match('/^[\n\x20-\x7e]*$/D', bgproc_ok(['job', ...$words])), implode(' ', $words) . ': nothing for a terminal to obey');
}
check_fails(2, 'two different things', ['job', 'output', '--log', '--stderr', $id]);
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
