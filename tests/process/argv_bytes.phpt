--TEST--
5,000 hostile arguments arrive byte for byte, no shell sees them, and none is code in the record or the script
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * Promise 33: random and chosen arguments of shell, PHP and JSON metacharacters, control bytes, bad UTF-8, leading dashes; the sizes at the limit of
 * the system. The command is a PHP that prints the hash of its arguments; the seed is shown when one differs.
 */
require __DIR__ . '/../inc/refusal.inc';
putenv('PATH=/usr/local/bin:/usr/bin:/bin');

$seed = random_int(0, PHP_INT_MAX);
mt_srand($seed);
$pieces = ['$(touch PWNED)', '`touch PWNED`', '; touch PWNED', '| touch PWNED', '&& touch PWNED', '& touch PWNED', '> PWNED', "\ntouch PWNED\n", '$HOME', '${PATH}', '*', '?', '[a-z]', '~', '{a,b}',
    "'", '"', '\\', '\\\\', "''", '""', '!', '#', '%s%n', '%00', "\t", "\r\n", "\x1b[31m", "\x7f", ' ', '  ', '--', '-', '-c', '-rf', '--exec=/bin/sh', '--uid=0', '=', 'A=B', '<?php echo 1 ?>', '?>',
    '{"key":"x"}', '"}', '\u0000', '\"', "\xff", "\xfe\xff", "\xc0\x80", "\xed\xa0\x80", "\u{202e}", "\u{feff}", "\u{1f600}", "\xe2\x82", '/', '//', '/../', '.', '..', "\x01", "\x08", 'é', '', 'a'];

function argument(array $pieces): string
{
    switch (mt_rand(0, 3)) {
        case 0:
            $text = '';
            for ($i = mt_rand(0, 60); $i > 0; $i--) {
                $text .= chr(mt_rand(1, 255));
            }
            return $text;
        case 1:
            return $pieces[array_rand($pieces)];
        default:
            $text = '';
            for ($i = mt_rand(1, 8); $i > 0; $i--) {
                $text .= $pieces[array_rand($pieces)];
            }
            return $text;
    }
}

chdir(test_dir());
$script = write_file('arguments.php', '<?php array_shift($argv); echo count($argv), "\n"; foreach ($argv as $argument) { echo bin2hex($argument), "\n"; }');
$words = [PHP_BINARY, '-n', '-d', 'register_argc_argv=1', $script];
$manager = manager(['keep' => 600, 'capture_output' => true, 'output_limit' => 100 << 20]);
$total = 0;
for ($round = 0; $round < 10; $round++) {
    $arguments = [];
    for ($i = 0; $i < 500; $i++) {
        $arguments[] = argument($pieces);
    }
    $total += count($arguments);
    $process = start([...$words, ...$arguments], [], $manager);
    check($process->wait(30), 'wait');
    $expected = count($arguments) . "\n" . implode("\n", array_map('bin2hex', $arguments)) . "\n";
    check($process->getOutput() === $expected, "round $round of seed $seed: arguments differ");
    /* Readers get the same bytes. */
    check($manager->loadProcess($process->getKey())->getCommandline() === [...$words, ...$arguments], "round $round of seed $seed: the record differs");
    check(json_decode(file_get_contents(record_file($process))) !== null, "round $round of seed $seed: the record is JSON");
}
check($total >= 5000, "$total arguments");

/* Through the executable PHP file too. */
$arguments = array_merge($pieces, ["a\nb", "\xff\xfe"]);
$process = $manager->createProcess([...$words, ...$arguments], ['capture_output' => false, 'stdout' => test_dir() . '/script_output']);
$process->writeExecutablePHPFile();
$file = $process->getExecutablePHPFilePath();
foreach ($arguments as $argument) {
    check(strlen($argument) < 4 || !str_contains(file_get_contents($file), $argument), 'no argument stands in the script: ' . short($argument));
}
exec(implode(' ', array_map('escapeshellarg', [...php_words(), $file])) . ' 2>&1', $lines, $status);
check_same([0, []], [$status, $lines], 'script');
check_same(count($arguments) . "\n" . implode("\n", array_map('bin2hex', $arguments)) . "\n", file_get_contents(test_dir() . '/script_output'), 'arguments of the script');
check(!file_exists($file), 'the script has removed itself');

/* Hostile names of the program, and of everything that stands on the supervisor's command line. */
mkdir(test_dir() . '/ $(touch PWNED)');
$program = test_dir() . '/ $(touch PWNED)/--uid=0 %s"\'';
symlink('/bin/echo', $program);
$process = start([$program, '--', '-n', '%s'], ['cwd' => test_dir() . '/ $(touch PWNED)', 'scope' => '"}$(touch PWNED)', 'labels' => ["'\"\n" => '"}`touch PWNED`']], $manager);
check($process->wait(20), 'wait');
check_same("-- -n %s\n", $process->getOutput(), 'program with a hostile name');
check_same(['"}$(touch PWNED)', ["'\"\n" => '"}`touch PWNED`']], [$process->getMeta()['scope'], $process->getMeta()['labels']], 'scope and labels');

/* Sizes: the longest argument the system takes, many, and one byte more. */
foreach ([[str_repeat('x', 131071)], array_fill(0, 20000, 'argument'), array_fill(0, 10, str_repeat("\xff", 100000))] as $i => $arguments) {
    $process = start(['sh', '-c', 'echo $#; printf %s "$@" | cksum', 'sh', ...$arguments], [], $manager);
    check($process->wait(30), 'wait');
    check_same([0, (string) count($arguments)], [$process->getExitCode(), strtok($process->getOutput(), "\n")], "size $i");
    check($manager->loadProcess($process->getKey())->getCommandline() === $process->getCommandline(), "size $i: record");
}
if (!under_valgrind()) {
    check_refused(Bgproc\SpawnException::class, fn () => start(['true', str_repeat('x', 131072)], [], $manager), '131,072 bytes', '/Argument list too long$/', 7);
    check_refused(Bgproc\SpawnException::class, fn () => start('true ' . str_repeat('x', 131072), [], $manager), 'a line of that', '/Argument list too long$/', 7);
    check_refused(Bgproc\SpawnException::class, fn () => start(array_fill(0, 100000, str_repeat('x', 50)), [], $manager), '5 MB', '/(No such file or directory|Argument list too long)$/');
    check_refused(Bgproc\SpawnException::class, fn () => start(['true', ...array_fill(0, 100000, str_repeat('x', 50))], [], $manager), '100,000 arguments of 50 bytes', '/Argument list too long$/', 7);
}

foreach ([test_dir(), test_dir() . '/ $(touch PWNED)', state_dir(), '/', getcwd()] as $dir) {
    check(!file_exists("$dir/PWNED"), "$dir: nothing was executed");
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
