--TEST--
bgproc.task_time_limit: each task has its own seconds, and the script its own again afterwards
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('script.php', <<<'PHP'
<?php
/* The limit counts the time of the processor, that of the clock in thread-safe builds. */
function used(): float { if (PHP_ZTS) return hrtime(true) / 1e9; $usage = getrusage(); return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'] + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6; }
function burn(float $seconds) { $end = used() + $seconds; while (used() < $end) { } }
set_time_limit(1);
for ($i = 1; $i <= 3; $i++) {
    background_processing_add(function () use ($i) { burn(0.4); echo "task $i\n"; });
}
if ($argv[1] === 'dies') {
    background_processing_add(function () { burn(30); });
}
try {
    background_processing_run();
    echo "after run()\n";
    burn(30);
} finally {
    register_shutdown_function(function () {});
}
PHP);
foreach ([['1', 'lives'], ['1', 'dies'], ['-1', 'lives'], ['0', 'lives']] as [$limit, $how]) {
    echo "-- $limit, $how\n";
    [$output, $code] = $servers->run($script, ['bgproc.task_time_limit' => $limit], 'cli', [$how]);
    echo preg_replace('/ in \S+ on line \d+/', '', $output);
}
echo "===DONE===\n";
--EXPECTF--
-- 1, lives
task 1
task 2
task 3
after run()

Fatal error: Maximum execution time of 1 second exceeded
-- 1, dies
task 1
task 2
task 3

Fatal error: Maximum execution time of 1 second exceeded
-- -1, lives
task 1%A

Fatal error: Maximum execution time of 1 second exceeded
-- 0, lives
task 1
task 2
task 3
after run()

Fatal error: Maximum execution time of 1 second exceeded
===DONE===
