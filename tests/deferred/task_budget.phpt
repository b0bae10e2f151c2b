--TEST--
bgproc.task_budget: when the time is used up no further task starts
--EXTENSIONS--
bgproc
--INI--
bgproc.task_budget=0.1
--FILE--
<?php
background_processing_add(function () { usleep(120000); echo "long\n"; });
background_processing_add(function () { echo "never\n"; });
background_processing_add(function () { echo "never\n"; });
background_processing_run();
foreach (background_processing_status()['results'] as $row) {
    echo "$row[number] $row[state] $row[error]\n";
}
background_processing_add(function () { echo "the next run has its own\n"; });
background_processing_run();
echo "===DONE===\n";
--EXPECTF--
long
1 ok 
2 skipped bgproc.task_budget was used up
3 skipped bgproc.task_budget was used up
the next run has its own
===DONE===
