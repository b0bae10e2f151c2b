--TEST--
BackgroundProcessing: an unknown execution type, and what must not be added
--EXTENSIONS--
bgproc
--FILE--
<?php
foreach ([-1, 2, PHP_INT_MAX] as $type) {
    try {
        BackgroundProcessing::setExecutionType($type);
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump(BackgroundProcessing::getExecutionType());
foreach ([fn () => BackgroundProcessing::addTimer(new stdClass), fn () => BackgroundProcessing::add([]), fn () => BackgroundProcessing::atShutdown()] as $call) {
    try {
        $call();
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
echo "===DONE===\n";
--EXPECTF--
BackgroundProcessing::setExecutionType(): Argument #1 ($executionType) must be BackgroundProcessing::EXECUTION_TYPE_STOP_ON_ERROR or BackgroundProcessing::EXECUTION_TYPE_CONTINUE_ON_ERROR
BackgroundProcessing::setExecutionType(): Argument #1 ($executionType) must be BackgroundProcessing::EXECUTION_TYPE_STOP_ON_ERROR or BackgroundProcessing::EXECUTION_TYPE_CONTINUE_ON_ERROR
BackgroundProcessing::setExecutionType(): Argument #1 ($executionType) must be BackgroundProcessing::EXECUTION_TYPE_STOP_ON_ERROR or BackgroundProcessing::EXECUTION_TYPE_CONTINUE_ON_ERROR
int(0)
TypeError: BackgroundProcessing::addTimer(): Argument #1 ($timer) must be of type Bgproc\Timer\AbstractTimer, stdClass given
TypeError: BackgroundProcessing::add(): Argument #1 ($op) must be of type Closure, array given
Error: Call to private method BackgroundProcessing::atShutdown() from global scope
===DONE===
