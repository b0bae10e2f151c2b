--TEST--
Two processes, managers or jobs are not equal, so in_array() and array_search() find the right one; a job still equals its id
--EXTENSIONS--
bgproc
--FILE--
<?php
/* PHP sees no properties, and found any two of a class equal: array_search() returned the first of a list. */
require __DIR__ . '/../inc/job.inc';

$processes = [manager()->createProcess('true'), manager()->createProcess('false')];
$manager = jobs();
$jobs = [$manager->startCommand(['true']), $manager->startCommand(['true'])];
foreach ([$processes, [manager(), manager(['key_prefix' => 'x.'])], [$manager, jobs(['scope' => 'x'])], $jobs] as $pair) {
    $class = $pair[0]::class;
    check_same([true, false, true, true], [$pair[0] == $pair[0], $pair[0] == $pair[1], $pair[0] != $pair[1], $pair[1] == $pair[1]], $class);
    check_same([1, false, false], [array_search($pair[1], $pair), in_array(clone_of($pair[0]), $pair), $pair[0] < $pair[1]], "$class in a list");
}
check_same([true, false], [$jobs[0] == $jobs[0]->id(), $jobs[0] == $jobs[1]->id()], 'a job and an id');
check_same(2, count(array_unique($jobs)), 'as texts');
foreach ($jobs as $job) {
    check_ends($job, 'succeeded', 'job');
}
check_no_leftovers();

/** Another object of the class. */
function clone_of(object $object): object
{
    return match (true) {
        $object instanceof BackgroundProcess => manager()->createProcess('true'),
        $object instanceof Bgproc\Job => jobs()->find($object->id()),
        default => new ($object::class)(['working_directory' => state_dir()]),
    };
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
