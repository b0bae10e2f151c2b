--TEST--
open_basedir is honoured for every path a process or manager is given
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

foreach (['in', 'out', 'in/state', 'out/state'] as $name) {
    mkdir(test_dir() . "/$name", 0700);
}
symlink(test_dir() . '/out', test_dir() . '/in/link');
file_put_contents(test_dir() . '/out/input', 'secret');
[$status, $output] = run_php('
    [, $base] = $argv;
    chdir("$base/in");
    function attempt(string $what, callable $call) {
        try {
            $result = $call();
            echo "$what: ", is_array($result) ? count($result) : var_export($result, true), "\n";
        } catch (Throwable $e) {
            echo "$what: ", get_class($e), " ", $e->getCode(), ": ", $e->getMessage(), "\n";
        }
    }
    $outside = new BackgroundProcessManager(["working_directory" => "$base/out/state"]);
    attempt("list", fn () => $outside->listProcesses());
    attempt("load", fn () => $outside->loadProcess("x"));
    attempt("prune", fn () => $outside->prune());
    attempt("stopAll", fn () => $outside->stopAll());
    attempt("script", fn () => $outside->createProcess(["true"])->writeExecutablePHPFile());
    attempt("run", fn () => $outside->createProcess(["true"])->run());
    attempt("way out", fn () => (new BackgroundProcessManager(["working_directory" => "$base/in/../out/state"]))->createProcess(["true"])->run());
    attempt("link", fn () => (new BackgroundProcessManager(["working_directory" => "$base/in/link/state"]))->createProcess(["true"])->run());
    $inside = new BackgroundProcessManager(["working_directory" => "$base/in/state", "keep" => 600]);
    foreach (["cwd" => "$base/out", "stdin" => "$base/out/input", "stdout" => "$base/out/new", "stderr" => ["file", "$base/out/new", "a"]] as $option => $value) {
        attempt($option, fn () => $inside->createProcess(["true"], [$option => $value])->run());
    }
    attempt("stdin by link", fn () => $inside->createProcess(["true"], ["stdin" => "link/input"])->run());
    attempt("stdout by link", fn () => $inside->createProcess(["true"], ["stdout" => "$base/in/link/new"])->run());
    attempt("stdout relative", fn () => $inside->createProcess(["true"], ["stdout" => "../out/new"])->run());
    $inside->setErrorLog("$base/out/err.log");
    attempt("error log", fn () => $inside->createProcess(["true"])->run());
    $inside->setErrorLog("../../out/err.log");
    attempt("error log relative", fn () => $inside->createProcess(["true"])->run());
    $inside->setErrorLog("err.log");
    echo json_encode([array_diff(scandir("$base/in/state"), [".", ".."]), count(open_descriptors()) < 10]), "\n";
    attempt("good", function () use ($inside, $base) {
        $process = $inside->createProcess("cat; pwd", ["cwd" => "$base/in", "stdout" => "$base/in/new"]);
        $process->run();
        $process->wait(20);
        return [$process->getExitCode(), file_get_contents("$base/in/new")] === [0, "$base/in\n"];
    });
', [test_dir()], ['pcre.jit' => 0, 'open_basedir' => test_dir() . '/in:' . __DIR__ . '/../inc:/proc/self:' . test_dir() . '/script1.php']);
$base = preg_quote(test_dir());
$state = "Bgproc.StoreException 0: The state directory $base/\S+ is not within the allowed paths \(open_basedir: .*\)\n";
/* The error log is in the state directory, and either may be noticed first. */
$any = "Bgproc.StoreException 0: The (state directory|error log) $base/\S+ is not within the allowed paths \(open_basedir: .*\)\n";
$option = fn ($name, $path) => "Bgproc.(Store|Spawn)Exception \d+: Option \"$name\" $path is not within the allowed paths \(open_basedir: .*\)\n";
$pattern = "list: {$state}load: {$state}prune: {$state}stopAll: {$state}script: {$state}run: {$any}way out: {$any}link: {$any}cwd: " . $option('cwd', "$base/out")
    . 'stdin: ' . $option('stdin', "$base/out/input") . 'stdout: ' . $option('stdout', "$base/out/new") . 'stderr: ' . $option('stderr', "$base/out/new")
    . 'stdin by link: ' . $option('stdin', 'link/input') . 'stdout by link: ' . $option('stdout', "$base/in/link/new") . 'stdout relative: ' . $option('stdout', '../out/new')
    . "error log: Bgproc.StoreException 0: The error log $base/out/err.log is not .*\nerror log relative: Bgproc.StoreException 0: The error log $base/in/state/../../out/err.log is not .*\n"
    . "\\[\\[\\],true\\]\ngood: true\n";
check((bool) preg_match("~^$pattern\$~", $output), "open_basedir: $output");
check_same(['input', 'state'], array_values(array_diff(scandir(test_dir() . '/out'), ['.', '..'])), 'nothing was made outside');
check_same([], array_diff(scandir(test_dir() . '/out/state'), ['.', '..']), 'nothing was made outside');
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
