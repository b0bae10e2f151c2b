--TEST--
Pool::run(): what tasks print comes once, in the order of the tasks
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

echo "before\n";
ob_start();
echo "buffered here\n";
$result = Bgproc\Pool::run(
    function () { usleep(50000); echo "first 1\n"; echo "first 2\n"; return 'a'; },
    function () { print "second\n"; ob_start(); echo "left in a buffer\n"; return 'b'; },
    function () { echo "without an end of line"; return 'c'; },
);
ob_end_flush();
echo "after ", implode(' ', $result), "\n";
try {
    Bgproc\Pool::run(function () { echo "printed before the failure\n"; throw new DomainException('failed'); });
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
before
buffered here
first 1
first 2
second
left in a buffer
without an end of line
after a b c
printed before the failure
failed
===DONE===
