--TEST--
Pool: workers whose setup fails end the calls with the reason, not in a hang
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(fn () => 1, ['workers' => 1, 'setup' => fn () => throw new DomainException('the database is away')]);
$futures = [$pool->submit(), $pool->submit()];
foreach ($futures as $i => $future) {
    failure($future, Bgproc\WorkerLostException::class, "call $i", '/the database is away/');
    check_same(Bgproc\State::Lost, $future->getState(), 'state');
}
$took = seconds(fn () => failure($pool->submit(), Bgproc\WorkerLostException::class, 'a later one', '/the database is away/'));
check_seconds(0, 1, $took, 'at once');
check_seconds(0, 2, seconds(fn () => $pool->close()), 'close()');
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
