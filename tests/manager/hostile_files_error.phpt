--TEST--
What stands in the place of a record, its output or its lock and is no plain file of ours is neither followed, read, written nor removed
--EXTENSIONS--
bgproc
posix
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * Promise 32, the attacks that a PHP program can meet (those on the walk to the directory, and races, are in the unit tests of
 * the store and in state_directory_error.phpt):
 *   in the place of KEY.json: symlink to a record, dangling, to itself, to a device, to a directory; hard link; FIFO; directory; full directory;
 *     socket; character device and another user's file (as root); a file of 1 GiB; a file nobody may read
 *   in the place of KEY.out, KEY.err: the same, before the start and while the record stands
 *   in the place of the lock: symlink, FIFO, directory, hard link, another user's
 *   in the place of KEY.php: symlink, FIFO, directory, file
 *   in the place of err.log: symlink, FIFO, directory
 */
require __DIR__ . '/../inc/refusal.inc';

[$victim, $pid] = victim();
$dir = state_dir();
$manager = manager(['keep' => 600]);
$neighbour = start(['true'], [], $manager);
$neighbour->wait(20);
$manager->setKeyPrefix('');

/* A record that would be good, elsewhere: what a symlink must not lead to. */
$outside = test_dir() . '/outside';
mkdir($outside, 0700);
$secret = plant('x', record_of('x', ['pid' => $pid, 'state' => 'succeeded', 'exit_code' => 0, 'ended_us' => (int) (microtime(true) * 1e6)]), $outside);
$content = file_get_contents($secret);

$make = [
    'symlink' => fn ($path) => symlink($secret, $path),
    'relative symlink' => fn ($path) => symlink('../outside/x.json', $path),
    'dangling symlink' => fn ($path) => symlink("$outside/new", $path),
    'symlink to itself' => fn ($path) => symlink(basename($path), $path),
    'symlink to a device' => fn ($path) => symlink('/dev/zero', $path),
    'symlink to a directory' => fn ($path) => symlink($outside, $path),
    'symlink to a neighbour' => fn ($path) => symlink($neighbour->getKey() . '.json', $path),
    'hard link' => fn ($path) => link($secret, $path),
    'FIFO' => fn ($path) => posix_mkfifo($path, 0600),
    'directory' => fn ($path) => mkdir($path, 0700),
    'full directory' => fn ($path) => mkdir($path, 0700) && touch("$path/file"),
    'socket' => fn ($path) => fclose(stream_socket_server("unix://$path")) || true,
];
if (is_root()) {
    $make['device'] = fn ($path) => posix_mknod($path, POSIX_S_IFCHR | 0600, 1, 5);
    $make['block device'] = fn ($path) => posix_mknod($path, POSIX_S_IFBLK | 0600, 7, 200);
    $make['foreign file'] = fn ($path) => file_put_contents($path, $content) && chown($path, 65534);
} else {
    $make['unreadable'] = fn ($path) => file_put_contents($path, $content) && chmod($path, 0);
}

function remove(string $path): void
{
    exec('chmod -R u+rwx ' . escapeshellarg($path) . ' 2>/dev/null; rm -rf ' . escapeshellarg($path));
}

$descriptors = open_descriptors();
$k = 'x';
foreach ($make as $what => $place) {
    $path = "$dir/$k.json";
    check($place($path), "$what: made");
    $before = [files_below($dir), files_below($outside)];
    $seconds = seconds(function () use ($manager, $k, $neighbour, $what) {
        check_same(null, $manager->loadProcess($k), "$what: not loaded");
        check_same([$neighbour->getKey()], array_map(fn ($process) => $process->getKey(), $manager->listProcesses()), "$what: not listed");
        $process = $manager->createProcess(['true']);
        $process->setKey($k);
        check_refused(Bgproc\StateException::class, fn () => $process->run(), "$what: the key is taken", '/^the key "x" is taken: "x\.json" is not a plain file of this user$/');
        check_same(0, $manager->stopAll(0), "$what: stopAll");
        check_same(0, $manager->prune(1000), "$what: prune");
    });
    check_seconds(0, 2, $seconds, "$what: seconds");
    check_same($before, [files_below($dir), files_below($outside)], "$what: files");
    remove($path);
}

/* 1 GiB of nothing: too large to be a record. */
$file = fopen("$dir/$k.json", 'w');
ftruncate($file, 1 << 30);
fclose($file);
$memory = memory_get_peak_usage();
check_same([Bgproc\State::Lost, 'corrupt'], [($process = $manager->loadProcess($k))->getState(), $process->getMeta()['reason']], '1 GiB');
check_same(2, count($manager->listProcesses()), '1 GiB: list');
check_between(0, 1 << 22, memory_get_peak_usage() - $memory, '1 GiB: memory');
remove("$dir/$k.json");

/* The output of a process: nothing is followed, a start does not write into it, reading does not hang. */
foreach (['.out', '.err'] as $suffix) {
    foreach (array_diff_key($make, ['block device' => 1, 'device' => 1]) as $what => $place) {
        $path = "$dir/$k$suffix";
        check($place($path), "$what$suffix: made");
        $process = $manager->createProcess('echo output; echo error >&2', ['capture_output' => true, 'confirm' => true]);
        $process->setKey($k);
        $seconds = seconds(function () use ($process, $what, $suffix) {
            try {
                $process->run();
                check($process->wait(20), "$what$suffix: wait");
                check_same(["output\n", "error\n"], [$process->getOutput(), $process->getErrorOutput()], "$what$suffix: output");
            } catch (Bgproc\StoreException $e) {
                check((bool) preg_match('/directory|exists/i', $what . $e->getMessage()), "$what$suffix: " . $e->getMessage());
            }
        });
        check_seconds(0, 5, $seconds, "$what$suffix: seconds");
        check_same($content, file_get_contents($secret), "$what$suffix: what a link led to is untouched");
        check(!file_exists("$outside/new"), "$what$suffix: nothing was made through a link");
        foreach (['.json', '.out', '.err'] as $each) {
            remove("$dir/$k$each");
        }
    }
    /* Put there while the record stands: reading it is refused or empty, and quick. */
    $process = $manager->createProcess('echo output; echo error >&2', ['capture_output' => true]);
    $process->setKey($k);
    $process->run();
    $process->wait(20);
    foreach (array_diff_key($make, ['block device' => 1]) as $what => $place) {
        remove("$dir/$k$suffix");
        check($place("$dir/$k$suffix"), "$what$suffix: made");
        $loaded = $manager->loadProcess($k);
        $text = '';
        $seconds = seconds(function () use ($loaded, $suffix, &$text) {
            try {
                $text = $suffix === '.out' ? $loaded->getOutput() : $loaded->getErrorOutput();
            } catch (Bgproc\StoreException $e) {
                $text = '';
            }
        });
        check_same('', $text, "$what$suffix: read");
        check_seconds(0, 2, $seconds, "$what$suffix: seconds");
    }
    check(file_exists($secret) && $content === file_get_contents($secret), 'untouched');
    remove("$dir/$k$suffix");
    /* prune() removes names, never what they lead to. */
    symlink($secret, "$dir/$k$suffix");
    check_same(1, $manager->prune(0) - ($suffix === '.out' ? 1 : 0), 'prune');
    check_same($content, file_get_contents($secret), 'untouched by prune');
    remove("$dir/$k$suffix");
}

/* The lock. */
$lock = "$dir/.lock-" . current_uid();
plant('lost', record_of('lost', ['pid' => $pid, 'start_ticks' => 5, 'pidfd_inode' => 5]));
foreach (array_diff_key($make, ['block device' => 1, 'symlink to a neighbour' => 1]) as $what => $place) {
    remove($lock);
    check($place($lock), "$what as lock: made");
    $before = [files_below($outside), is_file("$dir/lost.json") ? file_get_contents("$dir/lost.json") : null];
    $seconds = seconds(function () use ($manager, $what) {
        $process = $manager->loadProcess('lost');
        check_same(Bgproc\State::Lost, $process?->getState(), "$what as lock: lost all the same");
        $new = $manager->createProcess(['true']);
        $new->setKey('lost');
        check_refused(Bgproc\LockException::class, fn () => $new->run(), "$what as lock: no start of that key", '/^the lock of the state directory cannot be taken: /');
        check_same(0, $manager->prune(), "$what as lock: prune");
    });
    check_seconds(0, 3, $seconds, "$what as lock: seconds");
    check_same($before, [files_below($outside), file_get_contents("$dir/lost.json")], "$what as lock: files");
    $started = start(['true'], ['keep' => 0], $manager);
    check($started->wait(20), "$what as lock: new keys can be started");
}
remove($lock);

/* The executable PHP file. */
foreach (array_diff_key($make, ['block device' => 1]) as $what => $place) {
    $process = $manager->createProcess(['true']);
    $process->setKey('script');
    check($place("$dir/script.php"), "$what as script: made");
    check_refused(Bgproc\StoreException::class, fn () => $process->writeExecutablePHPFile(), "$what as script",
        '~^Cannot write the executable PHP file .*/script\.php: File exists$~', 17);
    check(!file_exists("$outside/new"), "$what as script: nothing was made through a link");
    remove("$dir/script.php");
}

/* The error log: what is no plain file of ours is not written to, and the process ends as it would. */
foreach (array_diff_key($make, ['block device' => 1, 'device' => 1, 'foreign file' => 1, 'unreadable' => 1]) as $what => $place) {
    remove("$dir/err.log");
    check($place("$dir/err.log"), "$what as error log: made");
    $process = start('echo bad >&2; exit 9', ['keep' => 0], $manager);
    check($process->wait(20), "$what as error log: ends");
    check_same(9, $process->getExitCode(), "$what as error log: exit code");
    check_same($content, file_get_contents($secret), "$what as error log: untouched");
    check(!file_exists("$outside/new"), "$what as error log: nothing was made through a link");
}
remove("$dir/err.log");

check_same($descriptors, without_supervisor(open_descriptors(), $descriptors), 'descriptors');
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
