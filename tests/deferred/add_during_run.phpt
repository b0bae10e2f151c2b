--TEST--
A task adds tasks: they run in the same run, after those that waited already (C2)
--EXTENSIONS--
bgproc
--FILE--
<?php
register_shutdown_function(function () { echo "===DONE===\n"; });
background_processing_add(function () {
    echo "one\n";
    background_processing_add(function () {
        echo "nested\n";
        BackgroundProcessing::add(function () { echo "nested twice\n"; });
    });
});
background_processing_add(function () { echo "two\n"; });
background_processing_run();
echo background_processing_status()['pending'], " pending\n";
background_processing_add(function () { echo "after the run\n"; });
echo "end of the script\n";
--EXPECTF--
one
two
nested
nested twice
0 pending
end of the script
after the run
===DONE===
