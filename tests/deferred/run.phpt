--TEST--
run(): drains the queue whenever it is called, and says whether the client was released
--EXTENSIONS--
bgproc
--FILE--
<?php
var_dump(background_processing_can_finish(), background_processing_finish());
var_dump(background_processing_run());
background_processing_add(function () { echo "first\n"; });
var_dump(background_processing_run());
background_processing_add(function () { echo "second\n"; });
var_dump(background_processing_run(stopTiming: true));
echo "===DONE===\n";
--EXPECTF--
bool(false)
bool(false)
bool(false)
first
bool(false)
second
bool(false)
===DONE===
