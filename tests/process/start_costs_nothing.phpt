--TEST--
Starts leave no zombie, no descriptor and no memory in the caller
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 6. 500 starts, 10,000 with BGPROC_TEST_SLOW=1: with and without captured output, waited for or forgotten.
 */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager();

function round_of_starts(BackgroundProcessManager $manager, int $starts): void
{
    for ($i = 0; $i < $starts; $i++) {
        $process = $manager->createProcess($i % 2 ? ['/bin/true'] : 'echo x; exit 7', [
            'capture_output' => $i % 3 === 0,
            'labels' => ['number' => "$i"],
        ]);
        $process->run();
        if ($i % 5 !== 0) {
            $process->wait();
        }
        if ($i % 5 === 1) {
            $process->getMeta();
            $process->getErrorOutput();
            fclose($process->getStream());
        }
    }
    $process->wait();
    unset($process);
    gc_collect_cycles();
}

round_of_starts($manager, repeats(200, 200));
$descriptors = open_descriptors();
$memory = memory_get_usage();
$resident = resident();

round_of_starts($manager, repeats(500, 10000));
check_same($descriptors, open_descriptors(), 'descriptors');
check_between(0, 1024, max(0, memory_get_usage() - $memory), 'growth of PHP memory');
/* malloc() may take a page more now and then; a leak of one record per start would be a megabyte. */
/* Sanitizers and memcheck keep freed memory for a while, and find leaks better. */
if (!getenv('SKIP_ASAN') && !under_valgrind()) {
    check_between(0, 256 * 1024, max(0, resident() - $resident), 'growth of resident memory');
}
check_same([], zombies(), 'zombies');

/* No SIGCHLD ever reached the application, nor can it reap what is not its own. */
check_same(-1, pcntl_waitpid(-1, $status, WNOHANG), 'the caller has no children');
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
