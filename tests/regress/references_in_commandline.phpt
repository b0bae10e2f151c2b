--TEST--
A command line with references in it is the one that was checked, whatever becomes of the variables
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* A reference made the checked string an int or an array before the start: a crash. */
require __DIR__ . '/../inc/bgproc.inc';

$word = 'one';
$line = ['printf', '%s|', &$word];
$process = manager()->createProcess($line, ['capture_output' => true]);
$other = manager()->createProcess(['true']);
$other->setCommandline($line);
foreach ([42, ['x'], "NUL\0", null, new stdClass(), 'two'] as $value) {
    $word = $value;
    check_same(['printf', '%s|', 'one'], $process->getCommandline(), 'command line');
    check_same(['printf', '%s|', 'one'], $other->getCommandline(), 'command line set');
}
$word = 42;
$process->run();
check($process->wait(20), 'wait');
check_same('one|', $process->getOutput(), 'output');

/* Options too: what was checked is what the start uses. */
$value = test_dir();
$process = manager()->createProcess(['sh', '-c', 'pwd; echo "$A"'],
    ['env' => ['A' => &$value], 'labels' => ['l' => &$value], 'cwd' => &$value, 'capture_output' => true]);
foreach ([['bad'], "/\0", new stdClass(), null] as $value) {
}
$process->run();
check($process->wait(20), 'wait');
check_same(test_dir() . "\n" . test_dir() . "\n", $process->getOutput(), 'output');
check_same(['l' => test_dir()], $process->getMeta()['labels'], 'labels');
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
