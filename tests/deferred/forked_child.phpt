--TEST--
A forked child does not run the queue of its parent by itself
--EXTENSIONS--
bgproc
pcntl
--FILE--
<?php
$pid = getmypid();
register_shutdown_function(function () use ($pid) { echo getmypid() === $pid ? "===DONE===\n" : ""; });
background_processing_add(function () { echo "task\n"; });
$child = pcntl_fork();
if ($child === 0) {
    exit;
}
pcntl_waitpid($child, $status);
echo "child: ", pcntl_wexitstatus($status), "\n";
--EXPECTF--
child: 0
task
===DONE===
