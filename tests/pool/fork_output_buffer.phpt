--TEST--
What the parent has buffered appears once
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

foreach (['close' => '', 'exit' => 'exit(0);', 'fatal' => 'undefined_function_x();', 'kill' => 'posix_kill(getmypid(), SIGKILL);', 'flush' => 'while (ob_get_level()) { ob_end_flush(); } flush();'] as $how => $code) {
    [$exit, $output] = run_php(<<<CODE
        echo "plain\n";
        ob_start(fn (\$text) => "[\$text]");
        echo "buffered";
        ob_start();
        echo " twice";
        \$pool = new Bgproc\Pool(function () { $code; return ob_get_level(); }, ['workers' => 2, 'on_output' => fn () => 0]);
        \$result = '';
        try {
            \$result = \$pool->submit()->await(20);
        } catch (Bgproc\WorkerLostException|Error) {
        }
        \$pool->close();
        ob_end_flush();
        ob_end_flush();
        echo "\n", \$result, "\n";
        CODE);
    check_same([0, "plain\n[buffered twice]\n" . ($how === 'close' || $how === 'flush' ? "0\n" : "\n")], [$exit, $output], $how);
}
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
