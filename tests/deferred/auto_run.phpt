--TEST--
Tasks that nobody ran run at the end: before the user shutdown functions, or after them, or not at all
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('script.php', <<<'PHP'
<?php
class Last { public function __destruct() { echo "destructor\n"; } }
$last = new Last;
register_shutdown_function(function () {
    echo "shutdown function, ", background_processing_status()['pending'], " pending\n";
    register_shutdown_function(function () { echo "registered late\n"; });
    background_processing_add(function () { echo "task of a shutdown function\n"; });
});
background_processing_add(function () { echo "task\n"; });
register_shutdown_function(function () { echo "another shutdown function\n"; });
if ($argv[1] === 'exit') {
    exit("exit\n");
}
echo "end\n";
PHP);
foreach ([['end', []], ['exit', []], ['end', ['bgproc.run_position' => 'after']], ['end', ['bgproc.auto_run' => 0]]] as [$how, $ini]) {
    echo "-- $how ", json_encode($ini), "\n", $servers->run($script, $ini, 'cli', [$how])[0];
}
echo "===DONE===\n";
--EXPECTF--
-- end []
end
task
shutdown function, 0 pending
another shutdown function
registered late
task of a shutdown function
destructor
-- exit []
exit
task
shutdown function, 0 pending
another shutdown function
registered late
task of a shutdown function
destructor
-- end {"bgproc.run_position":"after"}
end
shutdown function, 1 pending
another shutdown function
registered late
task
task of a shutdown function
destructor
-- end {"bgproc.auto_run":0}
end
shutdown function, 1 pending
another shutdown function
registered late
destructor
===DONE===
