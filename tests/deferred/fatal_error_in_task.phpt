--TEST--
A fatal error in a task: no further task runs, the user shutdown functions do and see it (E_USER_ERROR, time limit, memory)
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('fatal.php', <<<'PHP'
<?php
register_shutdown_function(function () {
    /* What the task has filled is full also for this function. */
    $GLOBALS['all'] = null;
    echo "user shutdown function: ", strtok(error_get_last()['message'] ?? 'no error', '('), "\n";
    foreach (background_processing_status()['results'] as $row) {
        echo "$row[number] $row[state] ", strtok((string) $row['error'], '('), "\n";
    }
});
class Noisy { public function __destruct() { echo "destructor\n"; } }
background_processing_add(function () { echo "first\n"; });
background_processing_add(function () use ($argv) {
    switch ($argv[1]) {
        case 'E_USER_ERROR':
            @trigger_error('user error', E_USER_ERROR);
        case 'time limit':
            set_time_limit(1);
            for (;;) {
            }
        case 'memory':
            for (;;) {
                $GLOBALS['all'][] = str_repeat('x', 100000);
            }
        case 'small memory':
            for (;;) {
                $GLOBALS['all'][] = [1, new stdClass];
            }
        case 'deep':
            $down = function (int $n) use (&$down) { $n ? $down($n - 1) : @trigger_error('deep down', E_USER_ERROR); };
            $down(20000);
        case 'fiber':
            (new Fiber(function () { @trigger_error('in a fiber', E_USER_ERROR); }))->start();
        case 'compile':
            eval('interface I { const C = 1; const C = 2; }');
        case 'destructor':
            new class { public function __destruct() { @trigger_error('in a destructor', E_USER_ERROR); } };
    }
    echo "never\n";
});
$noisy = new Noisy;
background_processing_add(function () use ($noisy) { echo "never\n"; });
unset($noisy);
if ($argv[2] === 'run') {
    background_processing_run();
    echo "never\n";
}
PHP);
foreach (['E_USER_ERROR', 'time limit', 'memory', 'small memory', 'deep', 'fiber', 'compile', 'destructor'] as $kind) {
    foreach (['automatic', 'run'] as $how) {
        [$output, $code] = $servers->run($script, ['memory_limit' => '16M', 'display_errors' => 0], 'cli', [$kind, $how]);
        /* Debug builds add where in PHP. */
        echo "-- $kind, $how: $code\n", preg_replace('~exhausted at \S+:\d+~', 'exhausted', $output);
    }
}
echo "===DONE===\n";
--EXPECTF--
-- E_USER_ERROR, automatic: 255
first
user shutdown function: user error
1 ok 
2 fatal user error
3 skipped a fatal error ended an earlier task
-- E_USER_ERROR, run: 255
first
user shutdown function: user error
1 ok 
2 fatal user error
3 skipped a fatal error ended an earlier task
-- time limit, automatic: 255
first
user shutdown function: Maximum execution time of 1 second exceeded
1 ok 
2 fatal Maximum execution time of 1 second exceeded
3 skipped a fatal error ended an earlier task
-- time limit, run: 255
first
user shutdown function: Maximum execution time of 1 second exceeded
1 ok 
2 fatal Maximum execution time of 1 second exceeded
3 skipped a fatal error ended an earlier task
-- memory, automatic: 255
first
user shutdown function: Allowed memory size of 16777216 bytes exhausted 
1 ok 
2 fatal Allowed memory size of 16777216 bytes exhausted 
3 skipped a fatal error ended an earlier task
-- memory, run: 255
first
user shutdown function: Allowed memory size of 16777216 bytes exhausted 
1 ok 
2 fatal Allowed memory size of 16777216 bytes exhausted 
3 skipped a fatal error ended an earlier task
-- small memory, automatic: 255
first
user shutdown function: Allowed memory size of 16777216 bytes exhausted 
1 ok 
2 fatal Allowed memory size of 16777216 bytes exhausted 
3 skipped a fatal error ended an earlier task
-- small memory, run: 255
first
user shutdown function: Allowed memory size of 16777216 bytes exhausted 
1 ok 
2 fatal Allowed memory size of 16777216 bytes exhausted 
3 skipped a fatal error ended an earlier task
-- deep, automatic: 255
first
user shutdown function: deep down
1 ok 
2 fatal deep down
3 skipped a fatal error ended an earlier task
-- deep, run: 255
first
user shutdown function: deep down
1 ok 
2 fatal deep down
3 skipped a fatal error ended an earlier task
-- fiber, automatic: 255
first
user shutdown function: in a fiber
1 ok 
2 fatal in a fiber
3 skipped a fatal error ended an earlier task
-- fiber, run: 255
first
user shutdown function: in a fiber
1 ok 
2 fatal in a fiber
3 skipped a fatal error ended an earlier task
-- compile, automatic: 255
first
user shutdown function: Cannot redefine class constant I::C
1 ok 
2 fatal Cannot redefine class constant I::C
3 skipped a fatal error ended an earlier task
-- compile, run: 255
first
user shutdown function: Cannot redefine class constant I::C
1 ok 
2 fatal Cannot redefine class constant I::C
3 skipped a fatal error ended an earlier task
-- destructor, automatic: 255
first
user shutdown function: in a destructor
1 ok 
2 fatal in a destructor
3 skipped a fatal error ended an earlier task
-- destructor, run: 255
first
user shutdown function: in a destructor
1 ok 
2 fatal in a destructor
3 skipped a fatal error ended an earlier task
===DONE===
