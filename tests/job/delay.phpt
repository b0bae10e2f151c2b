--TEST--
Jobs that wait: without PHP, through the end of the request and a reload of the pool; cancelled; lost when the machine starts anew (B4, B12)
--EXTENSIONS--
bgproc
posix
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

ob_start();
$servers = Servers::open();
$app = new Application($servers, ['pm.max_children' => 1]);
$own = $servers->ofWorkers("$servers->dir/own");
$manager = '(new Bgproc\JobManager(' . var_export(['working_directory' => $own, 'fastcgi' => "unix:$app->socket", 'document_root' => "$servers->dir/www"], true) . '))';
$servers->script('work.php', '<?php $job = Bgproc\JobManager::current(); touch(OUT . "/ran." . $job->id()); $job->finish(getmypid());');
$servers->script('start.php', "<?php echo \$id = $manager" . '->start("/work.php", ["delay" => (float) $_GET["delay"]])->id();');
$servers->script('cancel.php', "<?php echo json_encode($manager" . '->cancel($_GET["id"]));');
$servers->script('state.php', "<?php echo $manager" . '->find($_GET["id"])->state()->value;');
$servers->script('pid.php', '<?php echo getmypid();');
$ask = fn (string $script, array $query = []) => fastcgi_request($app->socket, "$servers->dir/www/$script.php", http_build_query($query))->body();
$record = fn (string $id) => json_decode((string) @file_get_contents("$own/$id.json"), true);

/* Hours for three of them: they end otherwise. */
[$cancelled, $killed, $rebooted] = array_map(fn () => $ask('start', ['delay' => 4 * 3600]), [1, 2, 3]);
foreach ([$cancelled, $killed, $rebooted] as $id) {
    check_same('delayed', $record($id)['state'] ?? null, "$id waits");
}

/* ---- no PHP process, and hardly anything else ---- */
$worker = (int) $ask('pid');
foreach ([$cancelled, $killed] as $id) {
    $pid = $record($id)['pid'];
    check(str_contains(readlink("/proc/$pid/exe"), 'bgproc.supervisor'), 'the supervisor waits');
    check_same([], children_by_parent(true)[$pid] ?? [], 'it alone');
    check(!file_exists("$own/$id.sock"), 'nobody listens yet');
    $status = proc_status($pid);
    /* A build with a sanitizer carries its shadow memory. */
    if (!str_contains(file_get_contents("/proc/$pid/maps"), 'asan')) {
        check((int) $status['RssAnon'] <= 400, "its memory: $status[RssAnon]");
    }
    $ticks = fn () => array_sum(array_slice(explode(' ', substr(strrchr(file_get_contents("/proc/$pid/stat"), ')'), 2)), 11, 2));
    $switches = fn () => (int) proc_status($pid)['voluntary_ctxt_switches'];
    check(wait_until(fn () => proc_status($pid)['State'][0] === 'S'), 'it sleeps');
    $before = [$ticks(), $switches()];
    usleep(300000);
    check_same($before, [$ticks(), $switches()], 'it does not wake up meanwhile');
}
/* The pool's only worker, and its master. */
check_same([$worker], children_by_parent()[$servers->pid($servers->fpmName)] ?? [], 'no worker waits with it');

/* ---- the pool is reloaded ---- */
$delay = under_valgrind() ? 20 : 3;
$begin = hrtime(true);
$soon = $ask('start', ['delay' => $delay]);
check_same('delayed', $record($soon)['state'] ?? null, "$soon waits");
$servers->signal($servers->fpmName, SIGUSR2);
$new = 0;
check(wait_until(function () use ($ask, $worker, &$new) {
    try {
        $new = (int) @$ask('pid');
    } catch (Throwable) {
        $new = 0;
    }
    return $new > 0 && $new !== $worker;
}), 'the pool has a new worker');
check(!is_alive($worker), 'the old one has gone');
foreach ([$soon, $cancelled, $killed, $rebooted] as $id) {
    check(is_alive($record($id)['pid']), "$id still waits, or runs");
}
check(wait_until(fn () => in_array($record($soon)['state'], FINAL_STATES, true), at_most(30)), 'it ends');
check_between($delay, at_most(40), (hrtime(true) - $begin) / 1e9, 'the delay');
check_same(['succeeded', (string) $new], [$record($soon)['state'], @file_get_contents("$own/$soon.result")], 'the new worker did it');

/* ---- cancelled: it never runs ---- */
check_same('true', $ask('cancel', ['id' => $cancelled]), 'cancel');
check_same('stopped', $record($cancelled)['state'], 'stopped');

/* ---- the supervisor is killed; the machine starts anew ---- */
check_same('delayed', $ask('state', ['id' => $killed]), 'it waits');
posix_kill($record($killed)['pid'], SIGKILL);
check(wait_until(fn () => $ask('state', ['id' => $killed]) === 'lost'), 'killed: lost');
check_same(['lost', 'lost'], [$record($killed)['state'], $ask('state', ['id' => $killed])], 'for good');
$pid = $record($rebooted)['pid'];
posix_kill($pid, SIGKILL);
check(wait_until(fn () => !is_alive($pid)), 'it ends with the machine');
/* Its pid is somebody else's now: ours, and we would rather live. */
$other = preg_replace('/"boot_id":"[^"]*"/', '"boot_id":"00000000-1111-2222-3333-444444444444"', file_get_contents("$own/$rebooted.json"), 1, $n);
$other = preg_replace('/"pid":\s*\d+/', '"pid":' . getmypid(), $other, 1, $m);
check_same([1, 1], [$n, $m], 'the record is that of another boot');
file_put_contents("$own/$rebooted.json", $other);
check_same('lost', $ask('state', ['id' => $rebooted]), 'another boot: lost');
check_same('true', $ask('cancel', ['id' => $rebooted]), 'there is nothing to cancel');
check_same([$servers->out("ran.$soon")], glob($servers->out('ran.*')), 'only one has run');

$servers->stopAll();
check_no_leftovers();
check_same([], glob("$own/*.sock"), 'no socket is left');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
