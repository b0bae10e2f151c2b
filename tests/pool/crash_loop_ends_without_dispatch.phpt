--TEST--
A script that only submits and waits learns that the workers live again
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$flag = test_dir() . '/up';
$pool = new Bgproc\Pool(fn () => 'works', ['workers' => 1, 'setup' => fn () => file_exists($flag) ?: throw new RuntimeException('down')]);
check_throws(Bgproc\WorkerLostException::class, fn () => $pool->submit()->await(20), 'down');
touch($flag);
/* The circuit tries one worker after 0.1 s. */
$ways = ['await' => fn () => $pool->submit()->await(20), 'map' => fn () => $pool->map([1])[0]];
foreach ($ways as $name => $way) {
    $result = null;
    check(wait_until(function () use ($way, &$result) {
        try {
            $result = $way();
        } catch (Bgproc\WorkerLostException) {
            return false;
        }
        return true;
    }), "it works again by $name");
    check_same('works', $result, $name);
}
$pool->close();
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
