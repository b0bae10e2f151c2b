--TEST--
Pool: __serialize() and __unserialize() may call the pool
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Calls { public $v; function __construct(public int $depth) {} 
    function __serialize(): array { global $pool; if ($this->depth > 0 && getmypid() === $GLOBALS['parent']) { $this->v = $pool->submit(new Calls($this->depth - 1))->await(10)->depth; $pool->submit('unrelated')->then(fn () => 1); } return [$this->depth, $this->v]; }
    function __unserialize(array $x): void { [$this->depth, $this->v] = $x; if (getmypid() === $GLOBALS['parent']) { $GLOBALS['log'][] = $GLOBALS['pool']->submit('in __unserialize')->await(10); } } }
$parent = getmypid();
$log = [];
$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 2]);
$back = $pool->submit(new Calls(3))->await(20);
check_same([3, 2], [$back->depth, $back->v], 'nested');
check_same(array_fill(0, 4, 'in __unserialize'), $log, '__unserialize()');
check_same(true, $pool->wait(10), 'idle');
/* Closing it meanwhile. */
class Closes { function __serialize(): array { $GLOBALS['closing']->close(0); return []; } }
$closing = new Bgproc\Pool(fn ($x) => 1, ['workers' => 1]);
check_throws(Bgproc\StateException::class, fn () => $closing->submit(new Closes()), 'close() in __serialize()', '/closed/');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
