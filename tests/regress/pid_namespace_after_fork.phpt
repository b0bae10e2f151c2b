--TEST--
A process that is started in another pid namespace, after a fork, names that one in its record
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * The namespace was found out once and kept over the fork: the record named the old one, where its pid means nothing, and a
 * reader there settled it as lost, for everybody.
 */
require __DIR__ . '/../inc/bgproc.inc';

/* Only root may make a pid namespace of its own. */
if (posix_geteuid() === 0) {
    $first = start('true');
    check($first->wait(at_most(20.0)), 'the first one ends');
    $maker = pcntl_fork();
    if ($maker === 0) {
        check(pcntl_unshare(CLONE_NEWPID), 'a new namespace for the children');
        if (($pid = pcntl_fork()) === 0) {
            in_the_new_namespace();
        } else {
            pcntl_waitpid($pid, $status);
        }
        /* The first process of a namespace cannot kill itself, and a leak checker can start nothing in one that is gone. */
        pcntl_exec('/bin/true');
    }
    $key = trim(wait_for_file(test_dir() . '/key'));
    $seen = manager()->loadProcess($key);
    check_same(['lost', 'other-namespace'], [$seen->getState()->value, $seen->getMeta()['reason']], 'a reader in the old namespace');
    touch(test_dir() . '/looked');
    pcntl_waitpid($maker, $status);
}

function in_the_new_namespace(): void
{
    $process = start('sleep 100', ['keep' => 100]);
    check_same((int) number_of(readlink('/proc/self/ns/pid')), $process->getMeta()['pid_namespace'], 'the recorded namespace');
    check(wait_until(fn () => $process->getState()->value === 'running'), 'runs');
    file_put_contents(test_dir() . '/key', $process->getKey() . "\n");
    wait_until(fn () => file_exists(test_dir() . '/looked'), at_most(20.0));
    check_same('running', $process->getState()->value, 'its starter sees it run');
    check_same('running', record($process)['state'], 'nothing was written');
    $process->stop(0.1);
    check_same('stopped', $process->getState()->value, 'and stops it');
}

function number_of(string $link): string
{
    return preg_replace('/\D/', '', $link);
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
