--TEST--
Pool: methods that are unknown, not public or magic are an Error at once
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    public function good(): string { return 'good'; }
    protected function guarded() {}
    private function hidden() {}
    public function __get($name) { return 1; }
}
class Magic
{
    public function __call($name, $arguments) { return "$name called"; }
    public function __invoke() { return 'invoked'; }
}
class Nothing {}

$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
foreach (['unknown', 'guarded', 'hidden', '', "a\0b", 'good ', '__CONSTRUCT', '::good', 'Worker::good'] as $name) {
    check_throws(Error::class, fn () => $pool->call($name), "call(" . short($name) . ")", '/Worker::/');
}
check_throws(Error::class, fn () => $pool->unknown(), '$pool->unknown()', '/Worker::unknown\(\)/');
check_throws(Error::class, fn () => $pool->hidden(1), '$pool->hidden()', '/Worker::hidden\(\)/');
check_throws(Error::class, fn () => $pool->map([1], 'hidden'), 'map()', '/Worker::hidden\(\)/');
check_throws(Error::class, fn () => $pool->each([1], 'hidden'), 'each(), before the loop', '/Worker::hidden\(\)/');
check_throws(Error::class, fn () => $pool->submit(), 'neither __invoke() nor execute()', '/Worker has neither/');
check_throws(Error::class, fn () => $pool->map([1]), 'map() without method', '/Worker has neither/');
check_throws(TypeError::class, fn () => $pool->call([]), 'an array');
check_throws(ArgumentCountError::class, fn () => $pool->call(), 'no name');
check_same([0, 0, 0], [$pool->pending(), $pool->running(), $pool->stats()['bytes_sent']], 'nothing was sent');
check_same('good', $pool->good()->await(), 'the pool works');

$pool = new Bgproc\Pool(fn () => 1, ['workers' => 1]);
foreach (['unknown', '__invoke', 'bindTo', 'call'] as $name) {
    check_throws(Error::class, fn () => $pool->call($name), "a function has no $name()");
}
check_throws(Error::class, fn () => $pool->unknown(), 'a function has no methods', '/unknown\(\)/');

$pool = new Bgproc\Pool(new Magic(), ['workers' => 1]);
check_throws(Error::class, fn () => $pool->call('whatever'), 'a method of __call()', '/Magic::whatever\(\)/');
check_same('invoked', $pool->submit()->await(), '__invoke()');
$pool = new Bgproc\Pool(new Nothing(), ['workers' => 1]);
check_throws(Error::class, fn () => $pool->submit(), 'an object without methods', '/Nothing has neither/');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
