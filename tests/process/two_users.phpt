--TEST--
Users who share a directory like the default neither see nor harm each other, root and www-data included
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php if (posix_geteuid() !== 0) { die('skip needs root to become other users'); } ?>
--FILE--
<?php
/*
 * DESIGN 4, promise 32.
 */
require __DIR__ . '/../inc/bgproc.inc';

/* As the default directory: mode 1777, here in a place of its own. */
test_dir();
chmod(test_dir(), 0755);
mkdir($dir = test_dir() . '/shared');
chmod($dir, 01777);
$manager = new BackgroundProcessManager(['working_directory' => $dir, 'keep' => 600]);

/* Runs code as a user in a child and returns what it returns. */
function as_user(string $name, callable $code): mixed
{
    $pipe = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $pid = pcntl_fork();
    if ($pid === 0) {
        $user = posix_getpwnam($name);
        posix_initgroups($name, $user['gid']);
        posix_setgid($user['gid']);
        posix_setuid($user['uid']);
        try {
            $result = $code();
        } catch (Throwable $e) {
            $result = get_class($e) . ': ' . $e->getMessage();
        }
        fwrite($pipe[1], serialize($result));
        fflush($pipe[1]);
        posix_kill(getmypid(), SIGKILL);
    }
    fclose($pipe[1]);
    $text = stream_get_contents($pipe[0]);
    pcntl_waitpid($pid, $status);
    return unserialize($text);
}

$users = ['root', 'www-data', 'nobody'];
$keys = [];
foreach ($users as $user) {
    $keys[$user] = as_user($user, function () use ($manager) {
        $process = $manager->createProcess('echo secret; sleep 300', ['capture_output' => true, 'confirm' => true]);
        $process->run();
        return $process->getKey();
    });
    check((bool) preg_match('/^process\.[0-9a-f]{32}$/', $keys[$user]), "$user: started: {$keys[$user]}");
}

foreach ($users as $user) {
    $uid = posix_getpwnam($user)['uid'];
    foreach (['json', 'out', 'err'] as $suffix) {
        check_same([$uid, 0600], [fileowner("$dir/$keys[$user].$suffix"), fileperms("$dir/$keys[$user].$suffix") & 07777], "$user: owner and mode of .$suffix");
    }
    [$listed, $loaded, $taken, $stopped, $pruned] = as_user($user, function () use ($manager, $keys, $user) {
        $loaded = $taken = [];
        foreach ($keys as $owner => $key) {
            $loaded[$owner] = $manager->loadProcess($key)?->getState()->value;
            if ($owner === $user) {
                wait_until(function () use (&$loaded, $owner, $key, $manager) {
                    return ($loaded[$owner] = $manager->loadProcess($key)?->getState()->value) !== 'starting';
                });
            }
            if ($owner !== $user) {
                $process = $manager->createProcess('true');
                $process->setKey($key);
                try {
                    $process->run();
                    $taken[$owner] = 'started';
                } catch (Throwable $e) {
                    $taken[$owner] = get_class($e);
                }
            }
        }
        $listed = array_map(fn ($process) => $process->getKey(), $manager->listProcesses());
        return [$listed, $loaded, $taken, 0, $manager->prune()];
    });
    check_same([$keys[$user]], $listed, "$user: sees its own only");
    foreach ($users as $owner) {
        check_same($owner === $user ? 'running' : null, $loaded[$owner], "$user: loads the record of $owner");
        if ($owner !== $user) {
            check_same('Bgproc\StateException', $taken[$owner], "$user: takes the key of $owner");
        }
    }
    check_same(0, $pruned, "$user: prune()");
}

/* Forged: a record that names another's pid, put there by its enemy, is not believed, and nobody is signalled. */
$victim = json_decode(file_get_contents("$dir/{$keys['root']}.json"), true);
$forged = as_user('nobody', function () use ($dir, $victim, $manager) {
    $key = 'process.forged';
    file_put_contents("$dir/$key.json", json_encode(['key' => $key] + $victim) . "\n");
    chmod("$dir/$key.json", 0666);
    /* He himself may see what he wrote; stop() on it reaches nothing of root. */
    $process = $manager->loadProcess($key);
    try {
        return [$process?->getState()->value, $process?->stop(0)];
    } catch (Bgproc\Exception $e) {
        return get_class($e);
    }
});
check(is_alive($victim['pid']), "root's process lives: " . short($forged));
check_same(null, $manager->loadProcess('process.forged'), 'root does not believe it');
check_same(1, count($manager->listProcesses()), 'root does not list it');
check(file_exists("$dir/process.forged.json"), 'and does not remove it');

/* A link to another's record, and a directory in the way. */
as_user('www-data', fn () => symlink("$dir/{$GLOBALS['keys']['root']}.json", "$dir/process.link.json") . @link("$dir/{$GLOBALS['keys']['nobody']}.json", "$dir/process.hard.json") . mkdir("$dir/process.dir.json"));
foreach (['link', 'hard', 'dir'] as $name) {
    check_same(null, $manager->loadProcess("process.$name"), "root loads the $name");
}
check_same(1, count($manager->listProcesses()), 'root lists its own only');

/* The error logs do not meet either. */
foreach ($users as $user) {
    as_user($user, function () use ($manager, $user) {
        $process = $manager->createProcess("echo failure of $user >&2; exit 1");
        $process->run();
        $process->wait();
    });
    $found = 0;
    foreach (glob("$dir/err.log*") as $log) {
        $mine = str_contains(file_get_contents($log), "failure of $user");
        $found += $mine;
        if ($mine) {
            check_same([posix_getpwnam($user)['uid'], 0600], [fileowner($log), fileperms($log) & 07777], "$user: owner and mode of the error log");
        }
    }
    check_same(1, $found, "$user: its failure is logged");
}

/* Each stops its own, and only that. */
foreach ($users as $user) {
    check_same(1, as_user($user, fn () => $manager->stopAll(5)), "$user: stopAll()");
}
foreach ($users as $user) {
    check_same('stopped', json_decode(file_get_contents("$dir/$keys[$user].json"), true)['state'], "$user: stopped");
}
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
