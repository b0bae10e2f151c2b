--TEST--
A fork after run(): the child does not steal the outcome, and both may use their handle
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Style rule 7 (ownership across fork).
 */
require __DIR__ . '/../inc/bgproc.inc';

/* So long that all have begun to wait. */
$pause = under_valgrind() ? 10 : 0;
foreach ([0, 600] as $keep) {
    $go = test_dir() . "/go$keep";
    $process = start("while [ ! -e $go ]; do sleep 0.01; done; sleep $pause; echo err >&2; exit 21", ['keep' => $keep, 'capture_output' => $keep > 0]);
    $report = test_dir() . "/report$keep";
    $children = [];
    for ($i = 0; $i < 5; $i++) {
        $pid = pcntl_fork();
        if ($pid === 0) {
            /* Asks again and again, also at the very end. */
            touch("$report.waiting$i");
            while (!$process->wait($i % 2 ? 0.001 : 30));
            file_put_contents("$report.$i", json_encode([$process->getExitCode(), $process->getState()->value]));
            if ($i === 4) {
                exit(0);
            }
            posix_kill(getmypid(), SIGKILL);
        }
        $children[] = $pid;
    }
    check(wait_until(fn () => count(glob("$report.waiting*")) === 5), 'the children wait');
    touch($go);
    foreach ($children as $pid) {
        pcntl_waitpid($pid, $status);
    }
    for ($i = 0; $i < 5; $i++) {
        check_same('[21,"failed"]', (string) @file_get_contents("$report.$i"), "child $i, keep $keep");
    }
    check_same([true, 21, Bgproc\State::Failed, "err\n"], [$process->wait(20), $process->getExitCode(), $process->getState(), $process->getErrorOutput()], "the starter, keep $keep");
}

/* The child ends, in the way of PHP: the destructors of its copy end nothing. */
$process = start(['sleep', '300'], ['confirm' => true]);
$pid = pcntl_fork();
if ($pid === 0) {
    unset($process);
    exit(0);
}
pcntl_waitpid($pid, $status);
check_same([true, Bgproc\State::Running], [$process->isRunning(), $process->getState()], 'it runs on');

/* The child may stop it. */
$pid = pcntl_fork();
if ($pid === 0) {
    $process->stop(5);
    exit(0);
}
pcntl_waitpid($pid, $status);
check_same([true, SIGTERM, Bgproc\State::Stopped], [$process->wait(20), $process->getTermSignal(), $process->getState()], 'the starter knows');

/* The starter dies; the child that it forked asks on. */
$process = $process->getManager()->createProcess('sleep 0.3; exit 22', ['keep' => 600]);
$pid = pcntl_fork();
if ($pid === 0) {
    $process->run();
    $child = pcntl_fork();
    if ($child === 0) {
        $process->wait(20);
        file_put_contents(test_dir() . '/orphan', (string) $process->getExitCode());
    }
    posix_kill(getmypid(), SIGKILL);
}
pcntl_waitpid($pid, $status);
check(wait_until(fn () => @file_get_contents(test_dir() . '/orphan') === '22'), 'a child of a dead starter');

/* A child starts its own. */
$pid = pcntl_fork();
if ($pid === 0) {
    $own = start('exit 23');
    $own->wait();
    file_put_contents(test_dir() . '/own', (string) $own->getExitCode());
    exit(0);
}
pcntl_waitpid($pid, $status);
check_same('23', @file_get_contents(test_dir() . '/own'), 'a child starts its own');
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
