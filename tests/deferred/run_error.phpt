--TEST--
run(): one exception for all failures; inside a task it does nothing but warn
--EXTENSIONS--
bgproc
--FILE--
<?php
background_processing_add(function () { throw new RuntimeException('first failure'); });
background_processing_add(function () {
    var_dump(background_processing_run());
    try {
        BackgroundProcessing::run();
    } catch (Bgproc\AlreadyInvokedException $e) {
        echo $e->getMessage(), "\n";
    }
});
background_processing_add(function () { throw new LogicException('second failure'); });
background_processing_add(function () { return undefined_function(); });
background_processing_add(function () { echo "the last one runs\n"; });
try {
    background_processing_run();
} catch (Bgproc\BackgroundProcessingFailedException $e) {
    var_dump($e instanceof Bgproc\Throwable, $e instanceof RuntimeException);
    echo $e->getMessage(), "\n";
    foreach ($e->getExceptions() as $failure) {
        echo get_class($failure), ': ', $failure->getMessage(), "\n";
    }
    var_dump($e->getPrevious() === $e->getExceptions()[0]);
}
try {
    new Bgproc\BackgroundProcessingFailedException([1]);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
$empty = new Bgproc\BackgroundProcessingFailedException([]);
echo $empty->getMessage(), ' ', json_encode($empty->getExceptions()), "\n";
echo "===DONE===\n";
--EXPECTF--
Warning: background_processing_run(): Post-response tasks are being run already in %srun_error.php on line %d
bool(false)
background process invoked already
the last one runs
bool(true)
bool(true)
3 background processing task(s) failed
RuntimeException: first failure
LogicException: second failure
Error: Call to undefined function undefined_function()
bool(true)
Bgproc\BackgroundProcessingFailedException::__construct(): Argument #1 ($exceptions) must contain only instances of Throwable
0 background processing task(s) failed []
===DONE===
