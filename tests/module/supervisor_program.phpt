--TEST--
The supervisor is the one of the configuration, the file beside the module, or the module's own copy; when none can be executed that is said
--EXTENSIONS--
bgproc
posix
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

/* Copies of module and supervisor, so that each can be damaged. */
$base = test_dir();
$source = dirname(realpath(module_file()));
function installation(string $name, bool $sibling = true): string
{
    global $base, $source;

    mkdir("$base/$name", 0755);
    copy("$source/bgproc.so", "$base/$name/bgproc.so");
    if ($sibling) {
        copy("$source/bgproc.supervisor", "$base/$name/bgproc.supervisor");
        chmod("$base/$name/bgproc.supervisor", 0755);
    }
    return "$base/$name";
}

/** Runs a command and says by what. */
function run_with(string $dir, array $ini = [], string $before = '', string $shell = ''): string
{
    global $base;

    $file = write_file('run.php', '<?php
        ' . $before . '
        ob_start();
        phpinfo(INFO_MODULES);
        preg_match("/^supervisor => (.*)$/m", ob_get_clean(), $m);
        echo $m[1], "; ";
        try {
            $process = new BackgroundProcess("exit 5", ["working_directory" => $argv[1] . "/state", "keep" => 600, "error_log" => null]);
            $process->run();
            $process->wait(20);
            echo json_encode($process->getExitCode());
        } catch (Throwable $e) {
            echo get_class($e), " ", $e->getCode(), ": ", $e->getMessage();
        }
        if (is_dir($argv[1] . "/state")) {
            echo preg_grep("/^\.(?!lock-|\.?$)/", scandir($argv[1] . "/state")) ? " left" : "";
        }');
    $words = [PHP_BINARY, '-n', '-d', "extension=$dir/bgproc.so"];
    foreach ($ini as $name => $value) {
        array_push($words, '-d', "$name=$value");
    }
    exec($shell . implode(' ', array_map('escapeshellarg', [...$words, $file, $base])) . ' 2>&1', $lines);
    return implode("\n", $lines);
}

check_same('file beside the module; 5', run_with(installation('whole')), 'beside the module');
/* memcheck cannot execute a memory file. */
$memory = under_valgrind() ? run_with(installation('alone', false)) : 'memory file; 5';
under_valgrind() || check_same($memory, run_with(installation('alone', false)), 'no file beside it');

/* Not executable, of another build, cut off, empty, a directory, a dangling link: the module's own copy. */
$dir = installation('no_x');
chmod("$dir/bgproc.supervisor", 0644);
check_same(str_replace('alone', 'no_x', $memory), run_with($dir), 'without x');
$damage = [
    'another' => fn ($file) => copy('/bin/true', $file),
    'one byte' => function ($file) {
        $text = file_get_contents($file);
        $text[intdiv(strlen($text), 2)] = chr(ord($text[intdiv(strlen($text), 2)]) ^ 1);
        file_put_contents($file, $text);
    },
    'cut' => fn ($file) => file_put_contents($file, substr(file_get_contents($file), 0, -1)),
    'longer' => fn ($file) => file_put_contents($file, "\0", FILE_APPEND),
    'empty' => fn ($file) => file_put_contents($file, ''),
    'directory' => fn ($file) => unlink($file) && mkdir($file),
    'dangling' => fn ($file) => unlink($file) && symlink('/nonexistent', $file),
    'fifo' => fn ($file) => unlink($file) && posix_mkfifo($file, 0700),
];
foreach ($damage as $what => $harm) {
    $dir = installation($what);
    $harm("$dir/bgproc.supervisor");
    check_same(str_replace('alone', $what, $memory), run_with($dir), "file beside the module: $what");
}
/* Found once: what becomes of the file later does not matter. */
$dir = installation('removed');
under_valgrind() || check_same('file beside the module; 5', run_with($dir, [], "\$first = new BackgroundProcess('true', ['working_directory' => \$argv[1] . '/state']); \$first->run(); \$first->wait(20); unlink('$dir/bgproc.supervisor');"), 'removed later');

/* The configuration. */
copy("$source/bgproc.supervisor", "$base/mine");
chmod("$base/mine", 0755);
check_same('INI bgproc.supervisor; 5', run_with("$base/alone", ['bgproc.supervisor' => "$base/mine"]), 'configured');
chmod("$base/mine", 0644);
$refused = fn ($path, $code, $reason) => "none that can be executed; Bgproc\\SpawnException $code: Cannot execute $path (INI bgproc.supervisor): $reason";
check_same($refused("$base/mine", 13, 'Permission denied'), run_with("$base/whole", ['bgproc.supervisor' => "$base/mine"]), 'configured, without x');
check_same($refused('/nonexistent', 2, 'No such file or directory'), run_with("$base/whole", ['bgproc.supervisor' => '/nonexistent']), 'configured, missing');
/* What can be executed and is no supervisor: the start fails, and the record of it does not stay. */
file_put_contents("$base/text", 'no program');
chmod("$base/text", 0755);
$result = run_with("$base/whole", ['bgproc.supervisor' => "$base/text"]);
check((bool) preg_match('~^INI bgproc.supervisor; Bgproc.SpawnException 8: Cannot execute the supervisor .*: Exec format error$~', $result), "a text: $result");
$result = run_with("$base/whole", ['bgproc.supervisor' => $base]);
check((bool) preg_match('~Bgproc.SpawnException \d+: Cannot execute ~', $result), "a directory: $result");
foreach (['/bin/true', '/bin/false', '/bin/sh'] as $program) {
    $result = run_with("$base/whole", ['bgproc.supervisor' => $program]);
    check((bool) preg_match('~^INI bgproc.supervisor; (null|Bgproc.\w+Exception \d+: .+)$~', $result), "$program: no exit code is invented: $result");
}

/* No memory files to be executed, no executable file: a temporary copy, or a clear word. */
if (!under_valgrind() && is_root() && is_writable('/proc/sys/vm/memfd_noexec') && trim(shell_exec('unshare -p -f -m --mount-proc sh -c "echo 2 > /proc/sys/vm/memfd_noexec && cat /proc/sys/vm/memfd_noexec" 2>/dev/null') ?? '') === '2') {
    $namespace = 'unshare -p -f -m --mount-proc sh -c \'echo 2 > /proc/sys/vm/memfd_noexec; mkdir -p ' . "$base/noexec; mount -t tmpfs -o noexec none $base/noexec;" . ' "$@"\' sh ';
    check_same('file beside the module; 5', run_with("$base/whole", [], '', $namespace), 'memfd_noexec');
    check_same('temporary copy; 5', run_with("$base/alone", [], '', $namespace . "env TMPDIR=$base "), 'memfd_noexec, no file beside the module');
    check_same([], glob("$base/bgproc.supervisor.*"), 'the temporary copy is removed at the end');
    $result = run_with("$base/alone", [], '', $namespace . "env TMPDIR=$base/noexec ");
    check((bool) preg_match('~^none that can be executed; Bgproc.SpawnException \d+: No way to execute the supervisor: the file beside the module, a memory file and a copy in the temporary directory '
        . 'all fail; name an executable bgproc.supervisor in INI bgproc.supervisor: Permission denied$~', $result), "nothing: $result");
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
