--TEST--
Workers that start or end do not move the position of a file that the parent has open
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$file = write_file('lines', "one\ntwo\nthree\nfour\n");
$inherited = fopen($file, 'r');
check_same("one\n", fgets($inherited), 'first line');
$written = fopen(test_dir() . '/written', 'w');
fwrite($written, 'a');
$pool = new Bgproc\Pool(function ($how) {
    return $how === 'exit' ? exit(0) : getmypid();
}, ['workers' => 2, 'max_jobs' => 1]);
$later = fopen($file, 'r');
check_same("one\n", fgets($later), 'first line');
for ($i = 0; $i < 4; $i++) {
    outcome($pool->submit(''));
    outcome($pool->submit('exit'));
}
fwrite($written, 'b');
check_same(["two\n", "two\n"], [fgets($inherited), fgets($later)], 'second lines');
$pool->close();
check_same(["three\n", "three\n", 2], [fgets($inherited), fgets($later), ftell($written)], 'third lines');
check_same('ab', file_get_contents(test_dir() . '/written'), 'written once');
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
