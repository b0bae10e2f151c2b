--TEST--
A state directory that others could tamper with is refused, with what is wrong with which part of the path
--EXTENSIONS--
bgproc
posix
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * Promise 32, the directory: a symlink, dangling, a loop, a file, a FIFO, a device; group- or world-writable without the sticky bit, itself or above; another
 * user's, itself or above (as root); "..", a parent that is a file; mode 0, read-only, /proc; parent replaced between two calls; names too long. Modes
 * whatever the umask.
 */
require __DIR__ . '/../inc/refusal.inc';

$base = test_dir();
$outside = "$base/outside";
mkdir($outside, 0700);
mkdir("$base/open", 0700);
chmod("$base/open", 0777);
mkdir("$base/group", 0700);
chmod("$base/group", 0770);
mkdir("$base/open_parent", 0700);
mkdir("$base/open_parent/state", 0700);
chmod("$base/open_parent", 0777);
mkdir("$base/closed", 0);
symlink($outside, "$base/link");
symlink("$base/new", "$base/dangling");
symlink('loop', "$base/loop");
file_put_contents("$base/file", 'x');
posix_mkfifo("$base/fifo", 0600);

$bad = [
    'symlink' => ["$base/link", '/"link" is a symlink or not a directory: Not a directory$/', 20],
    'dangling symlink' => ["$base/dangling", '/"dangling" is a symlink or not a directory/', 20],
    'loop' => ["$base/loop", '/"loop" is a symlink or not a directory/', 20],
    'loop in the path' => ["$base/loop/state", '/"loop" cannot be followed: Too many levels of symbolic links$/', 40],
    'file' => ["$base/file", '/"file" is a symlink or not a directory/', 20],
    'file in the path' => ["$base/file/state", '/"file" is not a directory: Not a directory$/', 20],
    'FIFO' => ["$base/fifo", '/"fifo" is a symlink or not a directory/', 20],
    'device' => ['/dev/null', '/"null" is a symlink or not a directory/', 20],
    'world-writable' => ["$base/open", '/"open" is writable by others and not sticky: remove that right \(chmod go-w\), or use another directory$/', 0],
    'group-writable' => ["$base/group", '/"group" is writable by others and not sticky: remove that right \(chmod go-w\), or use another directory$/', 0],
    'below a world-writable one' => ["$base/open_parent/state", '/"open_parent" is writable by others and not sticky: remove that right \(chmod go-w\), or use another directory$/', 0],
    'new, below a world-writable one' => ["$base/open_parent/new", '/"open_parent" is writable by others and not sticky: remove that right \(chmod go-w\), or use another directory$/', 0],
    'proc' => ['/proc/bgproc', '/"bgproc" cannot be made or opened: No such file or directory$/', 2],
    'sys' => ['/sys/bgproc', '/"bgproc" cannot be made or opened: /', null],
    'name too long' => ["$base/" . str_repeat('n', 256), '/File name too long$/', 36],
];
if (is_root()) {
    mkdir("$base/foreign", 0700);
    chown("$base/foreign", 65534);
    mkdir("$base/foreign_parent", 0755);
    mkdir("$base/foreign_parent/state", 0700);
    chown("$base/foreign_parent", 65534);
    symlink($outside, "$base/foreign_link");
    exec('chown -h 65534 ' . escapeshellarg("$base/foreign_link"));
    mkdir("$base/foreign_sticky", 0700);
    chown("$base/foreign_sticky", 65534);
    chmod("$base/foreign_sticky", 01777);
    $bad += [
        'another user\'s' => ["$base/foreign", '/"foreign" belongs to another user, nobody \(uid 65534\): give it to root \(uid 0\), or use another directory$/', 0],
        'below another user\'s' => ["$base/foreign_parent/state", '/"foreign_parent" belongs to another user, nobody \(uid 65534\): /', 0],
        'another user\'s symlink' => ["$base/foreign_link/state", '/"foreign_link" is a symlink that belongs to another user, nobody \(uid 65534\): /', 0],
        'another user\'s sticky one' => ["$base/foreign_sticky", '/"foreign_sticky" belongs to another user, nobody \(uid 65534\): /', 0],
    ];
} else {
    $bad += [
        'mode 0' => ["$base/closed", '/Permission denied$/', 13],
        'below mode 0' => ["$base/closed/state", '/Permission denied$/', 13],
        'root\'s' => ['/root/bgproc', '/ by .*\(uid \d+\), since the directory belongs to root \(uid 0\): use a directory of your own: Permission denied$/', 13],
    ];
}
foreach ($bad as $what => [$dir, $message, $errno]) {
    $before = [files_below($outside), files_below($base)];
    $manager = new BackgroundProcessManager(['working_directory' => $dir]);
    $process = $manager->createProcess(['true'], ['capture_output' => true]);
    $message = '~^state directory "' . preg_quote(substr($dir, 0, 100)) . '.*' . substr($message, 1, -1) . '~s';
    check_refused(Bgproc\StoreException::class, fn () => $process->run(), "$what: run", $message, $errno, $dir);
    check_refused(Bgproc\StoreException::class, fn () => $process->writeExecutablePHPFile(), "$what: file", $message, $errno, $dir);
    /* Reading: the same, or (where it does not exist) nothing to be read. */
    foreach (['listProcesses' => [], 'loadProcess' => null, 'prune' => 0, 'stopAll' => 0] as $method => $nothing) {
        try {
            check_same($nothing, $manager->$method(...($method === 'loadProcess' ? ['x'] : [])), "$what: $method");
        } catch (Bgproc\StoreException $e) {
            check((bool) preg_match('/^state directory "/', $e->getMessage()), "$what: $method: " . $e->getMessage());
        }
    }
    check_same($before, [files_below($outside), files_below($base)], "$what: nothing was made");
    /* What getters say needs no directory. */
    check_same($dir, $manager->getWorkingDirectory(), $what);
}

/* The parent is replaced by a symlink between two calls: the second is refused. */
mkdir("$base/parent", 0700);
$manager = new BackgroundProcessManager(['working_directory' => "$base/parent/state"]);
$process = start('sleep 300', ['keep' => 600], $manager);
rename("$base/parent/state", "$base/parent/moved");
symlink('moved', "$base/parent/state");
check_refused(Bgproc\StoreException::class, fn () => $manager->listProcesses(), 'replaced', '/"state" is a symlink or not a directory/', 20);
check_refused(Bgproc\StoreException::class, fn () => start(['true'], [], $manager), 'replaced', '/"state" is a symlink or not a directory/', 20);
unlink("$base/parent/state");
/* The supervisor holds the directory itself: it does not write through names. */
rename("$base/parent/moved", "$base/parent/state");
check($process->stop(5), 'stop');

/* What is allowed: "..", our own symlink above, sticky directories above. Modes are ours whatever the umask. */
mkdir("$base/sticky", 0700);
chmod("$base/sticky", 01777);
symlink("$base/outside", "$base/way");
foreach (["$base/sticky/state", "$base/way/state", "$base/outside/../outside/state2", "$base//outside/./state3//"] as $dir) {
    foreach ([0, 0777] as $umask) {
        $old = umask($umask);
        $manager = new BackgroundProcessManager(['working_directory' => "$dir"]);
        $process = $manager->createProcess('echo x; echo y >&2; exit 1', ['capture_output' => true, 'keep' => 600]);
        $process->run();
        umask($old);
        check($process->wait(20), 'wait');
        check_same(0700, fileperms($dir) & 07777, "$dir: mode");
        foreach (array_diff(scandir($dir), ['.', '..']) as $name) {
            check_same(0600, fileperms("$dir/$name") & 07777, "$dir/$name: mode with umask " . decoct($umask));
        }
        exec('rm -rf ' . escapeshellarg($dir));
    }
}
chmod("$base/closed", 0700);
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
