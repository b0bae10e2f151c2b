--TEST--
Every way a start can fail gives its own error number, with confirm as an exception, else in the record, never as an exit code
--EXTENSIONS--
bgproc
posix
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * Promise 2: ENOENT, EACCES, ENOEXEC, ENOTDIR, ELOOP, ENAMETOOLONG, E2BIG, ETXTBSY, a directory, bad cwd, deleted cwd, unknown user,
 * bad rlimit, unopenable file, missing interpreter (EPERM on user: see start_as_nobody_error.phpt). What can be known before is
 * thrown by run() either way; the rest by run() with confirm, else it is the record's "error".
 */
require __DIR__ . '/../inc/refusal.inc';
putenv('PATH=/usr/local/bin:/usr/bin:/bin');

$manager = manager(['keep' => 600, 'error_log' => null]);
$dir = test_dir();
write_file('no_x', "#!/bin/sh\nexit 0\n", 0600);
write_file('no_shebang', "exit 3\n", 0700);
write_file('garbage', "\x7fELF" . str_repeat("\0", 60), 0700);
write_file('crlf', "#!/bin/sh\r\nexit 0\n", 0700);
write_file('no_interpreter', "#!/nonexistent/interpreter\n", 0700);
write_file('interpreter_directory', "#!/tmp\n", 0700);
write_file('empty', '', 0700);
copy('/bin/true', "$dir/busy");
chmod("$dir/busy", 0700);
$busy = fopen("$dir/busy", 'r+');
symlink('loop2', "$dir/loop1");
symlink('loop1', "$dir/loop2");
symlink('nowhere', "$dir/dangling");
mkdir("$dir/directory", 0700);
write_file('file', 'x');
posix_mkfifo("$dir/fifo", 0700);

const ENOENT = 2, E2BIG = 7, ENOEXEC = 8, EACCES = 13, ENOTDIR = 20, EISDIR = 21, EINVAL = 22, ETXTBSY = 26, ENAMETOOLONG = 36, ELOOP = 40, EPERM = 1, ENXIO = 6;

/* What is checked before anything is made: [command, options, errno, message]. */
$before = [
    'ENOENT' => [["$dir/missing"], [], ENOENT, "~^Cannot execute $dir/missing: No such file or directory$~"],
    'ENOENT in PATH' => [['bgproc-no-such-program'], [], ENOENT, '~^Cannot execute bgproc-no-such-program, not found in PATH \(/usr/local/bin:/usr/bin:/bin\): No such file or directory$~'],
    'no PATH' => [['bgproc-no-such-program'], ['inherit_env' => false], ENOENT, '~, not found in PATH \(/usr/local/sbin:.*/bin\): No such~'],
    'ENOENT, more than one word' => [['sleep 10'], [], ENOENT, '~^Cannot execute "sleep 10", the first item of an array, which must have one word per item \(or give a string: a shell command line\): No such file or directory$~'],
    'ENOENT, more than one word, with a path' => [["$dir/missing x"], [], ENOENT, '~one word per item~'],
    'dangling' => [["$dir/dangling"], [], ENOENT, '~No such~'],
    'EACCES' => [["$dir/no_x"], [], EACCES, '~^Cannot execute .*/no_x: Permission denied$~'],
    'EACCES in PATH' => [['no_x'], ['env' => ['PATH' => "/nonexistent:$dir"]], EACCES, "~^Cannot execute no_x, found in PATH as $dir/no_x, where it is not permitted: Permission denied$~"],
    'ENOTDIR' => [["$dir/file/x"], [], ENOTDIR, '~Not a directory$~'],
    'ELOOP' => [["$dir/loop1"], [], ELOOP, '~Too many levels of symbolic links$~'],
    'ENAMETOOLONG, one name' => [["$dir/" . str_repeat('n', 256)], [], ENAMETOOLONG, '~File name too long$~'],
    'ENAMETOOLONG, path' => [['/' . str_repeat('n/', 2100)], [], ENAMETOOLONG, '~File name too long$~'],
    'a directory' => [["$dir/directory"], [], EISDIR, '~Is a directory$~'],
    'a FIFO' => [["$dir/fifo"], [], EACCES, '~Permission denied$~'],
    'a device' => [['/dev/null'], [], EACCES, '~Permission denied$~'],
    'E2BIG, one argument' => [['true', str_repeat('x', 131072)], [], E2BIG, '~Argument list too long$~'],
    'E2BIG, together' => [array_merge(['true'], array_fill(0, 100, str_repeat('x', 130000))), [], E2BIG, '~Argument list too long$~'],
    'cwd missing' => [['true'], ['cwd' => "$dir/missing"], ENOENT, "~^Cannot change to the directory $dir/missing: No such~"],
    'cwd a file' => [['true'], ['cwd' => "$dir/file"], ENOTDIR, '~^Cannot change to the directory .*: Not a directory$~'],
    'cwd a loop' => [['true'], ['cwd' => "$dir/loop1"], ELOOP, '~Too many levels~'],
    'user unknown' => [['true'], ['user' => 'bgproc-nobody'], 0, '~^Option "user" names nobody this system knows, string "bgproc-nobody" given$~'],
    'user number unknown' => [['true'], ['user' => 4294967294], 0, '~^Option "user" names nobody this system knows, int 4294967294 given$~'],
    'user numeric string' => [['true'], ['user' => '0'], 0, '~^Option "user" names nobody~'],
    'group unknown' => [['true'], ['group' => 'bgproc-nobody'], 0, '~^Option "group" names nobody~'],
    'stdin missing' => [['true'], ['stdin' => "$dir/missing"], ENOENT, "~^Cannot open $dir/missing \(option \"stdin\"\): No such file~"],
    'stdin a directory' => [['true'], ['stdin' => $dir], 0, '~^Cannot use .* \(option "stdin"\): it is a directory~'],
    'stdout, parent missing' => [['true'], ['stdout' => "$dir/missing/log"], ENOENT, '~^Cannot open .*missing/log \(option "stdout"\): No such~'],
    'stdout, parent a file' => [['true'], ['stdout' => "$dir/file/log"], ENOTDIR, '~Not a directory$~'],
    'stdout a directory' => [['true'], ['stdout' => $dir], EISDIR, '~Is a directory$~'],
    'stdout a FIFO without reader' => [['true'], ['stdout' => "$dir/fifo"], ENXIO, '~No such device or address$~'],
    'stdout a loop' => [['true'], ['stdout' => "$dir/loop1"], ELOOP, '~Too many levels~'],
    'stderr memory' => [['true'], ['stderr' => ['file', '/proc/self/mem', 'a']], 0, '~a directory, a disk or a file of /proc or /sys$~'],
    'stderr a name too long' => [['true'], ['stderr' => "$dir/" . str_repeat('n', 256)], ENAMETOOLONG, '~File name too long$~'],
];
if (under_valgrind()) {
    unset($before['E2BIG, one argument'], $before['E2BIG, together']);
}
if (!is_root()) {
    unset($before['user unknown'], $before['user number unknown'], $before['user numeric string'], $before['group unknown']);
}
foreach ($before as $what => [$command, $options, $errno, $message]) {
    foreach ([false, true] as $confirm) {
        $seconds = seconds(fn () => check_refused(Bgproc\SpawnException::class, fn () => $manager->createProcess($command, $options + ['confirm' => $confirm])->run(),
            $what . ($confirm ? ', confirm' : ''), $message, $errno));
        check_seconds(0, 10, $seconds, "$what: seconds");
    }
}
check(!file_exists("$dir/missing"), 'no file was made on the way');

/* What only the exec or the kernel can say: [command, options, stage, errno]. */
$after = [
    'ENOEXEC, no #!' => [["$dir/no_shebang"], [], 'exec', ENOEXEC],
    'ENOEXEC, empty' => [["$dir/empty"], [], 'exec', ENOEXEC],
    'ENOEXEC, garbage' => [["$dir/garbage"], [], 'exec', ENOEXEC],
    'ETXTBSY' => [["$dir/busy"], [], 'exec', ETXTBSY],
    'CRLF' => [["$dir/crlf"], [], 'exec', ENOENT],
    'missing interpreter' => [["$dir/no_interpreter"], [], 'exec', ENOENT],
    'interpreter a directory' => [["$dir/interpreter_directory"], [], 'exec', EACCES],
    'bad rlimit' => [['true'], ['limits' => ['nofile' => PHP_INT_MAX]], 'limit', EPERM],
    'rlimit without room for the program' => [['true'], ['limits' => ['as' => 4096]], null, null],
];
foreach ($after as $what => [$command, $options, $stage, $errno]) {
    if ($stage === null) {
        /* Exec fails, or the loader dies of it: either way nothing that looks like success. */
        $process = start($command, $options, $manager);
        check($process->wait(20), "$what: wait");
        check_same(Bgproc\State::Failed, $process->getState(), "$what: state");
        continue;
    }
    $files = files_below(state_dir());
    $e = check_throws(Bgproc\SpawnException::class, fn () => start($command, $options + ['confirm' => true, 'keep' => 0], $manager), "$what, confirm");
    check_same($errno, $e?->getCode(), "$what, confirm: " . $e?->getMessage());
    check(wait_until(fn () => files_below(state_dir()) === $files), "$what, confirm: nothing is left");

    $process = start($command, $options, $manager);
    check($process->wait(20), "$what: wait");
    check_same([Bgproc\State::Failed, null, null], [$process->getState(), $process->getExitCode(), $process->getTermSignal()], "$what: state");
    foreach ([$process, $manager->loadProcess($process->getKey())] as $object) {
        $error = $object->getMeta()['error'];
        check_same([$stage, $errno], [$error['stage'] ?? null, $error['errno'] ?? null], "$what: error");
        check(($error['message'] ?? '') !== '', "$what: message");
    }
}

/* A working directory that goes between the check and the start, and one that was deleted under the caller. */
mkdir("$dir/gone", 0700);
chdir("$dir/gone");
rmdir("$dir/gone");
check_refused(Bgproc\SpawnException::class, fn () => start(['true'], ['cwd' => '.'], $manager), 'deleted cwd', '~No such file or directory$~', ENOENT);
check_refused(Bgproc\SpawnException::class, fn () => start(['./x'], [], $manager), 'program in a deleted cwd', '~No such file or directory$~', ENOENT);
$process = start(['true'], ['cwd' => '/'], $manager);
check($process->wait(20), 'wait');
check_same(0, $process->getExitCode(), 'from a deleted directory to another');
chdir($dir);

/* The same numbers as exit codes of commands that did run are something else. */
foreach ([126, 127, 2, 13] as $code) {
    foreach ([['sh', '-c', "exit $code"], "exit $code"] as $command) {
        $process = start($command, ['confirm' => true], $manager);
        check($process->wait(20), 'wait');
        check_same([Bgproc\State::Failed, $code, null], [$process->getState(), $process->getExitCode(), $process->getMeta()['error']], "exit $code");
    }
}
/* A string goes to the shell, which answers for itself; a script without #! it runs. */
foreach (['bgproc-no-such-program' => 127, "$dir/no_x" => 126, "$dir/directory" => 126, "$dir/no_shebang" => 3, "$dir/missing" => 127] as $line => $code) {
    if ($line === "$dir/no_x" && is_root() && is_executable($line)) {
        continue;
    }
    $process = start($line, ['confirm' => true], $manager);
    check($process->wait(20), 'wait');
    check_same([$code, null], [$process->getExitCode(), $process->getMeta()['error']], "shell: $line");
}
check_same([], preg_grep('/^\./', array_diff(scandir(state_dir()), ['.', '..'])), 'temporary files');
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
