--TEST--
Every option of bgproc run reaches the process
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

/* No option of the class is forgotten: those it names are all in the help. */
$help = bgproc_ok(['run', '--help']);
$error = check_throws(ValueError::class, fn () => manager()->createProcess('true', ['?' => 1]), 'unknown option');
$names = explode(', ', substr($error->getMessage(), strpos($error->getMessage(), 'are ') + 4));
check(count($names) > 15, 'the options of the class');
$other = ['inherit_env' => 'clear-env', 'capture_output' => 'no-capture', 'limits' => 'limit', 'labels' => 'label', 'confirm' => 'no-confirm'];
foreach ($names as $name) {
    $option = $other[$name] ?? strtr($name, '_', '-');
    check(str_contains($help, "  --$option"), "the help of run has --$option");
}

function output(array $options, string $script): string
{
    $out = test_dir() . '/run.out';
    @unlink($out);
    check_same(0, bgproc(['run', '--wait', '--stdout', $out, ...$options, '--shell', $script], ['FROM_CALLER' => 'yes'])[0], implode(' ', $options));
    return file_get_contents($out);
}

mkdir(test_dir() . '/here');
check_same(test_dir() . "/here\n", output(['--cwd', test_dir() . '/here'], 'pwd'), 'cwd');
check_same(test_dir() . "\n", output([], 'pwd'), 'cwd of the caller');
check_same("a b=c \n", output(['--env', 'ONE=a b=c', '--env=TWO='], 'echo "$ONE $TWO"'), 'env');
check_same("yes\n", output([], 'echo $FROM_CALLER'), 'inherited');
check_same("gone\n", output(['--unset-env', 'FROM_CALLER'], 'echo ${FROM_CALLER-gone}'), 'unset-env');
check_same("gone 1\n", output(['--clear-env', '--env', 'A=1'], 'echo ${FROM_CALLER-gone} $A'), 'clear-env');
check_same("7\n", output(['--nice', '7'], 'nice'), 'nice');
check_same("0027\n", output(['--umask', '27'], 'umask'), 'umask');
check_same("100 200\n", output(['--limit', 'nofile=100:200'], 'echo $(ulimit -Sn) $(ulimit -Hn)'), 'limit');
check_same("0 0\n", output(['--limit', 'core=0', '--limit=cpu=unlimited'], 'echo $(ulimit -Sc) $(ulimit -Hc)'), 'limit without a colon');
check_same("input\n", output(['--stdin', write_file('in', "input\n")], 'cat'), 'stdin');
check_same('', output([], 'cat'), 'no stdin');

$file = write_file('err', "before\n");
check_same('', output(['--stderr', $file, '--append'], 'echo after >&2'), 'stderr');
check_same("before\nafter\n", file_get_contents($file), 'append');
output(['--stderr', $file], 'echo only >&2');
check_same("only\n", file_get_contents($file), 'truncated');

check_same('mine', cli_run(['--key', 'mine', '--keep', '17', '--scope', 'user 4', '--label', 'a=b=c', '--label=x=', '--no-capture', '--', 'true']), 'key');
$record = cli_record('mine');
check_same([17, 'user 4', ['a' => 'b=c', 'x' => ''], false], [$record['keep'], $record['scope'], $record['labels'], $record['capture']], 'record');
check((bool) preg_match('/^web\.[0-9a-f]{32}$/D', cli_run(['--prefix', 'web.', '--', 'true'])), 'prefix');

/* keep 0: gone with the process; INI bgproc.keep is the default when it says something. */
check_same(0, bgproc(['run', '--key=short', '--keep=0', '--wait', '--', 'true'])[0], 'keep 0');
check_same(3, bgproc(['show', 'short'])[0], 'no record');
check_same(0, bgproc(['run', '--key=ini', '--', 'true'], [], ['bgproc.keep' => 5])[0], 'INI');
check_same(5, cli_record('ini')['keep'], 'INI bgproc.keep');

check_same(128 + 15, bgproc(['run', '--key=idle', '--wait', '--idle-timeout', '.2', '--shell', 'echo once; sleep 1000'])[0], 'idle timeout');
check_same('timed_out', cli_record('idle')['state'], 'idle timeout');
check_same(128 + 9, bgproc(['run', '--wait', '--timeout=0.3', '--grace=0.1', '--shell', 'trap "" TERM; while :; do sleep 0.01; done'])[0], 'grace');
bgproc_ok(['run', '--key=limit', '--output-limit=12', '--wait', '--shell', 'echo 0123456789; echo 0123456789']);
check_same("\n0123456789\n", bgproc_ok(['logs', 'limit']), 'output limit');

$log = test_dir() . '/my.log';
bgproc(['run', '--wait', '--error-log', $log, '--shell', 'echo sorry >&2; exit 1']);
check((bool) preg_match("/\tsorry\n$/D", (string) @file_get_contents($log)), 'error log');
check(!file_exists(state_dir() . '/none'), 'not yet');
bgproc(['run', '--wait', '--error-log', 'none', '--no-error-log', '--shell', 'exit 1']);
check(!file_exists(state_dir() . '/none'), 'no error log');

if (current_uid() === '0') {
    check_same("65534 65534\n", output(['--user', '65534', '--group', '65534'], 'echo $(id -u) $(id -g)'), 'user and group');
} else {
    check_fails(1, 'need root', ['run', '--user', 'nobody', '--', 'true']);
}
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
