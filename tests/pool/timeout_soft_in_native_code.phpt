--TEST--
A soft timeout comes when native code has ended, and the hard one if it does not
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$pool = new Bgproc\Pool(fn (int $n) => hash_pbkdf2('sha512', 'a', 'b', $n), ['workers' => 1, 'soft_timeout' => 0.1, 'timeout' => 0.5]);
[$pid] = pool_ready($pool);
check_same(Bgproc\CallTimeoutException::class, outcome($pool->submit(2000000000)), 'outcome');
check(!is_alive($pid), 'killed');
check_same(Bgproc\State::TimedOut, (function () use ($pool) { $f = $pool->submit(2000000000); outcome($f); return $f->getState(); })(), 'state');
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
