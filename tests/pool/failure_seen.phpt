--TEST--
Future: no warning of failures that were seen, handled or cancelled
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$work = function ($x) { if ($x === 'block') { while (!file_exists($GLOBALS['go'])) { usleep(1000); clearstatcache(); } } throw new DomainException("failed $x"); };
$go = test_dir() . '/go';
$pool = new Bgproc\Pool($work, ['workers' => 1, 'prefetch' => 0]);
$cases = [
    'await()' => function () use ($pool) { try { $pool->submit(1)->await(); } catch (DomainException) {} },
    'getError()' => function () use ($pool) { $f = $pool->submit(2); $pool->wait(); $f->getError(); },
    'catch()' => function () use ($pool) { $pool->submit(3)->catch(fn () => 1); $pool->wait(); },
    'then()->catch()' => function () use ($pool) { $pool->submit(4)->then(fn () => 1)->catch(fn () => 1); $pool->wait(); },
    'finally()->catch()' => function () use ($pool) { $pool->submit(5)->finally(fn () => 1)->catch(fn () => 1); $pool->wait(); },
    'map()' => function () use ($pool) { try { $pool->map([1, 2, 3]); } catch (DomainException) {} $pool->wait(); },
    'each()' => function () use ($pool) { try { foreach ($pool->each([1, 2, 3]) as $x) {} } catch (DomainException) {} $pool->wait(); },
    'all()' => function () use ($pool) { try { Bgproc\Future::all([$pool->submit(6)]); } catch (DomainException) {} },
    'race()' => function () use ($pool) { try { Bgproc\Future::race([$pool->submit(7)]); } catch (DomainException) {} },
    'any()' => function () use ($pool) { try { Bgproc\Future::any([$pool->submit(8), $pool->submit(9)]); } catch (DomainException) {} },
    'cancel()' => function () use ($pool, $go) { $b = $pool->submit('block'); $f = $pool->submit(10); $f->cancel(); touch($go); $pool->wait(); $b->getError(); },
    'cancel() of a chain' => function () use ($pool, $go) { unlink($go); $b = $pool->submit('block'); $f = $pool->submit(10); $f->then(fn () => 1); $f->cancel(); touch($go); $pool->wait(); $b->getError(); },
    'onError()' => function () use ($pool) { $n = 0; $pool->onError(function () use (&$n) { $n++; }); $pool->submit(11); $pool->wait(); check_same(1, $n, 'onError()'); $pool->onError(null); },
    'close()' => function () use ($work) { $p = new Bgproc\Pool(fn () => sleep(100), ['workers' => 1, 'prefetch' => 0]); $f = $p->submit(); $g = $p->submit(); $p->dispatch(0.05); $g = null; $p->close(0); $f->getError(); },
];
foreach ($cases as $name => $case) {
    check_same([], warnings(function () use ($case) { $case(); gc_collect_cycles(); }), $name);
}
check_same([], warnings(function () use (&$pool, &$cases, &$case) { $cases = $case = null; $pool = null; }), 'at the end');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
