--TEST--
cancel(): a waiting task does not run; one that runs, ran or never was cannot be cancelled
--EXTENSIONS--
bgproc
--FILE--
<?php
class Held { public function __destruct() { echo "freed\n"; } }
$held = new Held;
$first = background_processing_add(function () use ($held) { echo "never\n"; });
unset($held);
$second = background_processing_add(function () use (&$second) {
    echo "second\n";
    var_dump(background_processing_cancel($second));
});
$third = background_processing_add(function () { echo "never\n"; });
$fourth = background_processing_add(function () { echo "fourth\n"; });
$last = background_processing_add(function () { echo "never\n"; });
var_dump(background_processing_cancel($first), background_processing_cancel($third), background_processing_cancel($last));
var_dump(background_processing_cancel($first), background_processing_cancel(0), background_processing_cancel(-5), background_processing_cancel(99));
$added = background_processing_add(function () { echo "after the cancelled last one\n"; });
background_processing_run();
var_dump(background_processing_cancel($second));
foreach (background_processing_status()['results'] as $row) {
    echo "$row[number] $row[state]\n";
}
echo "===DONE===\n";
--EXPECTF--
freed
bool(true)
bool(true)
bool(true)
bool(false)
bool(false)
bool(false)
bool(false)
second
bool(false)
fourth
after the cancelled last one
bool(false)
1 cancelled
3 cancelled
5 cancelled
2 ok
4 ok
6 ok
===DONE===
