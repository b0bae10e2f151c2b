--TEST--
Option "stdin" with a string: bytes of any kind and size, read from the start, in no file
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

function output(BackgroundProcess $process): string
{
    check($process->wait(30), 'it ends');
    return $process->getOutput();
}

foreach (['', 'x', "a\0b\xff\r\n", str_repeat("line\n", 20000), random_bytes(20000000)] as $bytes) {
    $process = start(['sha256sum'], ['stdin' => ['string', $bytes], 'capture_output' => true]);
    check_same(hash('sha256', $bytes) . "  -\n", output($process), strlen($bytes) . ' bytes');
}

/* One file for all that the command starts, as a file that is redirected: each goes on where the one before has stopped. */
$process = start('head -c 3; echo; cat', ['stdin' => ['string', 'onetwo'], 'capture_output' => true]);
check_same("one\ntwo", output($process), 'two that read');

/* It can be sought in, and not be changed. */
$process = start('read a; read b < /proc/self/fd/0; echo $a $b; { echo new >&0; } 2> /dev/null; echo $?', ['stdin' => ['string', "1\n2\n"], 'capture_output' => true]);
check_same("1 1\n1\n", output($process), 'another opening, and writing');

/* As default of a manager; null there is /dev/null again. */
$manager = manager(['stdin' => ['string', 'of the manager'], 'capture_output' => true]);
check_same(['of the manager', 'own', ''], [output(start(['cat'], [], $manager)), output(start(['cat'], ['stdin' => ['string', 'own']], $manager)),
    output(start(['cat'], ['stdin' => null], $manager))], 'defaults');

/* References are taken as they are at the start. */
$bytes = 'before';
$kind = 'string';
$process = manager()->createProcess(['cat'], ['stdin' => [&$kind, &$bytes], 'capture_output' => true]);
$process->run();
check_same('before', output($process), 'references');

/* Nothing of it is in the state directory or in the command line of the supervisor; no descriptor stays open. */
$before = open_descriptors();
$process = start('cat > /dev/null; while [ ! -e ' . test_dir() . '/go ]; do sleep 0.01; done', ['stdin' => ['string', 'a secret word'], 'keep' => 600]);
check_same('', (string) shell_exec('grep -r "a secret word" ' . escapeshellarg(state_dir())), 'in the state directory');
check(!str_contains((string) file_get_contents('/proc/' . $process->getPid() . '/cmdline'), 'secret'), 'in the command line');
check_same([], preg_grep('/memfd/', array_diff(open_descriptors(), $before)), 'descriptors of the starter');
touch(test_dir() . '/go');
check($process->wait(20), 'it ends');

/* The script of writeExecutablePHPFile() brings it along. */
$process = manager()->createProcess(['cat'], ['stdin' => ['string', "from the script\n"]]);
$process->writeExecutablePHPFile();
exec(implode(' ', array_map('escapeshellarg', [...php_words(), $process->getExecutablePHPFilePath()])) . ' > ' . escapeshellarg(test_dir() . '/script.out') . ' 2>&1');
check_same("from the script\n", file_get_contents(test_dir() . '/script.out'), 'the executable PHP file');
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
