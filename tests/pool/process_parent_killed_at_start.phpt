--TEST--
A parent that is killed while its pool starts leaves nothing
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$script = write_file('parent.php', '<?php
    for (;;) { $pool = new Bgproc\Pool(fn () => sleep(60), ["workers" => 3]); $pool->submit(); $pool->dispatch(); $pool = null; }');
for ($i = 0; $i < repeats(8, 100); $i++) {
    $parent = proc_open([...php_words(), $script], [2 => ['file', '/dev/null', 'w']], $pipes);
    usleep(60000 + mt_rand(0, 60000));
    proc_terminate($parent, SIGKILL);
    proc_close($parent);
}
check_no_leftovers(at_most(2.0));
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
