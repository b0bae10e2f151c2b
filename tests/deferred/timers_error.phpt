--TEST--
A timer that throws is a failure of its own: the queue still runs
--EXTENSIONS--
bgproc
--INI--
bgproc.allow_user_finish=1
--FILE--
<?php
class BadTimer extends Bgproc\Timer\AbstractTimer
{
    public function __construct(private string $text) {}
    public function stopTiming(): Bgproc\Timer\AbstractTimer { throw new RangeException($this->text); }
}
function fastcgi_finish_request() { return true; }
BackgroundProcessing::addTimer(new BadTimer('timer one'));
BackgroundProcessing::addTimer(new BadTimer('timer two'));
background_processing_add(function () { echo "task\n"; });
try {
    background_processing_run(true);
} catch (Bgproc\BackgroundProcessingFailedException $e) {
    echo $e->getMessage(), ': ', implode(', ', array_map(fn ($f) => $f->getMessage(), $e->getExceptions())), "\n";
}
background_processing_add(function () { echo "task\n"; });
background_processing_add(function () { throw new DomainException('the task itself'); });
background_processing_add(function () { echo "never\n"; });
try {
    BackgroundProcessing::run(true);
} catch (DomainException $e) {
    for (; $e; $e = $e->getPrevious()) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
try {
    new Bgproc\Timer\AbstractTimer;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
echo "===DONE===\n";
--EXPECTF--
task
2 background processing task(s) failed: timer one, timer two
task
DomainException: the task itself
RangeException: timer one
RangeException: timer two
Cannot instantiate abstract class Bgproc\Timer\AbstractTimer
===DONE===
