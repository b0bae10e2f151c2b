--TEST--
Jobs: option "stderr" => "stdout" of commands and functions, in each attempt and for a repetition
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$turns = ['sh', '-c', 'for i in 1 2 3; do echo out $i; echo err $i >&2; done; exit $0'];
$expected = "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n";

$job = jobs()->startCommand([...$turns, '0'], ['stderr' => 'stdout']);
check_ends($job, 'succeeded', 'a command');
check_same([$expected, ''], [$job->output(), $job->errorOutput()], 'a command');
$again = jobs()->retry($job->id());
check_ends($again, 'succeeded', 'a repetition');
check_same([$expected, ''], [$again->output(), $again->errorOutput()], 'a repetition');

$job = jobs()->startCommand([...$turns, '1'], ['stderr' => 'stdout', 'idempotent' => true, 'retries' => 2, 'backoff' => 0.01]);
check_ends($job, 'failed', 'three attempts');
check_same([3, str_repeat($expected, 3), ''], [$job->attempt(), $job->output(), $job->errorOutput()], 'three attempts');

$file = bootstrap('function turns(): void { for ($i = 1; $i < 4; $i++) { echo "out $i\n"; flush(); fwrite(STDERR, "err $i\n"); } }');
$job = jobs()->startCall('turns', [], ['stderr' => 'stdout', 'bootstrap' => $file, 'php_binary' => php_words()]);
check_ends($job, 'succeeded', 'a function');
check_same([$expected, ''], [$job->output(), $job->errorOutput()], 'a function');

$job = jobs()->startCommand([...$turns, '0'], ['stderr' => null]);
check_ends($job, 'succeeded', 'null');
check_same(["out 1\nout 2\nout 3\n", "err 1\nerr 2\nerr 3\n"], [$job->output(), $job->errorOutput()], 'null');

foreach (['', 'stderr', './stdout', 1, true, ['file', '/dev/null', 'w']] as $value) {
    check_throws('ValueError', fn () => jobs()->startCommand('true', ['stderr' => $value]), short($value), '/^Option "stderr" must be null or "stdout", .* given$/s');
}
check_throws('ValueError', fn () => jobs(['fastcgi' => 'unix:/nowhere', 'document_root' => '/'])->start('/x', ['stderr' => 'stdout']), 'a request', '/^Unknown option "stderr"/');
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
