--TEST--
What is put in the place of a record while its process runs is neither followed nor written; the starter learns the truth
--EXTENSIONS--
bgproc
posix
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * Promise 32, the attacks on the writer: KEY.json and KEY.out are replaced by a rename, as another process of the same user could, while
 * the supervisor works; and its temporary names are taken.
 */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager(['keep' => 600, 'capture_output' => true]);
$dir = state_dir();
start(['true'], ['keep' => 0], $manager)->wait(20);
$outside = test_dir() . '/outside';
mkdir($outside, 0700);
$secret = "$outside/secret";
file_put_contents($secret, 'content');
chmod($secret, 0600);

$make = [
    'symlink' => fn ($path) => symlink($secret, $path),
    'dangling symlink' => fn ($path) => symlink("$outside/new", $path),
    'symlink to itself' => fn ($path) => symlink(basename($path), $path),
    'hard link' => fn ($path) => link($secret, $path),
    'FIFO' => fn ($path) => posix_mkfifo($path, 0600),
    'directory' => fn ($path) => mkdir($path, 0700),
    'full directory' => fn ($path) => mkdir($path, 0700) && touch("$path/file"),
    'socket' => fn ($path) => fclose(stream_socket_server("unix://$path")) || true,
    'file' => fn ($path) => file_put_contents($path, 'x') === 1 && chmod($path, 0600),
    'read-only file' => fn ($path) => file_put_contents($path, 'x') === 1 && chmod($path, 0),
    'nothing' => fn ($path) => true,
];
foreach ($make as $what => $place) {
    foreach (['.json', '.out', '.err'] as $suffix) {
        $go = test_dir() . '/go';
        $process = start("echo first; while [ ! -e '$go' ]; do sleep 0.01; done; echo second; echo bad >&2; exit 3", [], $manager);
        $key = $process->getKey();
        check(wait_until(fn () => $manager->loadProcess($key)?->getState() === Bgproc\State::Running), "$what$suffix: it runs");
        $path = "$dir/$key$suffix";
        check(rename($path, "$outside/old") && $place($path), "$what$suffix: made");
        if ($suffix === '.json') {
            check_seconds(0, 2, seconds(function () use ($manager, $key) {
                $manager->loadProcess($key)?->getState();
                $manager->listProcesses();
            }), "$what$suffix: seconds of readers");
        }
        touch($go);
        check_seconds(0, 10, seconds(fn () => check($process->wait(20), "$what$suffix: it ends")), "$what$suffix: seconds");
        check_same([Bgproc\State::Failed, 3], [$process->getState(), $process->getExitCode()], "$what$suffix: what the starter learns");
        check_same(['content', 0600], [file_get_contents($secret), fileperms($secret) & 07777], "$what$suffix: what a link leads to");
        check(!file_exists("$outside/new"), "$what$suffix: nothing is made through a link");
        if ($suffix === '.json') {
            check_same("first\nsecond\n", (string) @file_get_contents("$dir/$key.out"), "$what$suffix: the output");
        } else {
            $record = $manager->loadProcess($key);
            check_same([Bgproc\State::Failed, 3], [$record?->getState(), $record?->getExitCode()], "$what$suffix: the record");
            check($suffix !== '.out' || file_get_contents("$outside/old") === "first\nsecond\n", "$what$suffix: the output is in the file that was opened");
            check_seconds(0, 2, seconds(function () use ($record) {
                try {
                    $record->getOutput();
                    $record->getErrorOutput();
                } catch (Bgproc\StoreException) {
                }
            }), "$what$suffix: seconds of reading");
        }
        unset($process);
        exec('rm -rf ' . implode(' ', array_map('escapeshellarg', [$go, "$outside/old", ...glob("$dir/$key*")])));
        /* The supervisor has told the end before it leaves. */
        $left = fn () => preg_grep('/^\.(lock-|\.?$)|^err\.log$/', scandir($dir), PREG_GREP_INVERT);
        check(wait_until(fn () => $left() === []), "$what$suffix: left is " . implode(' ', $left()));
    }
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
