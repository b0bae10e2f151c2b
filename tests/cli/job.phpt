--TEST--
bgproc job: run, call, report, list, show, output, wait, cancel, retry, cleanup, and what they refuse
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

const ID = '/^job\.[0-9a-f]{32}\n$/D';

function job_start(array $words): string
{
    $out = bgproc_ok(['job', ...$words]);
    check((bool) preg_match(ID, $out), implode(' ', $words) . ' prints an id: ' . short($out));
    return rtrim($out, "\n");
}

function job_show(string $id): array
{
    return json_decode(bgproc_ok(['job', 'show', '--json', $id]), true, 512, JSON_THROW_ON_ERROR);
}

/** A shell command line that runs the tool in the job. */
$report = fn (string ...$words) => implode(' ', array_map('escapeshellarg', [...php_words(), TOOL, 'job', 'report', ...$words]));

/* A command that reports, and its result. */
$line = $report('--progress=40', "--text=page\t4 of 10", '--log=first') . '; echo said; ' . $report('--result={"pages":[1,2]}');
$good = job_start(['run', '--shell', '--label=kind=report', '--scope=anna', $line]);
bgproc_ok(['job', 'wait', $good]);
$shown = job_show($good);
check_same(['succeeded', 100, 2, "page\t4 of 10", ['pages' => [1, 2]], "first\n", 'anna', ['kind' => 'report']], [$shown['state'], $shown['progress'], $shown['status'],
    $shown['status_text'], $shown['result'], $shown['log'], $shown['scope'], $shown['labels']], 'all that was reported');
check_same("said\n", bgproc_ok(['job', 'output', $good]), 'output');
check_same("first\n", bgproc_ok(['job', 'output', '--log', $good]), 'log');
$failed = job_start(['run', '--shell', $report('--fail=no paper') . '; echo heard $?']);
check_same(1, bgproc(['job', 'wait', $failed])[0], 'it has failed');
check_same(['no paper', "heard 0\n"], [job_show($failed)['status_text'], bgproc_ok(['job', 'output', $failed])], 'to have said so is a success');
$text = bgproc_ok(['job', 'show', $good]);
check(str_contains($text, 'page\t4 of 10') && !str_contains($text, "\t"), 'a text cannot move the cursor: ' . short($text));

/* A function, a failure with its reason. */
$call = job_start(['call', 'array_sum', '[[1,2,3]]']);
bgproc_ok(['job', 'wait', $call]);
check_same(6, job_show($call)['result'], 'what the function returns');
[$code, $out, $err] = bgproc(['job', 'call', '--wait', 'intdiv', '[1,0]']);
check_same([1, "bgproc: DivisionByZeroError: Division by zero\n"], [$code, $err], 'the reason of a failure');
$bad = rtrim($out, "\n");
check_same(['DivisionByZeroError', 'Division by zero', 0], array_values(array_slice(job_show($bad)['error'], 0, 3)), 'error');
check_same(1, bgproc(['job', 'wait', $good, $bad])[0], 'one has failed');
[$code, , $err] = bgproc(['job', 'run', '--wait', '--id-only', '--', 'sh', '-c', 'exit 3']);
check_same([1, ''], [$code, $err], 'the id and nothing else');

/* retry: another job that names the first. */
$again = job_start(['retry', $bad]);
bgproc(['job', 'wait', $again]);
check_same([$bad, 'failed'], [job_show($again)['retry_of'], job_show($again)['state']], 'retry');
$file = state_dir() . "/$again.json";
write_record($file, ['retry_of' => "\e[31m\x07"] + json_decode(file_get_contents($file), true));
check((bool) preg_match('/^retry of +\\\\e\[31m\\\\x07$/m', bgproc_ok(['job', 'show', $again])), 'show of a record that somebody has changed');

/* delay, cancel, unique */
$later = job_start(['run', '--delay=1000', '--unique=one', '--', 'true']);
check_same($later, job_start(['run', '--unique=one', '--', 'true']), 'the one that is there');
[$code, , $err] = bgproc(['job', 'wait', '--timeout=0.1', $later]);
check_same([124, "bgproc: $later has not ended\n"], [$code, $err], 'the time is up');
check_same('delayed', json_decode(bgproc_ok(['job', 'list', '--state=delayed', '--json']), true)[0]['state'], 'list by state');
check_same('', bgproc_ok(['job', 'cancel', $later]), 'cancel');
check_same(124, bgproc(['job', 'wait', $later])[0], 'stopped');

/* list */
$list = explode("\n", bgproc_ok(['job', 'list'], ['COLUMNS' => '140']));
check((bool) preg_match('/^ID +STATE +DONE +AGE +JOB +TEXT$/D', $list[0]), 'the head: ' . $list[0]);
check_same([$good], array_column(json_decode(bgproc_ok(['job', 'list', '--json', '--scope=anna', '--label=kind=report']), true), 'id'), 'by scope and label');
check_same('', trim(bgproc(['job', 'show', '--scope=bob', $good])[1]), 'of another scope');

/* cleanup removes what is over, and only that. */
[$code, $short] = bgproc(['job', 'run', '--wait', '--id-only', '--keep-succeeded=1', '--', 'true']);
check_same(0, $code, 'it ends');
$short = trim($short);
check(wait_until(fn () => preg_match('/^[01] jobs? removed\n$/D', bgproc_ok(['job', 'cleanup'])) && bgproc(['job', 'show', $short])[0] === 3), 'cleanup');
check_same('succeeded', job_show($good)['state'], 'what is kept stays');

/* refusals */
foreach ([
    [2, ['job', 'frobnicate', $good], 'unknown command "job frobnicate"; the commands are job run, '],
    [2, ['job', 'run'], 'job run needs a program'],
    [2, ['job', 'call', 'strlen', '{"x'], 'the arguments must be a JSON array'],
    [2, ['job', 'run', '--retries=1', '--', 'true'], 'must come with "idempotent"'],
    [2, ['job', 'wait'], 'job wait needs an id'],
    [3, ['job', 'show', 'job.unknown'], 'no job has the id "job.unknown"'],
    [3, ['job', 'show', '../x'], 'no job has the id "../x"'],
    [1, ['job', 'report', '--progress=5'], 'this is no job'],
    [2, ['job', 'report', '--finish', '--fail=x'], 'either succeeded or failed'],
    [2, ['job', 'report'], 'needs something to report'],
] as [$expected, $words, $message]) {
    [$code, $out, $err] = bgproc($words);
    check_same([$expected, ''], [$code, $out], implode(' ', $words));
    check(str_contains($err, $message), implode(' ', $words) . ': ' . short($err));
}
check(str_contains(bgproc_ok(['job', '--help']), 'job report'), 'help of all');
check(str_contains(bgproc_ok(['job', 'run', '--help']), 'Usage: bgproc job run'), 'help of one');
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
