--TEST--
Where nothing can release the client the class throws, each time, and loses nothing (B7, C3, C5)
--EXTENSIONS--
bgproc
--FILE--
<?php
register_shutdown_function(function () { echo "===DONE===\n"; });
use CrowdStar\BackgroundProcessing\Exception\InvalidEnvironmentException;
BackgroundProcessing::add(function () { echo "the task runs at the end\n"; });
for ($i = 0; $i < 2; $i++) {
    try {
        BackgroundProcessing::run();
    } catch (InvalidEnvironmentException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
echo background_processing_status()['pending'], " pending\n";
--EXPECTF--
Bgproc\InvalidEnvironmentException: background process invokable under PHP-FPM only
Bgproc\InvalidEnvironmentException: background process invokable under PHP-FPM only
1 pending
the task runs at the end
===DONE===
