--TEST--
run() inside a fiber: a task may suspend it, and a fiber that is never resumed leaves nothing behind
--EXTENSIONS--
bgproc
--FILE--
<?php
register_shutdown_function(function () { echo "===DONE===\n"; });
$fiber = new Fiber(function () {
    background_processing_add(function () { echo "before\n"; Fiber::suspend(); echo "resumed\n"; });
    background_processing_add(function () { echo "second\n"; });
    background_processing_run();
    echo "drained\n";
});
$fiber->start();
echo background_processing_status()['state'], "\n";
var_dump(@background_processing_run());
$fiber->resume();

$abandoned = new Fiber(function () {
    background_processing_add(function () {
        try {
            Fiber::suspend();
        } finally {
            echo "finally\n";
        }
    });
    background_processing_add(function () { echo "what is left\n"; });
    background_processing_run();
    echo "never\n";
});
$abandoned->start();
unset($abandoned);
gc_collect_cycles();
$status = background_processing_status();
echo "$status[state], $status[pending] pending\n";
foreach ($status['results'] as $row) {
    echo "$row[number] $row[state]\n";
}
--EXPECTF--
before
running
bool(false)
resumed
second
drained
finally
done, 1 pending
1 ok
2 ok
3 exited
what is left
===DONE===
