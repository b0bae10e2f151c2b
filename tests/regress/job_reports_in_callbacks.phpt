--TEST--
Jobs: output and header callbacks that an update sets off may report themselves, throw, and end the script
--EXTENSIONS--
bgproc
posix
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
/* The text of an update that had found no room was used after the callback had let go of it. */
require __DIR__ . '/../inc/job.inc';

$servers = Servers::open();
$app = new Application($servers, [], ['output_buffering' => 4096]);
$until = 'while (!file_exists(OUT . "/$name")) { usleep(1000); clearstatcache(); }';
$app->script('unsent.php', <<<CODE
    \$until = function (string \$name) { $until };
    touch(OUT . '/begun');
    \$until('stopped');
    for (\$i = 0; \$i < 2000; \$i++) { \$job->update(null, "t\$i"); }
    \$job->update(1.5, str_repeat('A', 100) . mt_rand());
    header_register_callback(function () use (\$job) { \$job->update(null, str_repeat('B', 100) . mt_rand()); });
    echo 'x';
    \$job->update(3.5);
    \$job->update(4.5);
    touch(OUT . '/full');
    \$until('goes_on');
    \$job->finish('survived');
    CODE);
$app->script('throws.php', 'header_register_callback(function () { throw new LogicException("header callback"); }); echo "x";
    try { $job->update(10); } catch (LogicException $e) { $job->finish(get_class($e)); }');
$app->script('fails.php', 'header_register_callback(function () { throw new LogicException("header callback"); }); echo "x"; $job->fail("reason");');
$app->script('finishes.php', 'header_register_callback(function () use ($job) { $job->fail("later"); }); echo "x"; $job->finish("first"); touch(OUT . "/never");');
$jobs = $app->byFastCgi();

$job = $jobs->start('/unsent.php');
Servers::until(fn () => file_exists($servers->out('begun')), 'the begin');
$supervisor = job_record($job, $app->directory)['pid'];
posix_kill($supervisor, SIGSTOP);
touch($servers->out('stopped'));
Servers::until(fn () => file_exists($servers->out('full')), 'the updates');
posix_kill($supervisor, SIGCONT);
touch($servers->out('goes_on'));
check_ends($job, 'succeeded', 'an update within an update');
check_same('survived', $job->result(), 'result');
check((bool) preg_match('/^B{100}\d+$/', $job->text()), 'the text that was given last: ' . $job->text());

$job = $jobs->start('/throws.php');
check_ends($job, 'succeeded', 'an exception within update()');
check_same('LogicException', $job->result(), 'it is that of update()');
$job = $jobs->start('/fails.php');
check_ends($job, 'failed', 'an exception after fail()');
check_same(['type' => 'fail', 'message' => 'reason'], $job->error(), 'the reason stays');
$job = $jobs->start('/finishes.php');
check_ends($job, 'succeeded', 'fail() within finish()');
check_same('first', $job->result(), 'the first decision stays');
clearstatcache();
check(!file_exists($servers->out('never')), 'fail() ends the script');
$servers->stopAll();
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
