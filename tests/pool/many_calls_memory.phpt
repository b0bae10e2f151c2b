--TEST--
Pool: the memory of the parent stays as it is over many calls
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn ($x) => [$x, 'k' => "text $x"], ['workers' => 2]);
$bad = new Bgproc\Pool(function ($x) { throw new DomainException("bad $x"); }, ['workers' => 1]);
$round = function () use ($pool, $bad) {
    for ($i = 0; $i < 300; $i++) { $pool->submit($i)->await(); }
    $pool->map(range(1, 300));
    foreach ($pool->each(range(1, 300)) as $x) {}
    foreach ($pool->each(range(1, 300)) as $x) { break; }
    for ($i = 0; $i < 50; $i++) { $pool->submit($i)->then(fn ($x) => $x)->finally(fn () => 1); $pool->submit($i)->cancel(); }
    Bgproc\Future::all([$pool->submit(1), $pool->submit(2)->then(fn () => $pool->submit(3))]);
    $pool->wait();
    for ($i = 0; $i < 50; $i++) { try { $bad->submit($i)->await(); } catch (DomainException) {} $bad->submit($i)->catch(fn () => 1); }
    try { $bad->map(range(1, 100)); } catch (DomainException) {}
    try { $pool->submit(fn () => 1); } catch (Bgproc\PayloadException) {}
    $bad->wait();
};
$round();
$round();
gc_collect_cycles();
$before = memory_get_usage();
for ($i = 0; $i < 4; $i++) {
    $round();
}
gc_collect_cycles();
check_between(-1e6, 20000, memory_get_usage() - $before, 'bytes more');
$before = count(open_descriptors());
for ($i = 0; $i < 10; $i++) {
    $p = new Bgproc\Pool(fn () => 1, ['workers' => 2]);
    $p->submit()->await();
    $p = null;
}
check_same($before, count(open_descriptors()), 'descriptors');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
