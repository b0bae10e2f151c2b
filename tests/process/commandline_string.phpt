--TEST--
A string runs as in sh -c, however hostile, and comes back byte for byte
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 33, parity A12 (quotes and $ in the command). Each line is run by a real sh -c and by us; output and exit code
 * must be the same, and getCommandline(), the record and loadProcess() must give the line back.
 */
require __DIR__ . '/../inc/bgproc.inc';

putenv('HOSTILE=value with  spaces');
$touched = test_dir() . '/injected';
$lines = [
    'echo "double" \'single\' `echo back` $(echo dollar) $HOSTILE "$HOSTILE"',
    'echo $0 $# "$@"',
    'printf "%s\n" "a\\"b" \'c"d\' "e\'f"',
    "echo one\necho two; echo three >&2\nexit 5",
    "cat <<END\nhere \$HOSTILE \"document\"\nEND\n",
    'echo "); system(\'touch ' . $touched . '\'); //"',
    'echo \'"; touch ' . $touched . '; #\'',
    'echo \'<?php touch("' . $touched . '"); ?>\'',
    'echo *', 'echo ?', 'echo [a-z]*', 'echo ~', 'echo ~root', 'echo #comment', 'echo a#b', 'echo a=b', 'echo {a,b}',
    'A=1 B="2 3" sh -c \'echo $A $B\'',
    'A=5; echo $((A * 2))',
    'echo "tab	inside"  two   spaces',
    '   echo leading and trailing   ',
    "\techo\ttabs\t",
    'echo -n no newline',
    'echo -e "a\tb"',
    'printf "%s|" -- -x --long=1 -',
    'true && echo yes || echo no',
    'false', 'true', '! true', '(exit 9)', '{ exit 10; }', 'exit 11', ':', '.', 'test -d /', '[ -d / ]', '[ -f / ]',
    'cd / && pwd', 'umask 077; umask', 'type cd', 'command -v sh', 'times >/dev/null; echo ok',
    'kill -l 9', 'read x < /dev/null; echo "read $?"', 'set -- a b c; echo $2', 'eval echo evaluated', 'exec echo replaced',
    'for i in 1 2 3; do echo $i; done', 'while read l; do echo "<$l>"; done < /dev/null',
    'f() { echo in function; return 3; }; f', 'case x in x) echo case;; esac',
    'if [ 1 = 1 ]; then echo then; fi', 'trap "echo trapped" EXIT', 'ulimit -n > /dev/null && echo limit',
    'echo héllo wörld ☃ 日本', "printf '\\377\\376'", "echo '\xff\xfe invalid utf-8 \xc3'", "echo \x7f\x01\x1b",
    'echo %s %d %n', 'echo \\', "echo \\\ncontinued", 'echo "$(printf "nested \'%s\'" "quotes")"',
    'no-such-program-anywhere', '/no/such/file', '/etc/passwd', '/', 'no-such-program with words',
    'sh -c "exit 12"', 'sh -c \'kill -9 $$\'', 'echo a | cat | cat', 'echo out; echo err >&2', 'echo to err >&2; false',
    '-x', '-c echo', '+x', '- a', '--version',
    'echo a & wait', 'echo $?', 'echo "$LINENO"', 'echo ${HOSTILE:-none} ${UNSET:-unset}',
    ' ; echo after', 'echo "unterminated', 'echo `', '&', '|', '&&', '$', '$(', '"', "'", '\\', '<', '>', '(', ')', ';;',
    'echo ' . str_repeat('x', 100 * 1024) . ' | wc -c',
    '/bin/echo ' . str_repeat('word ', 20000),
];

mkdir($cwd = test_dir() . '/cwd');
array_map(fn ($name) => touch("$cwd/$name"), ['one', 'two words', 'x', '-n']);
$manager = manager(['keep' => 600, 'capture_output' => true, 'output_limit' => 1 << 20, 'cwd' => "$cwd"]);
$processes = [];
foreach ($lines as $i => $line) {
    $processes[$i] = $manager->createProcess($line);
    $processes[$i]->run();
}
foreach ($lines as $i => $line) {
    $process = $processes[$i];
    /* A leading dash makes sh -c take it for options; the command line of a process is never that. */
    $dash = $line[0] === '-' || $line[0] === '+' ? ['--'] : [];
    $sh = proc_open(['sh', '-c', ...$dash, $line], [['file', '/dev/null', 'r'], ['file', test_dir() . '/sh.out', 'w'], ['file', test_dir() . '/sh.err', 'w']], $pipes, $cwd);
    do {
        $status = proc_get_status($sh);
    } while ($status['running'] && usleep(500) === null);
    proc_close($sh);

    $name = 'line ' . short(substr($line, 0, 60));
    check($process->wait(30), "$name: it ends");
    check_same(file_get_contents(test_dir() . '/sh.out'), $process->getOutput(), "$name: stdout");
    check_same(file_get_contents(test_dir() . '/sh.err'), $process->getErrorOutput(), "$name: stderr");
    check_same($status['signaled'] ? [null, $status['termsig']] : [$status['exitcode'], null], [$process->getExitCode(), $process->getTermSignal()], "$name: exit code and signal");

    check_same($line, $process->getCommandline(), "$name: getCommandline()");
    check_same($line, $process->getMeta()['commandline'], "$name: getMeta()");
    check_same($line, manager()->loadProcess($process->getKey())?->getCommandline(), "$name: loadProcess()");
    $record = record($process);
    check_same($line, isset($record['commandline_base64']) ? base64_decode($record['commandline_base64'], true) : $record['commandline'], "$name: the record");
}
check(!file_exists($touched), 'nothing was injected');
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
