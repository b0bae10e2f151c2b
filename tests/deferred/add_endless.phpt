--TEST--
A task that queues itself again and again ends with an error, not never
--EXTENSIONS--
bgproc
--INI--
bgproc.max_tasks=50
--FILE--
<?php
$runs = 0;
$task = function () use (&$task, &$runs) {
    $runs++;
    background_processing_add($task);
};
background_processing_add($task);
try {
    background_processing_run();
} catch (Bgproc\BackgroundProcessingFailedException $e) {
    echo $e->getMessage(), ': ', $e->getPrevious()->getMessage(), "\n";
}
echo "$runs runs\n";
$results = background_processing_status()['results'];
echo count($results), ' results, the last ', end($results)['state'], "\n";
/* It holds itself, and nobody collects it at the end. */
$task = null;
echo "===DONE===\n";
--EXPECTF--
1 background processing task(s) failed: Too many post-response tasks: bgproc.max_tasks allows 50 before the queue is empty again
50 runs
50 results, the last failed
===DONE===
