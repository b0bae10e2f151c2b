--TEST--
Options of a job that are given as numeric strings are kept as the numbers they mean, for retry() and for unique work
--EXTENSIONS--
bgproc
--FILE--
<?php
/* The string was kept: retry() from a file with strict_types refused what its caller had not given. */
require __DIR__ . '/../inc/bgproc.inc';

$manager = new Bgproc\JobManager(['working_directory' => state_dir(), 'grace' => '3']);
$job = $manager->startCommand(['true'], ['nice' => '5', 'umask' => '18', 'output_limit' => '1000']);
check($job->wait(at_most(20)), 'it ends');
$kept = json_decode(file_get_contents(state_dir() . "/{$job->id()}.request"), true);
$found = [];
array_walk_recursive($kept, function ($value, $name) use (&$found) { $found[$name] = $value; });
check_same([5, 18, 1000], [$found['nice'] ?? null, $found['umask'] ?? null, $found['output_limit'] ?? null], 'what is kept');
$strict = write_file('strict.php', '<?php declare(strict_types=1);
$manager = new Bgproc\JobManager(["working_directory" => $argv[1]]);
$job = $manager->retry($argv[2]);
$job->wait(20.0);
echo $job->state()->value;');
$process = proc_open([...php_words(), $strict, state_dir(), $job->id()], [['file', '/dev/null', 'r'], ['file', test_dir() . '/out', 'w'], ['redirect', 1]], $pipes);
proc_close($process);
check_same('succeeded', file_get_contents(test_dir() . '/out'), 'a retry from a strict file');

$options = ['unique' => true, 'delay' => 1000];
$one = $manager->startCommand(['true'], $options + ['umask' => '18']);
$same = $manager->startCommand(['true'], $options + ['umask' => 18]);
check_same([$one->id(), true], [$same->id(), $same->isMerged()], 'the same work');
$one->cancel();
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
