--TEST--
Future: a failure that nobody has seen is one warning with the text of the exception
--EXTENSIONS--
bgproc
--INI--
zend.exception_ignore_args=1
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { throw new DomainException("failed $x"); }, ['workers' => 1]);

/* Fire and forget. */
$seen = warnings(function () use ($pool) { $pool->submit('a'); $pool->wait(); });
check_same(1, count($seen), 'one: ' . implode('|', $seen));
check((bool) preg_match('/DomainException.*failed a/s', $seen[0] ?? ''), 'its text: ' . ($seen[0] ?? ''));
/* The future is kept for a while. */
$f = $pool->submit('b');
$seen = warnings(function () use ($pool, $f) { $pool->wait(); $f->isDone(); $f->getState(); });
check_same([], $seen, 'not while there is a future');
$seen = warnings(function () use (&$f) { $f = null; });
check_same(1, count($seen), 'when it goes: ' . implode('|', $seen));
check((bool) preg_match('/failed b/', $seen[0] ?? ''), 'its text');
/* A derived one: the chain passes the failure on. */
$f = $pool->submit('c')->then(fn () => 1);
$seen = warnings(function () use ($pool, &$f) { $pool->wait(); $f = null; });
check_same(1, count($seen), 'a chain without catch() is one warning: ' . implode('|', $seen));
/* A handler that throws. */
$ok = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$seen = warnings(function () use ($ok) { $ok->submit('d')->then(fn () => throw new RangeException('by the handler')); $ok->wait(); });
check_same(1, count($seen), 'a handler that throws: ' . implode('|', $seen));
check((bool) preg_match('/RangeException.*by the handler/s', $seen[0] ?? ''), 'its text');
/* A lost worker. */
$exits = new Bgproc\Pool(fn () => exit(3), ['workers' => 1]);
$seen = warnings(function () use ($exits) { $exits->submit(); $exits->wait(); });
check_same(1, count($seen), 'a lost worker: ' . implode('|', $seen));
check((bool) preg_match('/WorkerLostException/', $seen[0] ?? ''), 'its text');
/* Many. */
$seen = warnings(function () use ($pool) { for ($i = 0; $i < 20; $i++) { $pool->submit($i); } $pool->wait(); });
check_same(20, count($seen), 'one each');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
