--TEST--
Timers stop before the first task, only when run(true) says so (B8)
--EXTENSIONS--
bgproc
--INI--
bgproc.allow_user_finish=1
--FILE--
<?php
use CrowdStar\BackgroundProcessing\BackgroundProcessing;
use CrowdStar\BackgroundProcessing\Timer\AbstractTimer;
use CrowdStar\BackgroundProcessing\Timer\NewRelicTimer;

class StopWatch extends AbstractTimer
{
    public function __construct(private string $name) {}
    public function stopTiming(): AbstractTimer
    {
        echo "$this->name stops\n";
        return $this;
    }
}
function litespeed_finish_request() { echo "-- released\n"; return true; }
function newrelic_end_of_transaction() { echo "New Relic stops\n"; }
BackgroundProcessing::addTimer(new StopWatch('first'));
BackgroundProcessing::addTimer(new StopWatch('second'));
BackgroundProcessing::addTimer(new NewRelicTimer);
background_processing_add(function () { echo "task\n"; });
background_processing_run();
background_processing_add(function () { echo "task\n"; });
BackgroundProcessing::run(true);
$timer = new NewRelicTimer;
var_dump($timer->stopTiming() === $timer, $timer instanceof Bgproc\Timer\AbstractTimer);
echo "===DONE===\n";
--EXPECTF--
-- released
task
-- released
first stops
second stops
New Relic stops
task
New Relic stops
bool(true)
bool(true)
===DONE===
