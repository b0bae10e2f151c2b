--TEST--
A list in place of the options of a job is refused, whatever its length
--EXTENSIONS--
bgproc
--FILE--
<?php
/* The merged options were given room before they were checked; PHP's array of a list has another layout in memory. */
require __DIR__ . '/../inc/job.inc';

$jobs = jobs();
$bare = new Bgproc\JobManager();
foreach ([1, 7, 8, 100, 1 << 17] as $length) {
    $list = range(1, $length);
    $holes = $list;
    unset($holes[intdiv($length, 2)]);
    foreach ([$jobs, $bare] as $manager) {
        foreach ([$list, $holes] as $options) {
            foreach ([fn () => $manager->startCommand(['true'], $options), fn () => $manager->startCall('strrev', ['a'], $options), fn () => $manager->start('/a.php', $options)] as $i => $start) {
                if ($options !== []) {
                    check_throws(ValueError::class, $start, "a list of $length, start $i", '/^Unknown option \(a number\); the options are /');
                }
            }
        }
    }
}
check_same([], glob(state_dir() . '/*'), 'nothing was started');
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
