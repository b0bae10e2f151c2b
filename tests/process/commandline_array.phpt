--TEST--
An array arrives byte for byte, without a shell, and comes back so
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 33: 5,000 hostile arguments, among them one of 100 KB and bytes that are no UTF-8.
 */
require __DIR__ . '/../inc/bgproc.inc';

mt_srand(20);
$pieces = ['"', "'", '$', '`', '\\', "\n", "\r", "\t", ' ', ';', '&', '|', '<', '>', '(', ')', '{', '}', '*', '?', '[', ']', '~', '#', '!',
    '%', '=', '-', '--', '$(id)', '`id`', '${HOME}', '<?php', '?>', "\x01", "\x1b", "\x7f", "\xff", "\xc3", "\xe2\x98", 'é', '☃', '日本', 'a', 'word'];
$lists = [
    ['--help'], ['-'], ['--'], [''], ['', '', ''], ['-n', '-e'], ["\n"], ['a b', 'c  d'], ['$HOME', '`id`', '$(id)'],
    [str_repeat("0123456789 \"'\$`\\\n\xff", 6400)],
    array_fill(0, 2000, 'x'),
];
for ($i = 0; $i < 100; $i++) {
    $list = [];
    for ($j = 0; $j < 50; $j++) {
        $argument = '';
        for ($k = mt_rand(0, 8); $k > 0; $k--) {
            $argument .= $pieces[mt_rand(0, count($pieces) - 1)];
        }
        $list[] = $argument;
    }
    $lists[] = $list;
}

/* A program that writes its arguments, each ended by a NUL: the kernel's own view of them. */
$program = ['/bin/cat', '/proc/self/cmdline'];
$manager = manager(['keep' => 600]);
$processes = [];
foreach ($lists as $i => $list) {
    $processes[$i] = $manager->createProcess(['/bin/cat', '/proc/self/cmdline', '--', ...$list], ['stdout' => test_dir() . "/$i"]);
    $processes[$i]->run();
}
foreach ($lists as $i => $list) {
    $process = $processes[$i];
    $given = ['/bin/cat', '/proc/self/cmdline', '--', ...$list];
    check($process->wait(30), "list $i: it ends");
    $seen = (string) file_get_contents(test_dir() . "/$i");
    check(str_starts_with($seen, implode("\0", $given) . "\0"), "list $i: the arguments arrive: " . short($seen));
    check($process->getCommandline() === $given, "list $i: getCommandline()");
    check($process->getMeta()['commandline'] === $given, "list $i: getMeta()");
    check(manager()->loadProcess($process->getKey())?->getCommandline() === $given, "list $i: loadProcess()");
    $record = record($process);
    $kept = isset($record['commandline_base64']) ? array_map(fn ($text) => base64_decode($text, true), $record['commandline_base64']) : $record['commandline'];
    check($kept === $given, "list $i: the record");
    $utf8 = preg_match('//u', implode('', $given)) === 1;
    check_same(!$utf8, isset($record['commandline_base64']), "list $i: base64 only where it is needed");
}

/* References and Stringable members of the array do not change while it runs. */
$word = 'before';
$list = ['/bin/echo', &$word];
$process = start($list, ['capture_output' => true]);
$word = 'after';
$process->wait();
check_same("before\n", $process->getOutput(), 'a reference');

/* A name without a slash is looked up as by the shell; argv[0] stays as given. */
$process = start(['cat', '/proc/self/cmdline'], ['capture_output' => true]);
$process->wait();
check_same("cat\0/proc/self/cmdline\0", $process->getOutput(), 'the name of the program');
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
