--TEST--
Jobs: the classes are final, made by managers only, and neither copied nor serialized
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

check_same('/tmp/php/bgproc_job', Bgproc\JobManager::DEFAULT_WORKING_DIRECTORY, 'default directory');
check_same('job.', Bgproc\JobManager::DEFAULT_KEY_PREFIX, 'default prefix');
check_same(null, Bgproc\JobManager::current(), 'no job here');
check(is_subclass_of('Bgproc\JobException', 'Bgproc\Exception'), 'JobException');
check(is_subclass_of('Bgproc\JobCancelledException', 'Bgproc\JobException'), 'JobCancelledException');

$manager = jobs();
$job = $manager->startCommand(['true']);
foreach (['Bgproc\Job', 'Bgproc\JobContext'] as $class) {
    check_throws(Error::class, fn () => new $class, "new $class", '/Cannot directly construct/');
    check((new ReflectionClass($class))->isFinal(), "$class is final");
    /* Made behind its back, it says so and does not crash. */
    check_throws(Exception::class, fn () => unserialize('O:' . strlen($class) . ":\"$class\":0:{}"), "unserialize $class", '/not allowed/');
    check_throws(ReflectionException::class, fn () => (new ReflectionClass($class))->newInstanceWithoutConstructor()->id(), "$class without its maker");
}
check_throws(Error::class, fn () => clone $job, 'clone a job', '/uncloneable/');
check_throws(Exception::class, fn () => serialize($job), 'serialize a job', '/not allowed/');
check_throws(Error::class, fn () => clone $manager, 'clone a manager', '/uncloneable/');
check_throws(Exception::class, fn () => serialize($manager), 'serialize a manager', '/not allowed/');
check_throws(Error::class, fn () => $job->anything = 1, 'dynamic property');
check_throws(Error::class, fn () => $manager->__construct(), 'constructor called twice', '/twice/');
check((bool) preg_match('/^job\.[0-9a-f]{32}$/', (string) $job), 'the id');
check_same((string) $job, $job->id(), 'string and id');
check($job instanceof Stringable, 'Stringable');
check_ends($job, 'succeeded', 'true');
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
