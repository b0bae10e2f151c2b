--TEST--
A relative working directory is seen from the caller's
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* The supervisor wants absolute paths and died of a relative one. */
require __DIR__ . '/../inc/refusal.inc';

mkdir(test_dir() . '/a/b/c', 0700, true);
chdir(test_dir() . '/a');
foreach (['b' => '/a/b', 'b/c' => '/a/b/c', '..' => '', './b/../b/.' => '/a/b', '.' => '/a', 'b/' => '/a/b'] as $cwd => $expected) {
    $process = start(['/bin/pwd'], ['cwd' => $cwd, 'capture_output' => true, 'confirm' => true]);
    check($process->wait(20), 'wait');
    check_same(test_dir() . "$expected\n", $process->getOutput(), "cwd $cwd");
}
/* A program with a relative path is looked for there. */
symlink('/bin/pwd', test_dir() . '/a/b/where');
$process = start(['./where'], ['cwd' => 'b', 'capture_output' => true]);
check($process->wait(20), 'wait');
check_same(test_dir() . "/a/b\n", $process->getOutput(), 'program');
check_refused(Bgproc\SpawnException::class, fn () => start(['true'], ['cwd' => 'missing']), 'missing', '/^Cannot change to the directory missing: No such file/', 2);

/* Too long only together with the caller's. */
$long = 'b/../' . str_repeat('./', 2040) . 'b';
check(strlen($long) < 4096, 'length');
check_refused(Bgproc\SpawnException::class, fn () => start(['true'], ['cwd' => $long]), 'too long', '/File name too long$/', 36);
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
