--TEST--
Jobs: update() sends what PHP buffers, and leaves a buffer alone that the script has made, also when it is the only one
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
/* Frameworks close PHP's own buffer and capture templates in one of theirs: what was captured went to the client at an update. */
require __DIR__ . '/../inc/job.inc';

$servers = Servers::open();
foreach ([4096, 1] as $buffering) {
    $app = new Application($servers, [], ['output_buffering' => $buffering]);
    $app->script('captures.php', <<<'CODE'
        while (ob_get_level()) { ob_end_clean(); }
        ob_start(); echo 'captured'; $job->update(50); $first = ob_get_clean();
        ob_start(fn (string $text) => strtoupper($text)); echo 'through '; $job->update(60); echo 'a callback'; ob_end_flush();
        $job->finish($first);
        CODE);
    $app->script('prints.php', 'echo "first\n"; $job->update(20); while (!file_exists(OUT . "/go")) { usleep(1000); clearstatcache(); }');
    $jobs = $app->byFastCgi();
    $job = $jobs->start('/captures.php');
    check_ends($job, 'succeeded', "output_buffering $buffering");
    check_same(['captured', 'THROUGH A CALLBACK'], [$job->result(), $job->output()], "output_buffering $buffering");
    if ($buffering > 1) {
        $job = $jobs->start('/prints.php');
        check(wait_until(fn () => $job->text() === "first\n"), 'what PHP buffers is sent: ' . $job->text());
        touch($servers->out('go'));
        check_ends($job, 'succeeded', 'prints');
    }
    rename($app->directory, "$app->directory.$buffering");
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
