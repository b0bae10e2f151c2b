--TEST--
A script that ends with running calls leaves no process, however it ends
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

foreach (['' => 0, 'exit(3);' => 3, 'undefined_function_x();' => 255, 'ini_set("memory_limit", "8M"); str_repeat("x", 1 << 28);' => 255,
    'throw new Exception("x");' => 255, 'posix_kill(getmypid(), SIGTERM);' => -15, 'posix_kill(getmypid(), SIGTRAP);' => -5,
    'pcntl_exec("/bin/true");' => 0] as $end => $code) {
    $begin = hrtime(true);
    [$exit, $output] = run_php(<<<CODE
        posix_setrlimit(POSIX_RLIMIT_CORE, 0, 0);
        \$pool = new Bgproc\Pool(function () { while (true) { } }, ['workers' => 2]);
        \$futures = [\$pool->submit(), \$pool->submit(), \$pool->submit()];
        \$pool->dispatch(0.05);
        $end
        CODE);
    check_same($code, $exit, "exit code of '$end': $output");
    check_seconds(0, 3.0, (hrtime(true) - $begin) / 1e9, "seconds of '$end'");
    check_no_leftovers(2.0);
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
