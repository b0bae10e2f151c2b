--TEST--
A teardown that does not end fills the machine with no processes, and is ended
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

define('SLOW', (bool) getenv('BGPROC_TEST_SLOW'));
$pool = new Bgproc\Pool(fn () => getmypid(), ['workers' => 1, 'max_jobs' => 1, 'jitter' => 0, 'teardown' => fn () => sleep(1000)]);
$first = $pool->submit()->await(20);
$second = $pool->submit()->await(20);
check($first !== $second && is_alive($first) && is_alive($second), 'a successor starts beside the teardown');
/* The third one waits until the first has ended, by force after 10 s. */
$third = $pool->submit();
check_throws(Bgproc\TimeoutException::class, fn () => $third->await(0.5), 'the third');
check_between(2, 2, count($pool->stats()['processes']), 'processes');
if (SLOW) {
    check(is_int($third->await(20)), 'the third');
    check(!is_alive($first), 'the first was killed');
}
$pool->close(0);
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
