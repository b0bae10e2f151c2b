--TEST--
bgproc restart stops a process if need be and starts its command line as a new one
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

/* One that runs: it is stopped first. What the record has stays, what it does not have comes from the call. */
$key = cli_run(['--prefix=app.', '--label=a=b', '--scope=me', '--keep=500', '--output-limit=2000', '--shell', 'echo "$WHO $(pwd)"; sleep 1000']);
check(wait_until(fn () => bgproc_ok(['logs', $key]) !== ''), 'it runs');
$out = bgproc_ok(['restart', '--env=WHO=new', '--cwd=/', $key]);
check((bool) preg_match('/^app\.[0-9a-f]{32}\n$/D', $out) && trim($out) !== $key, "a new key of the same kind: $out");
$new = trim($out);
check_same('stopped', cli_record($key)['state'], 'the old one');
check(wait_until(fn () => bgproc_ok(['logs', $new]) === "new /\n"), 'the new one');
$record = cli_record($new);
$names = ['commandline', 'labels', 'scope', 'keep', 'capture', 'output_limit'];
check_same(array_intersect_key(cli_record($key), array_flip($names)), array_intersect_key($record, array_flip($names)), 'as it was');
check_same(['a' => 'b'], $record['labels'], 'labels');

/* One that has ended; options of the call go before; --wait. */
[$code, $out] = bgproc(['restart', '--wait', '--label=c=d', '--env=WHO=third', '--timeout=0.5', $new]);
check_same(['stopped', 'timed_out'], [cli_record($new)['state'], cli_record(trim(bgproc_ok(['list', '-q', '--label=c=d'])))['state']], 'states');
check(str_starts_with($out, 'third '), "output: $out");
check_same(128 + 15, $code, 'exit code');

/* An array stays one: no shell comes in. */
cli_run(['--key=array', '--', 'printf', '%s|', '$HOME', 'a b']);
bgproc(['wait', 'array']);
check_same('$HOME|a b|', bgproc(['restart', '--wait', 'array'])[1], 'words');
check_same(false, cli_record(cli_run_again(['restart', '--stdout=' . test_dir() . '/out', 'array']))['capture'], 'a file instead');
check(wait_until(fn () => @file_get_contents(test_dir() . '/out') === '$HOME|a b|'), 'in the file');

/* Nothing is stopped when it cannot be started. */
cli_run(['--key=on', '--', 'sleep', '1000']);
check_fails(2, 'nice', ['restart', '--nice=100', 'on']);
check_fails(2, 'one key', ['restart', 'on', 'array']);
check_fails(2, 'unknown option --key', ['restart', '--key=x', 'on']);
check_same('running', cli_record('on')['state'], 'it goes on');
check_fails(3, 'no process has the key', ['restart', 'nobody']);
[$code, , $err] = bgproc(['restart', '--cwd=/nowhere', 'on']);
check_same([1, true], [$code, str_contains($err, '/nowhere')], "a start that fails: $err");
foreach (['--stdin=/nowhere/in', '--stdout=/nowhere/out', '--limit=as=4096'] as $option) {
    [$code, , $err] = bgproc(['restart', $option, 'on']);
    check_same(1, $code, "$option: $err");
}
if (current_uid() === '0') {
    foreach (['--user', '--group'] as $option) {
        [$code, , $err] = bgproc(['restart', "$option=nobody.at.all", 'on']);
        check_same([1, true], [$code, str_contains($err, 'nobody.at.all')], "$option: $err");
    }
}
check_same('running', cli_record('on')['state'], 'it goes on still');
bgproc_ok(['stop', 'on']);
$job = trim(bgproc_ok(['job', 'run', '--', 'true']));
check_fails(2, 'is a job: use "bgproc job retry"', ['restart', $job]);
check_no_leftovers();

function cli_run_again(array $words): string
{
    return trim(bgproc_ok($words));
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
