--TEST--
EXECUTION_TYPE_STOP_ON_ERROR: the exception itself leaves run(), the rest is skipped for good (B4)
--EXTENSIONS--
bgproc
--INI--
bgproc.allow_user_finish=1
--FILE--
<?php
register_shutdown_function(function () { echo "===DONE===\n"; });
function fastcgi_finish_request() { return true; }
var_dump(BackgroundProcessing::getExecutionType() === BackgroundProcessing::EXECUTION_TYPE_STOP_ON_ERROR);
class Held { public function __destruct() { echo "freed\n"; } }
$held = new Held;
BackgroundProcessing::add(function () { echo "first\n"; });
$failure = new DomainException('original');
BackgroundProcessing::add(function () use ($failure) { throw $failure; });
BackgroundProcessing::add(function () use ($held) { echo "never\n"; });
unset($held);
try {
    BackgroundProcessing::run();
} catch (DomainException $e) {
    var_dump($e === $failure, $e->getPrevious());
}
foreach (background_processing_status()['results'] as $row) {
    echo "$row[number] $row[state] $row[error]\n";
}
echo background_processing_status()['pending'], " pending\n";
--EXPECTF--
bool(true)
first
freed
bool(true)
NULL
1 ok 
2 failed DomainException: original
3 skipped an earlier task failed
0 pending
===DONE===
