--TEST--
A process started by a request outlives the request, its worker, a reload and the end of php-fpm, and holds none of its sockets
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm');
?>
--FILE--
<?php
/*
 * Parity A12 (children hold the caller's sockets) in php-fpm; without systemd, whose KillMode is another matter (docs/security.md).
 */
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/servers.inc';

/* The workers of root's pool are www-data: they need a place of their own. */
chmod(test_dir(), 0755);
mkdir($home = test_dir() . '/home', 0700);
if (posix_geteuid() === 0) {
    chown($home, posix_getpwnam('www-data')['uid']);
}
$servers = Servers::open();
$script = $servers->script('index.php', '<?php
    $manager = new BackgroundProcessManager(["working_directory" => $_GET["dir"], "keep" => 600]);
    $process = isset($_GET["key"]) ? $manager->loadProcess($_GET["key"]) : $manager->createProcess($_GET["line"], ["capture_output" => isset($_GET["capture"])]);
    if (!isset($_GET["key"])) {
        $process->run();
    } elseif (isset($_GET["stop"])) {
        $process->stop(5);
    }
    echo json_encode([$process->getKey(), $process->getPid(), $process->isRunning(), $process->getState()->value, $process->getExitCode(), getmypid(), count($manager->listProcesses())]);
');
$ask = function (array $query) use (&$pool, $script, $home): array {
    $body = fastcgi_request($pool, $script, http_build_query($query + ['dir' => "$home/state"]))->body();
    return json_decode($body, true) ?? [check(false, "answer: $body")];
};
$global = ['process_control_timeout' => '5s'];
$pool = $servers->fpm([], ['env[BGPROC_TEST]' => test_id(), 'pm.max_requests' => 20], $global);

$go = test_dir() . '/go';
$line = "touch $home/begun\$\$; while [ ! -e $go ]; do sleep 0.01; done; exit 17";
$keys = $pids = $workers = [];
for ($i = 0; $i < 4; $i++) {
    $time = seconds(function () use (&$keys, &$pids, &$workers, $ask, $line, $i) {
        [$keys[], $pids[], , , , $workers[]] = $ask(['line' => $line] + ($i % 2 ? ['capture' => 1] : []));
    });
    check_seconds(0, 5, $time, 'the response does not wait for the process');
}

/* Before that the loader of the shell has its libraries open. */
check(wait_until(fn () => count(glob("$home/begun*")) === 4), 'the commands have begun');

/* Its descriptors: files of its own, pipes, /dev/null. No socket, no log of the server, no script. */
foreach ($pids as $i => $pid) {
    check(wait_until(fn () => (json_decode(file_get_contents("$home/state/$keys[$i].json"), true)['state'] ?? '') === 'running'), 'it runs');
    $command = json_decode(file_get_contents("$home/state/$keys[$i].json"), true)['command_pid'];
    foreach ([$pid, $command] as $who) {
        $seen = [];
        foreach (glob("/proc/$who/fd/*") as $fd) {
            $seen[basename($fd)] = (string) @readlink($fd);
        }
        check($seen !== [], "descriptors of $who");
        foreach ($seen as $fd => $link) {
            check((bool) preg_match('~^(/dev/null|pipe:\[|anon_inode:|' . preg_quote($home, '~') . '/)~', $link), ($who === $pid ? 'supervisor' : 'command') . ": descriptor $fd is $link");
        }
        if ($who === $command) {
            ksort($seen);
            check_same([0, 1, 2], array_slice(array_keys($seen), 0, 3), 'the command has 0, 1, 2');
        }
        check(proc_status($who)['PPid'] !== (string) $workers[$i], 'its parent is not the worker');
    }
}

/* Many requests: the workers are recycled. */
for ($i = 0; $i < 60; $i++) {
    $now[$ask(['key' => $keys[0]])[5]] = true;
}
check(count(array_diff(array_keys($now), $workers)) > 0, 'there were other workers');

/* A reload. */
$before = $ask(['key' => $keys[0]])[5];
$servers->signal($servers->fpmName, SIGUSR2);
check(wait_until(function () use ($ask, $keys, $now) {
    try {
        return !isset($now[$ask(['key' => $keys[0]])[5]]);
    } catch (Throwable) {
        return false;
    }
}), 'new workers after the reload');
foreach ($keys as $i => $key) {
    check_same([$key, $pids[$i], true, 'running', null], array_slice($ask(['key' => $key]), 0, 5), "process $i after the reload");
}
check_same(4, $ask(['key' => $keys[0]])[6], 'they are listed');

/* The workers have no zombies of ours. */
foreach (children_by_parent(true)[$servers->pid($servers->fpmName)] ?? [] as $worker) {
    foreach (children_by_parent(true)[$worker] ?? [] as $child) {
        check(false, "worker $worker has a child $child");
    }
}

/* The end of php-fpm: the processes go on, and nobody holds its socket. */
check_same([$keys[3], $pids[3], false, 'stopped'], array_slice($ask(['key' => $keys[3], 'stop' => 1]), 0, 4), 'stop() by a request');
$servers->stop($servers->fpmName);
check_same(false, @stream_socket_client("unix://$pool", $errno, $error, 1), 'nobody answers');
check(in_array($errno, [2, 111], true), "nobody listens: $error");
foreach ([0, 1, 2] as $i) {
    check(is_alive($pids[$i]), "process $i outlives php-fpm");
}

/* A new php-fpm sees their outcome. */
touch($go);
$pool = $servers->fpm([], ['env[BGPROC_TEST]' => test_id()], $global);
foreach ([0, 1, 2] as $i) {
    check(wait_until(fn () => array_slice($ask(['key' => $keys[$i]]), 2, 3) === [false, 'failed', 17]), "outcome of process $i");
}
$servers->close();
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
