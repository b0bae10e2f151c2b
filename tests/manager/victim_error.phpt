--TEST--
No signal is ever sent because a record names a pid: stop(), signal(), stopAll(), prune(), run()
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * Promises 14 and 24: 100 and more records with the pid of a victim, each wrong in one part of the identity. The victim is a process of
 * the same user, so nothing but the check protects it.
 */
require __DIR__ . '/../inc/refusal.inc';

[$victim, $pid] = victim();
preg_match('/^\d+ \(.*\) (.*)$/s', file_get_contents("/proc/$pid/stat"), $m);
$ticks = (int) explode(' ', $m[1])[19];
$model = record_of('x');
$manager = manager(['key_prefix' => 'hostile.']);
$other_boot = '00000000-0000-4000-8000-000000000000';
$inode = $model['pidfd_inode'];

$identities = [
    'a pid alone' => ['start_ticks' => 0, 'pidfd_inode' => 0],
    'a pid alone, no boot' => ['start_ticks' => 0, 'pidfd_inode' => 0, 'boot_id' => '', 'pid_namespace' => 0],
    'other start' => ['start_ticks' => $ticks + 1, 'pidfd_inode' => 0],
    'other start, earlier' => ['start_ticks' => $ticks - 1, 'pidfd_inode' => 0],
    'other inode' => ['start_ticks' => 0, 'pidfd_inode' => $inode],
    'other boot, right start' => ['start_ticks' => $ticks, 'pidfd_inode' => 0, 'boot_id' => $other_boot],
    'other namespace, right start' => ['start_ticks' => $ticks, 'pidfd_inode' => 0, 'pid_namespace' => 5],
    'nothing' => ['start_ticks' => 0, 'pidfd_inode' => 0, 'boot_id' => '', 'pid_namespace' => 0],
];
$states = ['starting', 'running', 'delayed', 'succeeded', 'lost'];
$pids = ['victim' => $pid, 'self' => getmypid(), 'parent' => (int) proc_status()['PPid'], 'kernel thread' => 2];
$planted = 0;
foreach ($identities as $what => $identity) {
    foreach ($states as $state) {
        foreach ($pids as $who => $number) {
            $final = $state === 'succeeded' || $state === 'lost';
            if ($who !== 'victim' && $identity['start_ticks'] > 0) {
                /* A start close to the victim's could be the very one of another. */
                $identity['start_ticks'] = $ticks + 1000000;
            }
            plant("hostile.$planted", record_of("hostile.$planted", $identity + ['pid' => $number, 'command_pid' => $number, 'state' => $state, 'keep' => 600,
                'ended_us' => $final ? (int) (microtime(true) * 1e6) : null]));
            $planted++;
        }
    }
}
check($planted >= 100, "$planted records");

/* One that signals would end. */
$listed = $manager->listProcesses();
check_same($planted, count($listed), 'listed');
foreach ($listed as $process) {
    check_same(false, $process->isRunning(), $process->getKey() . ' is not running');
    check_same(true, $process->stop(0.0, SIGKILL), $process->getKey() . ': stop');
    check_throws(Bgproc\StateException::class, fn () => $process->signal(SIGKILL), 'signal', '/has ended and cannot be signalled$/');
}
for ($i = 0; $i < $planted; $i += 7) {
    $process = $manager->loadProcess("hostile.$i");
    check_same(true, $process->stop(0.0), "hostile.$i: stop");
    ask_everything($process, "hostile.$i");
}
check_same(0, $manager->stopAll(0.0), 'stopAll');
check(proc_get_status($victim)['running'], 'the victim lives');

/* A key in such a record can be used again, except where its process may live in another pid namespace. */
foreach ($identities as $what => $identity) {
    plant('hostile.again', record_of('hostile.again', $identity + ['pid' => $pid]));
    $process = $manager->createProcess(['true']);
    $process->setKey('hostile.again');
    if (isset($identity['pid_namespace']) && $identity['pid_namespace'] === 5) {
        check_refused(Bgproc\StateException::class, fn () => $process->run(), $what, '/it runs in another pid namespace$/');
        unlink(state_dir() . '/hostile.again.json');
    } else {
        $process->run();
        check($process->wait(20), "$what: wait");
        check_same(0, $process->getExitCode(), "$what: exit code");
    }
}
$pruned = $manager->prune();
check_between($planted - 20, $planted, $pruned, 'pruned, but for those of another namespace');
foreach (glob(state_dir() . '/*.json') as $file) {
    check_same(5, json_decode(file_get_contents($file))->pid_namespace, "$file is left");
}
end_victim($victim);
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
