--TEST--
add(): what is not callable, and too many tasks
--EXTENSIONS--
bgproc
--FILE--
<?php
foreach (['no_such_function', [new stdClass, 'none'], 'Nobody::nothing', 7] as $bad) {
    try {
        background_processing_add($bad);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
try {
    BackgroundProcessing::add('strlen');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
ini_set('bgproc.max_tasks', '3');
try {
    for ($i = 0; $i < 5; $i++) {
        echo background_processing_add(function () {}), "\n";
    }
} catch (Bgproc\StateException $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
background_processing_run();
echo background_processing_add(function () {}), "\n";
var_dump(ini_set('bgproc.max_tasks', '0'), ini_set('bgproc.run_position', 'sideways'), ini_set('bgproc.task_budget', '-1'));
echo "===DONE===\n";
--EXPECTF--
background_processing_add(): Argument #1 ($task) must be a valid callback, function "no_such_function" not found or invalid function name
background_processing_add(): Argument #1 ($task) must be a valid callback, class stdClass does not have a method "none"
background_processing_add(): Argument #1 ($task) must be a valid callback, class "Nobody" not found
background_processing_add(): Argument #1 ($task) must be a valid callback, no array or string given
BackgroundProcessing::add(): Argument #1 ($op) must be of type Closure, string given
1
2
3
Bgproc\StateException: Too many post-response tasks: bgproc.max_tasks allows 3 before the queue is empty again
4
bool(false)
bool(false)
bool(false)
===DONE===
