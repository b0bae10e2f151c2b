--TEST--
Where /etc/passwd and /etc/group cannot be read everything that needs no name works; a name gives an error that says so
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
/* As in a chroot or a small image. Root reads each file, so the files are gone for him, and empty with mode 0 for others. */
require __DIR__ . '/../inc/bgproc.inc';

$script = write_file('script.php', '<?php
$told = function (callable $call) {
    try {
        return $call();
    } catch (Throwable $e) {
        return get_class($e) . ": " . $e->getMessage();
    }
};
$manager = new BackgroundProcessManager(["working_directory" => $argv[1], "keep" => 60, "error_log" => "err.log"]);
$run = function (array $options, string $line = "exit 3") use ($manager) {
    $process = $manager->createProcess(["sh", "-c", $line], $options);
    $process->run();
    $process->wait(60);
    return $process->getExitCode();
};
$jobs = fn (array $options = []) => new Bgproc\JobManager($options + ["working_directory" => $argv[1], "fastcgi" => "unix:$argv[1]/nobody",
    "document_root" => "/", "connect_timeout" => 0.01]);
$root = posix_geteuid() === 0;
echo json_encode([
    "run" => $told(fn () => $run(["capture_output" => true, "umask" => 022, "nice" => 1])),
    "list" => $told(fn () => count($manager->listProcesses())),
    "command" => $told(fn () => [($job = $jobs()->startCommand("true")), $job->wait(60), $job->state()->value][2]),
    "request" => $told(fn () => $jobs()->start("/x.php")->id() !== ""),
    "number" => $root ? $told(fn () => $run(["user" => 0, "group" => 0], "exit 4")) : 4,
    "worker by number" => $told(fn () => $jobs(["worker_user" => posix_geteuid()])->start("/x.php")->id() !== ""),
    "user" => $root ? $told(fn () => $run(["user" => "www-data"])) : null,
    "number without group" => $root ? $told(fn () => $run(["user" => 33])) : null,
    "group" => $root ? $told(fn () => $run(["group" => "adm"])) : null,
    "worker_user" => $told(fn () => $jobs(["worker_user" => "www-data"])->start("/x.php")),
    "records" => count(glob("$argv[1]/*.json")),
]), "\n";
');
/* Some name services know root and nobody without a file. In each case the files are hidden in a mount namespace of its own. */
foreach (['absent' => 'mkdir "$0/etc" && cp -a /etc/. "$0/etc" 2>/dev/null; rm -f "$0/etc/passwd" "$0/etc/group"; mount --bind "$0/etc" /etc',
    'unreadable' => ': > "$0/empty"; chmod 0 "$0/empty"; mount --bind "$0/empty" /etc/passwd && mount --bind "$0/empty" /etc/group'] as $what => $hide) {
    $home = test_dir() . "/$what";
    mkdir($home, 0700);
    $words = [...(posix_geteuid() === 0 ? ['unshare', '-m'] : ['unshare', '-rm']), 'sh', '-c', "$hide && exec \"\$@\"", $home, ...php_words(), $script, "$home/state"];
    $child = proc_open($words, [['file', '/dev/null', 'r'], ['file', "$home/out", 'w'], ['redirect', 1]], $pipes);
    $status = proc_close($child);
    $output = file_get_contents("$home/out");
    if (preg_match('/^unshare: .*(not permitted|No space)/', $output)) {
        continue;
    }
    $seen = json_decode($output, true) ?? [check(false, "$what: status $status: $output")];
    foreach (['run' => 3, 'list' => 1, 'command' => 'succeeded', 'request' => true, 'number' => 4, 'worker by number' => true] as $call => $expected) {
        check_same($expected, $seen[$call] ?? null, "$what: $call");
    }
    foreach (['user' => 'user" names nobody this system knows, .*www-data', 'number without group' => 'user" names nobody this system knows, .*33',
        'group' => 'group" names nobody this system knows, .*adm', 'worker_user' => 'worker_user" names nobody this system knows, .*www-data'] as $call => $message) {
        check(($seen[$call] ?? null) === null && $call !== 'worker_user' || preg_match("~^Bgproc.SpawnException: Option \"$message~", (string) ($seen[$call] ?? '')),
            "$what: $call: " . json_encode($seen[$call] ?? null));
    }
    check_same(posix_geteuid() === 0 ? 5 : 4, $seen['records'], "$what: nothing is left of what was refused");
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
