--TEST--
BackgroundProcessing: order, by-reference captures, code after run(), a second run() (B1, B2, B3, B6)
--EXTENSIONS--
bgproc
--INI--
bgproc.allow_user_finish=1
--FILE--
<?php
/* Stands in for the server's function. */
function fastcgi_finish_request() { echo "-- response sent\n"; return true; }
register_shutdown_function(function () { echo "user shutdown function\n"; });
$sum = 0;
BackgroundProcessing::add(function (int ...$numbers) use (&$sum) { $sum += array_sum($numbers); }, 1, 2, 4);
BackgroundProcessing::add(function () use (&$sum) { echo "task: $sum\n"; });
echo "response: $sum\n";
BackgroundProcessing::run();
echo "after: $sum\n";
BackgroundProcessing::add(function () { echo "added after run()\n"; });
for ($i = 0; $i < 2; $i++) {
    try {
        BackgroundProcessing::run();
    } catch (Bgproc\AlreadyInvokedException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$reflection = new ReflectionClass('BackgroundProcessing');
var_dump($reflection->getConstants(), $reflection->isFinal());
register_shutdown_function(function () { echo "===DONE===\n"; });
--EXPECTF--
response: 0
-- response sent
task: 7
after: 7
Bgproc\AlreadyInvokedException: background process invoked already
Bgproc\AlreadyInvokedException: background process invoked already
array(2) {
  ["EXECUTION_TYPE_STOP_ON_ERROR"]=>
  int(0)
  ["EXECUTION_TYPE_CONTINUE_ON_ERROR"]=>
  int(1)
}
bool(true)
-- response sent
added after run()
user shutdown function
===DONE===
