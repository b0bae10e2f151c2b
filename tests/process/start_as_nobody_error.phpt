--TEST--
Without rights: user and group, limits of descriptors, processes and memory are refused with the reason, and nothing is left
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * EPERM on "user" as non-root, EMFILE at every number of descriptors, EAGAIN of RLIMIT_NPROC, EACCES, memory_limit. In a PHP of its own, as nobody when the
 * tests run as root.
 */
require __DIR__ . '/../inc/refusal.inc';
test_dir();

$common = '
    $manager = new BackgroundProcessManager(["working_directory" => "$dir/state", "error_log" => null]);
    function attempt(BackgroundProcessManager $manager, $line, array $options = []) {
        try {
            $process = $manager->createProcess($line, $options);
            $process->run();
            return $process;
        } catch (Throwable $e) {
            return get_class($e) . " " . $e->getCode() . ": " . $e->getMessage();
        }
    }
    function left(string $dir): array { return array_values(array_filter(scandir("$dir/state"), fn ($name) => !preg_match("/^\.lock-|^\.\.?$/", $name))); }
';

/* Who is not root cannot become somebody else, not even himself: it would be a promise for root alone. */
[, $output] = run_php_as_nobody($common . '
    foreach ([["user" => "root"], ["user" => 0], ["group" => "root"], ["user" => "nobody", "group" => 0], ["user" => posix_getuid_of()]] as $options) {
        foreach ([false, true] as $confirm) {
            echo attempt($manager, ["true"], $options + ["confirm" => $confirm]), "\n";
        }
    }
    function posix_getuid_of() { return fileowner("/proc/self"); }
    var_dump(file_exists("$dir/state"));
    $seen = attempt($manager, ["/root/x"]);
    echo $seen, "\n", attempt($manager, ["true"], ["cwd" => "/root"]), "\n", attempt($manager, ["true"], ["stdout" => "/etc/bgproc"]), "\n", attempt($manager, ["true"], ["stdin" => "/etc/shadow"]), "\n";
    $process = attempt($manager, ["true"], ["nice" => -20, "keep" => 600]);
    $process->wait(20);
    echo json_encode([$process->getState()->value, $process->getMeta()["error"]["stage"], $process->getExitCode()]), "\n";
    $process = attempt($manager, ["true"], ["limits" => ["nofile" => PHP_INT_MAX], "confirm" => true]);
    echo $process, "\n";
');
check_same(str_repeat("Bgproc\\SpawnException 1: The options \"user\" and \"group\" need root: Operation not permitted\n", 10)
    . "bool(false)\nBgproc\\SpawnException 13: Cannot execute /root/x: Permission denied\nBgproc\\SpawnException 13: Cannot change to the directory /root: Permission denied\n"
    . "Bgproc\\SpawnException 13: Cannot open /etc/bgproc (option \"stdout\"): Permission denied\nBgproc\\SpawnException 13: Cannot open /etc/shadow (option \"stdin\"): Permission denied\n"
    . "[\"failed\",\"nice\",null]\n", preg_replace('/[^\n]*limit[^\n]*$/', '', $output), 'no rights');
check((bool) preg_match('/\nBgproc.SpawnException 1: [^\n]*limit[^\n]*: Operation not permitted$/', $output), "limit: $output");

/* At every number of descriptors that is left the start works, or is refused with EMFILE; nothing is left, and the next works. */
[$status, $output] = run_php_as_nobody($common . '
    attempt($manager, ["true"])->wait(20);
    $descriptors = count(open_descriptors());
    for ($free = 0; $free < 16; $free++) {
        $held = [];
        while (count($held) < 200 && ($file = @fopen("/dev/null", "r"))) {
            $held[] = $file;
        }
        $held = array_slice($held, $free);
        foreach ([[], ["capture_output" => true], ["confirm" => true]] as $options) {
            $result = attempt($manager, ["true"], $options);
            if (is_string($result)) {
                if (!preg_match("/^Bgproc.(Spawn|Store|State|Lock)?Exception (24|0): .*(Too many open files|died before)/", $result)) {
                    echo "free $free: $result\n";
                }
                $refused = $free;
            } else {
                $started = $free;
                try {
                    $result->wait(20);
                    $code = $result->getExitCode();
                } catch (Bgproc\Exception $e) {
                    $held = [];
                    $result->wait(20);
                    $code = $result->getExitCode();
                }
                if ($code !== 0) {
                    echo "free $free: ended with ", json_encode([$code, $result->getMeta()]), "\n";
                }
                $result = null;
            }
        }
        try {
            $manager->listProcesses();
            $manager->loadProcess("x");
            $manager->prune();
        } catch (Bgproc\Exception $e) {
            if (!preg_match("/Too many open files/", $e->getMessage())) {
                echo "free $free: ", get_class($e), $e->getMessage(), "\n";
            }
        }
        $held = [];
        wait_until(fn () => left($dir) === [], 5);
        if (left($dir) !== []) {
            echo "free $free: left ", json_encode(left($dir)), "\n";
        }
    }
    var_dump($refused > 1, $started > $refused - 6, attempt($manager, ["true"])->wait(20), count(open_descriptors()) <= $descriptors);
', 'prlimit --nofile=40');
check_same([0, "bool(true)\nbool(true)\nbool(true)\nbool(true)"], [$status, $output], 'EMFILE');

/* No more processes. The limit counts all of that user, so it is below what he has. The leak sanitizer needs one itself. */
putenv('ASAN_OPTIONS=detect_leaks=0');
[$status, $output] = run_php_as_nobody($common . '
    $descriptors = count(without_supervisor(open_descriptors(), []));
    for ($i = 0; $i < 3; $i++) {
        echo attempt($manager, ["true"], $i ? ["capture_output" => true] : []), "\n";
    }
    echo json_encode(left($dir)), "\n";
    var_dump(count(without_supervisor(open_descriptors(), [])) === $descriptors);
', 'prlimit --nproc=0');
check_same([0, str_repeat("Bgproc\\SpawnException 11: Cannot create a process: Resource temporarily unavailable\n", 3) . "[]\nbool(true)"], [$status, $output], 'NPROC');

/* The file size limit of the caller: the record cannot be written, and PHP is not killed by SIGXFSZ. */
[$status, $output] = run_php_as_nobody($common . '
    echo preg_replace("/process\.\w+/", "KEY", attempt($manager, ["true"])), "\n", json_encode(left($dir));
', 'prlimit --fsize=0');
check((bool) preg_match('/^Bgproc.StoreException 27: Cannot write the record KEY.json: File too large\n\[\]$/', $output), "FSIZE: $status $output");

/* memory_limit: the fatal error of PHP, with the process untouched and readable afterwards. */
$process = start('head -c 60000000 /dev/zero', ['capture_output' => true, 'output_limit' => 64 << 20, 'keep' => 600]);
check($process->wait(20), 'wait');
[$status, $output] = run_php('$process = (new BackgroundProcessManager(["working_directory" => $argv[1]]))->loadProcess($argv[2]); echo "before\n"; $process->getOutput();',
    [state_dir(), $process->getKey()], ['memory_limit' => '16M', 'display_errors' => 1]);
/* Without PHP's own memory (sanitizers, memcheck) there is no limit. */
check(getenv('USE_ZEND_ALLOC') === '0' || preg_match('/^before\n.*memory (size|limit) of \d+ bytes exhausted/s', $output), "memory_limit: $status $output");
check_same(60000000, strlen($process->getOutput()), 'output');
unset($process);
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
