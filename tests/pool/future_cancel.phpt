--TEST--
Future::cancel() stops what has not begun, and only that
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function block() { touch($GLOBALS['runs']); while (!file_exists($GLOBALS['go'])) { usleep(1000); clearstatcache(); } return 'blocked'; }
    function note($x) { file_put_contents($GLOBALS['notes'], $x, FILE_APPEND); return $x; }
}
$notes = test_dir() . '/notes';
$runs = test_dir() . '/runs';
$go = test_dir() . '/go';
/* With prefetch some calls wait in the worker. */
foreach ([0, 1, 100, null] as $prefetch) {
    @unlink($go);
    @unlink($runs);
    @unlink($notes);
    $pool = new Bgproc\Pool(new Worker(), ['workers' => 1, 'prefetch' => $prefetch]);
    $first = $pool->block();
    $futures = [];
    foreach (range('a', 'f') as $letter) {
        $futures[$letter] = $pool->note($letter);
    }
    check(dispatch_until($pool, fn () => file_exists($runs)), 'it runs');
    check_same(false, $first->cancel(), 'what runs is not cancelled');
    check_same(Bgproc\State::Running, $first->getState(), 'it runs');
    foreach (['b', 'c', 'f'] as $letter) {
        check_same(true, $futures[$letter]->cancel(), "cancel $letter, prefetch " . var_export($prefetch, true));
        check_same(Bgproc\State::Stopped, $futures[$letter]->getState(), 'stopped');
        failure($futures[$letter], Bgproc\CancelledException::class, "await() of $letter", '/cancelled/');
    }
    check_same(false, $futures['b']->cancel(), 'a second time');
    touch($go);
    check_same('blocked', $first->await(), 'the first ends as it would');
    check_same(['a' => 'a', 'd' => 'd', 'e' => 'e'], Bgproc\Future::all(['a' => $futures['a'], 'd' => $futures['d'], 'e' => $futures['e']]), 'the others too');
    check_same(true, $pool->wait(20), 'nothing is left');
    check_same('ade', file_get_contents($notes), 'what was cancelled never ran');
    check_same(false, $futures['a']->cancel(), 'what has ended');
    check_same('a', $futures['a']->await(), 'keeps its result');
    check_same([4, 0], [$pool->stats()['completed'], $pool->stats()['failed']], 'counts');
    $pool->close();
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
