--TEST--
The exit codes of bgproc are those it documents
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

mkdir(state_dir(), 0700);

$help = bgproc_ok(['--help']);
foreach (['0 +done', '1 +failed', '2 +wrong command line', '3 +no process has this key', '130 +interrupted'] as $line) {
    check((bool) preg_match("/^  $line/m", $help), "the help documents $line");
}

check_fails(2, 'no command', []);
check_fails(2, 'unknown command "frobnicate"', ['frobnicate']);
check_fails(2, 'unknown option --frobnicate', ['list', '--frobnicate']);
check_fails(2, 'unknown option -x', ['logs', '-x', 'key']);
check_fails(2, 'takes no value', ['run', '--wait=1', 'true']);
check_fails(2, 'needs a value', ['run', '--key']);
check_fails(2, 'given twice', ['run', '--key=a', '--key=b', 'true']);
check_fails(2, 'needs a program', ['run']);
check_fails(2, 'takes one key', ['show', 'a', 'b']);
check_fails(2, 'needs a key', ['wait']);
check_fails(2, 'takes no argument', ['list', 'a']);
check_fails(2, 'takes no argument', ['prune', 'a']);
check_fails(2, 'takes no argument', ['stop', '--all', 'a']);
check_fails(2, 'unknown signal', ['signal', 'FOO', 'a']);
check_fails(2, 'needs a signal', ['signal']);
check_fails(2, 'unknown state', ['list', '--state', 'dead']);
check_fails(2, 'logs has no option --json', ['--json', 'logs', 'a']);
check_fails(2, 'must be NAME=VALUE', ['run', '--env', 'A', 'true']);
check_fails(2, 'one command line', ['run', '--shell', 'echo', 'a']);
foreach (['--timeout=x', '--timeout=-1', '--timeout=1e3', '--keep=1.5', '--keep=99999999999999999999', '--nice=five', '--umask=9', '--limit=cpu=x'] as $option) {
    check_fails(2, 'must be', ['run', $option, 'true']);
}
/* What the classes refuse is a wrong command line as well. */
foreach (['--timeout=0', '--nice=20', '--key=../x', '--key=.x', '--key=', '--umask=7777', '--limit=shoes=1', '--limit=cpu=2:1', '--output-limit=0', '--prefix=a/b'] as $option) {
    check_fails(2, 'must be', ['run', $option, 'true']);
}
check_same([], glob(state_dir() . '/*.json') ?: [], 'nothing was started');

check_fails(3, 'no process has the key "nobody"', ['show', 'nobody']);
check_same("bgproc: no process has the key \"../x\\n\"\n", bgproc(['show', "../x\n"])[2], 'a key that is none');
foreach (['logs', 'wait', 'stop'] as $command) {
    check_fails(3, 'no process has the key "nobody"', [$command, 'nobody']);
}
check_fails(3, 'no process has the key "nobody"', ['signal', 'TERM', 'nobody']);

check_fails(1, 'No such file or directory', ['run', '--', 'no-such-program']);
check_fails(1, 'No such file or directory', ['run', '--cwd', '/no/such/directory', '--', 'true']);
$file = write_file('file', '');
check_fails(1, 'Not a directory', ['--dir', "$file/state", 'run', '--', 'true']);

/* Executed by nobody: found before the start, or told by run --wait as a shell would. */
$script = write_file('script', "#!/no/such/interpreter\n", 0700);
check_fails(1, 'No such file or directory', ['run', '--', $script]);
check_same(127, bgproc(['run', '--no-confirm', '--wait', '--', $script])[0], 'no interpreter');

foreach ([0, 1, 2, 3, 99, 255] as $code) {
    check_same($code, bgproc(['run', '--wait', '--shell', "exit $code"])[0], "exit code $code");
    $key = cli_run(['--shell', "exit $code"]);
    check_same($code, bgproc(['wait', $key])[0], "wait: exit code $code");
}
check_same(128 + 9, bgproc(['run', '--wait', '--shell', 'kill -9 $$'])[0], 'signal 9');
check_same(128 + 15, bgproc(['run', '--wait', '--timeout', '0.1', '--', 'sleep', '1000'])[0], 'timed out, ended by SIGTERM');
check_same(124, bgproc(['run', '--wait', '--timeout', '0.3', '--shell', 'trap "exit 0" TERM; while :; do sleep 0.01; done'])[0],
    'timed out, exit code 0');

$key = cli_run(['--', 'sleep', '1000']);
$record = cli_record($key);
exec("kill -9 {$record['pid']}");
check(wait_until(fn () => !is_alive($record['pid'])), 'the supervisor is dead');
check_same(125, bgproc(['wait', $key])[0], 'lost');
exec("kill -9 {$record['command_pid']}");
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
