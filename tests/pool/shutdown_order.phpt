--TEST--
Pool: a script that ends with calls that run, and globals in circles
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

foreach ([
    'calls that run' => '$pool = new Bgproc\Pool(fn () => sleep(100), ["workers" => 2]); $f = $pool->submit(); $g = $pool->submit(); $pool->dispatch(0.05); $f->catch(fn () => 1); $g->catch(fn () => 1);',
    'circles' => '$pool = new Bgproc\Pool(fn () => 1, ["workers" => 2]); $pool->onReturn(function () use ($pool) {}); $f = $pool->submit(); $f->then(function () use (&$f, $pool) {}); $f->await(); $o = new stdClass; $o->o = $o; $o->pool = $pool; unset($pool, $o, $f);',
    'an iterator that was begun' => '$pool = new Bgproc\Pool(fn ($x) => $x, ["workers" => 2]); $i = $pool->each(range(1, 1000)); foreach ($i as $x) { break; }',
    'an iterator of a generator of itself' => '$pool = new Bgproc\Pool(fn ($x) => $x, ["workers" => 1]); $i = null; $i = $pool->each((function () use (&$i, $pool) { for (;;) yield 1; })()); foreach ($i as $x) { break; } unset($i, $pool);',
    'exit' => '$pool = new Bgproc\Pool(fn () => 1, ["workers" => 2]); $f = $pool->submit()->await(); exit(0);',
    'a static' => 'class S { static $pool; static $f; } S::$pool = new Bgproc\Pool(fn () => 1, ["workers" => 2]); S::$f = S::$pool->submit(); S::$f->await();',
    'used in a destructor' => 'class D { public $pool; function __destruct() { echo $this->pool->submit(5)->await(), "\n"; } } $d = new D; $d->pool = new Bgproc\Pool(fn ($x) => $x, ["workers" => 1]);',
    'used in a shutdown function' => '$pool = new Bgproc\Pool(fn ($x) => $x, ["workers" => 1]); register_shutdown_function(function () use ($pool) { echo $pool->submit(5)->await(), "\n"; });',
] as $name => $code) {
    [$status, $text] = run_php($code);
    check_same([0, str_starts_with($name, 'used') ? "5\n" : ''], [$status, $text], $name);
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
