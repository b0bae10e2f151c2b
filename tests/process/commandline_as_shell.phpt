--TEST--
A string that is executed directly ends as under sh -c: exit code, output and message of each way to fail
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

/** [exit code, stdout, stderr] of sh -c. */
function by_shell(string $line, string $directory, array $environment, ?int $user): array
{
    $words = ['env', ...array_map(fn ($name) => "$name=$environment[$name]", array_keys($environment)), '/bin/sh', '-c', $line];
    if ($user !== null) {
        array_unshift($words, 'setpriv', "--reuid=$user", "--regid=$user", '--clear-groups', '--');
    }
    $files = [test_dir() . '/sh.out', test_dir() . '/sh.err'];
    $child = proc_open($words, [['file', '/dev/null', 'r'], ['file', $files[0], 'w'], ['file', $files[1], 'w']], $pipes, $directory);
    $status = proc_close($child);
    /* bgproc calls the shell "sh"; env has to call it by its path, since PATH may not lead there. */
    return [$status, file_get_contents($files[0]), preg_replace('~^/bin/sh: ~m', 'sh: ', file_get_contents($files[1]))];
}

function directly(string $line, string $directory, array $environment, ?int $user): array
{
    $process = start($line, ['cwd' => $directory, 'env' => $environment, 'capture_output' => true, 'user' => $user,
        'group' => $user, 'confirm' => true]);
    $process->wait(at_most(20.0));
    return [$process->getExitCode(), $process->getOutput(), $process->getErrorOutput()];
}

$root = test_dir() . '/files';
chmod(test_dir(), 0755);
foreach (['', '/bad', '/good', '/locked', '/plain', '/directory', '/directory/tool', '/script', '/odd'] as $name) {
    mkdir($root . $name, 0755);
}
$files = [
    'bad/tool' => ["#!/nowhere/interpreter\n", 0755], 'good/tool' => ["#!/bin/sh\necho good \"\$@\"\nexit 3\n", 0755],
    'plain/tool' => ["#!/bin/sh\necho not executable\n", 0644], 'locked/tool' => ["#!/bin/sh\necho locked\n", 0755],
    'script/tool' => ["echo \"\${0##*/} \$1 \$#\"\nexit 4\n", 0755], 'empty' => ['', 0755],
    'garbage' => ["\x7fELF" . str_repeat("\0", 60), 0755], 'unreadable' => ["echo unreadable\n", 0111],
    'to-directory' => ["#!$root/directory\n", 0755], 'to-plain' => ["#!$root/plain/tool\n", 0755],
    'to-itself' => ["#!$root/to-itself\n", 0755], 'blank-interpreter' => ["#!\n", 0755], 'windows' => ["#!/bin/sh\r\necho\r\n", 0755],
    'busy' => ["#!/bin/sh\necho busy\n", 0755], 'odd/%1' => ["#!/bin/sh\necho odd\n", 0755], 'odd/@,+' => ["#!/bin/sh\necho odd\n", 0755],
];
foreach ($files as $name => [$text, $mode]) {
    file_put_contents("$root/$name", $text);
    chmod("$root/$name", $mode);
}
symlink("$root/nowhere", "$root/dangling");
symlink("$root/circle", "$root/circle");
copy('/bin/true', "$root/busy-program");
chmod("$root/busy-program", 0755);
/* Open for writing: an executed program gives ETXTBSY on most kernels. */
$writers = [fopen("$root/busy-program", 'r+'), fopen("$root/busy", 'r+')];
chmod("$root/locked", 0);

$usual = getenv('PATH');
$long = str_repeat('x', 300);
$cases = [
    ['bgproc-no-such-program one', []], ["$root/nowhere", []], ['./nowhere', []], ["$root/good/tool/below", []],
    ["$root/directory", []], ['./directory', []], ['directory', ['PATH' => $root]], ["$root/plain/tool", []], ['./plain/tool a', []],
    ["$root/script/tool one two", []], ['tool one', ['PATH' => "$root/script"]], ["$root/empty", []], ["$root/garbage", []],
    ["$root/unreadable", []], ["$root/bad/tool", []], ['./bad/tool', []], ["$root/to-directory", []], ["$root/to-plain", []],
    ["$root/to-itself", []], ["$root/blank-interpreter", []], ["$root/windows", []], ["$root/dangling", []], ["$root/circle", []],
    ["$root/busy", []], ["$root/busy-program", []], ["$root/$long", []], [$long, []], ["$root/" . str_repeat('y/', 2200) . 'z', []],
    ["$root/good/tool  one\ttwo ", []], ['  good/tool three', []], ['tool', ['PATH' => "$root/bad"]], ['tool', ['PATH' => "$root/plain"]],
];
foreach (['bad', 'plain', 'directory', 'locked', 'nowhere', 'good/tool', ''] as $first) {
    $cases[] = ['tool x', ['PATH' => "$root/$first:$root/good:$usual"]];
    $cases[] = ['tool x', ['PATH' => ($first === '' ? '' : "$root/$first") . ":$root/bad"]];
}
array_push($cases, ['tool', ['PATH' => 'good']], ['tool', ['PATH' => ':good']], ['tool', ['PATH' => '']], ['%1', ['PATH' => "$root/odd:$usual"]],
    ['@,+', ['PATH' => "$root/odd:$usual"]], ['..', []], ['.', []], ['/', []], ['true', []], ['false', []]);

$users = posix_geteuid() === 0 ? [null, 65534] : [null];
foreach ($users as $user) {
    if ($user !== null) {
        chmod(test_dir() . '/files', 0755);
    }
    foreach ($cases as [$line, $environment]) {
        $expected = by_shell($line, $root, $environment, $user);
        $got = directly($line, $root, $environment, $user);
        check_same($expected, $got, substr($line, 0, 100) . ' with ' . json_encode($environment) . " as user $user");
    }
}

/* What no shell can execute either: the arguments are too long for an exec. */
$what = [];
foreach (['true', 'true ; true'] as $line) {
    $process = manager()->createProcess($line, ['keep' => 60, 'env' => ['LONG' => str_repeat('x', 140000)]]);
    try {
        $process->run();
        $process->wait(at_most(20.0));
        $what[] = [$process->getState(), $process->getExitCode(), $process->getMeta()['error']['errno'] ?? null];
    } catch (Bgproc\SpawnException $e) {
        $what[] = [get_class($e), $e->getCode()];
    }
}
check_same($what[1], $what[0], 'an environment that is too long');
chmod("$root/locked", 0755);
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
