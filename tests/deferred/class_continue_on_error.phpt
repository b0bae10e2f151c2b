--TEST--
EXECUTION_TYPE_CONTINUE_ON_ERROR: all run, then one exception (B5)
--EXTENSIONS--
bgproc
--INI--
bgproc.allow_user_finish=1
--FILE--
<?php
use CrowdStar\BackgroundProcessing\BackgroundProcessing as Library;
use CrowdStar\BackgroundProcessing\Exception\BackgroundProcessingFailedException;
function fastcgi_finish_request() { return true; }
Library::setExecutionType(Library::EXECUTION_TYPE_CONTINUE_ON_ERROR);
var_dump(Library::getExecutionType());
Library::add(function () { throw new RuntimeException('one'); });
Library::add(function () { echo "two\n"; });
Library::add(function () { throw new LogicException('three'); });
try {
    Library::run();
} catch (BackgroundProcessingFailedException $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
    echo implode(', ', array_map(fn ($f) => $f->getMessage(), $e->getExceptions())), "\n";
    var_dump($e->getPrevious() === $e->getExceptions()[0]);
}
echo "===DONE===\n";
--EXPECTF--
int(1)
two
Bgproc\BackgroundProcessingFailedException: 2 background processing task(s) failed
one, three
bool(true)
===DONE===
