--TEST--
Future: the warning of an unseen failure as PHP prints it
--EXTENSIONS--
bgproc
--INI--
html_errors=0
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$pool = new Bgproc\Pool(function ($x) { throw new DomainException("failed $x"); }, ['workers' => 1]);
$pool->submit('a');
$pool->wait();
$pool = null;
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECTF--

Warning: %s: Call 1 of a pool has failed, and nobody has asked for its result: DomainException: failed a in %s on line %d
===DONE===
