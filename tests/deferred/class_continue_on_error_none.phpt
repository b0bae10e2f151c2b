--TEST--
EXECUTION_TYPE_CONTINUE_ON_ERROR: nothing is thrown when nothing failed (B5)
--EXTENSIONS--
bgproc
--INI--
bgproc.allow_user_finish=1
--FILE--
<?php
function fastcgi_finish_request() { return true; }
BackgroundProcessing::setExecutionType(BackgroundProcessing::EXECUTION_TYPE_CONTINUE_ON_ERROR);
BackgroundProcessing::add(function () { echo "one\n"; });
BackgroundProcessing::run();
echo "===DONE===\n";
--EXPECTF--
one
===DONE===
