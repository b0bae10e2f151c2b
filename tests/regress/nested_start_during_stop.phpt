--TEST--
What a command starts with bgproc at the moment at which it is stopped or killed goes on
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Until its exec a supervisor to be looked like one of the tree. It took the signal of the stop for one of its own, or was killed
 * with the tree when its record was there already. The same measured at length: tools/nested.sh.
 */
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../faults/nested.inc';

$kinds = array_keys(NESTED_KINDS);
$starts = 0;
for ($round = 0; $round < max(count($kinds), repeats(30, 600)); $round++) {
    [$count, $bad] = nested_tree(test_dir() . "/$round", $kinds[$round % count($kinds)]);
    check_same([], $bad, "tree $round");
    $starts += $count;
}
check($starts >= $round, "many were started: $starts in $round trees");
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
