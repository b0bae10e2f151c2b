--TEST--
cancel(): a destructor of what the task held may throw
--EXTENSIONS--
bgproc
--FILE--
<?php
class Thrower { public function __destruct() { throw new LogicException('from the destructor'); } }
$thrower = new Thrower;
$task = background_processing_add(function () use ($thrower) {});
unset($thrower);
try {
    background_processing_cancel($task);
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
echo background_processing_status()['results'][0]['state'], ', ', background_processing_status()['pending'], " pending\n";
try {
    background_processing_cancel('one');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
echo "===DONE===\n";
--EXPECTF--
from the destructor
cancelled, 0 pending
background_processing_cancel(): Argument #1 ($task) must be of type int, string given
===DONE===
