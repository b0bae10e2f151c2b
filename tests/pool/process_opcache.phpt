--TEST--
Workers of a script with opcache and its JIT
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php if (!file_exists(ini_get('extension_dir') . '/opcache.so')) { die('skip needs opcache'); } ?>
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

foreach (['off', 'tracing', 'function'] as $jit) {
    [$exit, $output] = run_script(<<<'CODE'
        $file = test_dir() . '/late.php';
        file_put_contents($file, '<?php return fn ($n) => array_sum(array_map(fn ($i) => $i * $i, range(1, $n)));');
        $pool = new Bgproc\Pool(function (int $n) use ($file) {
            static $f = null;
            $f ??= include $file;
            $sum = 0;
            for ($i = 0; $i < 20000; $i++) { $sum += $i % 7; }
            return [$f($n), $sum];
        }, ['workers' => 3, 'idempotent' => true, 'retries' => 9]);
        $expected = array_map(fn ($n) => [intdiv($n * ($n + 1) * (2 * $n + 1), 6), 59997], range(1, 60));
        for ($i = 0; $i < 4; $i++) {
            check_same($expected, $pool->map(range(1, 60)), "round $i");
            foreach (worker_pids($pool) as $pid) { posix_kill($pid, SIGKILL); }
        }
        $pool->close();
        echo 'end';
        CODE, ['zend_extension' => 'opcache', 'opcache.enable_cli' => 1, 'opcache.jit' => $jit, 'opcache.jit_buffer_size' => '16M']);
    check_same([0, 'end'], [$exit, preg_replace('/^.*Warning: JIT is incompatible.*\n/m', '', $output)], "JIT $jit");
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
