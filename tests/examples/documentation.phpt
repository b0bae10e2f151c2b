--TEST--
The code of README, docs and examples runs as it stands, but for what is marked as a fragment
--EXTENSIONS--
bgproc
--FILE--
<?php
/*
 * The word behind ``` says what becomes of a block:
 *
 *   php, sh     it runs in a directory of its own, with the extension and the tool, and ends with success and without a complaint
 *   json        it is JSON
 *   c, python   the compiler takes it
 *   LANGUAGE fragment, or another language: it needs a server, root, or the reader's own code
 *   nothing     what a program has printed, or how a function is declared
 */
require __DIR__ . '/../inc/bgproc.inc';

const LANGUAGES = ['php', 'sh', 'json', 'c', 'python', 'ini', 'nginx', 'apache', 'dockerfile', 'console', 'yaml'];
$root = dirname(__DIR__, 2);
$words = implode(' ', array_map('escapeshellarg', php_words(['bgproc.working_directory' => state_dir(), 'sendmail_path' => '/bin/true'])));
mkdir(test_dir() . '/bin');
write_file('bin/php', "#!/bin/sh\nexec $words \"\$@\"\n", 0700);
write_file('bin/bgproc', "#!/bin/sh\nexec $words " . escapeshellarg("$root/bin/bgproc") . " \"\$@\"\n", 0700);

/** Exit status and all that the command prints. */
function outcome(string $directory, string ...$command): array
{
    $out = "$directory.out";
    $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', $out, 'w'], ['redirect', 1]], $pipes, $directory,
        ['PATH' => test_dir() . '/bin:' . getenv('PATH')] + getenv());
    while (($status = proc_get_status($process))['running']) {
        usleep(1000);
    }
    proc_close($process);
    return [$status['signaled'] ? -$status['termsig'] : $status['exitcode'], file_get_contents($out)];
}

/** What is wrong with a block, or ''. */
function wrong(string $language, string $code, string $directory): string
{
    /* Nothing is installed or fetched by a test. */
    if (preg_match('/\b(sudo|apt-get|apk|pecl|pie|make install|git clone|curl|wget)\b/', $code)) {
        return 'this is a fragment';
    }
    if ($language === 'json') {
        return array_filter(preg_split('/\n(?=[{\[])/', trim($code)), fn ($text) => json_decode($text) === null) ? 'no JSON' : '';
    }
    $file = "$directory/block";
    file_put_contents($file, $language === 'php' && !str_starts_with($code, '<?php') ? "<?php\n$code" : $code);
    [$status, $output] = match ($language) {
        'php' => outcome($directory, 'php', '-d', 'error_reporting=-1', $file),
        'sh' => outcome($directory, 'sh', '-eu', $file),
        'c' => outcome($directory, 'cc', '-std=gnu11', '-Wall', '-Wextra', '-Wno-unused-function', '-Werror', '-fsyntax-only', '-x', 'c', $file),
        'python' => outcome($directory, 'python3', '-c', 'import sys; compile(open(sys.argv[1]).read(), "block", "exec")', $file),
    };
    $complaint = preg_match('/^(PHP )?(Fatal error|Warning|Notice|Deprecated|Parse error):/m', $output);
    return $status === 0 && !$complaint ? '' : "exit status $status\n$output";
}

$run = [];
foreach ([...glob("$root/*.md"), ...glob("$root/docs/*.md"), ...glob("$root/examples/*/README.md")] as $page) {
    $name = substr($page, strlen($root) + 1);
    preg_match_all('/^( *)```([^\n]*)\n(.*?)^\1```$/ms', file_get_contents($page), $blocks, PREG_SET_ORDER | PREG_OFFSET_CAPTURE);
    foreach ($blocks as $i => [[, $offset], , [$info], [$code]]) {
        $where = "$name:" . substr_count(file_get_contents($page), "\n", 0, $offset) + 1;
        $language = strtok($info, ' ');
        if ($info === '') {
            continue;
        }
        check(in_array($language, LANGUAGES, true), "$where: no language is called $language");
        check(in_array(substr($info, strlen($language)), ['', ' fragment'], true), "$where: what is \"$info\"?");
        if ($info === $language && in_array($language, ['php', 'sh', 'json', 'c', 'python'], true)) {
            mkdir($directory = test_dir() . '/' . strtr($name, '/', '-') . $i);
            $run[] = $language;
            check_same('', wrong($language, $code, $directory), "$where runs");
        }
    }
}
/* A rule that finds no block would find no fault. */
check(array_diff(['php', 'json', 'c', 'python'], $run) === [] && count($run) >= 12, count($run) . ' blocks ran');
/* Nor would one that takes everything. */
mkdir(test_dir() . '/faults');
foreach (['php' => ['no_such_function();', 'echo $undefined;', '('], 'sh' => ['false; true', 'echo $undefined', 'true || sudo true'], 'json' => ['{"a":}'], 'c' => ['int f( {'],
    'python' => ['def f(']] as $language => $faults) {
    foreach ($faults as $code) {
        check(wrong($language, "$code\n", test_dir() . '/faults') !== '', "a fault is found: $code");
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
