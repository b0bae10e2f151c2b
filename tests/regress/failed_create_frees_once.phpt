--TEST--
createProcess(), listProcesses() and loadProcess() that throw leave nothing to be freed twice
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* The result was released by the method and once more by the engine: the store of objects was damaged. */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager();
for ($i = 0; $i < 200; $i++) {
    $result = null;
    try {
        $result = $manager->createProcess(['true'], ['nice' => 100]);
    } catch (ValueError $e) {
        unset($e);
    }
    try {
        $manager->createProcess('');
    } catch (ValueError $e) {
        unset($e);
    }
    try {
        $result = $manager->listProcesses(['state' => 'none']);
    } catch (ValueError $e) {
        unset($e);
    }
    check_same(null, $result, 'nothing was assigned');
    $kept[] = new ArrayObject([$i]);
}
foreach ($kept as $i => $object) {
    check_same([$i], $object->getArrayCopy(), "object $i is intact");
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
