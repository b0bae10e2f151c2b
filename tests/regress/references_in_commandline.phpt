--TEST--
A command line with references in it is the one that was checked, whatever becomes of the variables
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* A reference made the checked string an int or an array before the start: a crash. */
require __DIR__ . '/../inc/refusal.inc';

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

/* Options too: what is behind the reference at the start is checked again. */
$value = 'good';
$list = [&$value];
$process = manager()->createProcess(['true'], ['env' => ['A' => &$value], 'labels' => ['l' => &$value], 'cwd' => &$value]);
$value = ['bad'];
check_refused(TypeError::class, fn () => $process->run(), 'changed by reference', '/^Option "env" must be /');
$value = "/\0";
check_refused(ValueError::class, fn () => $process->run(), 'changed by reference', '/^Option "env" must be /');
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
