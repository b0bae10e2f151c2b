--TEST--
The completion of bgproc knows commands, options, states and keys, in bash and fish; zsh takes its script
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

/* cli_words() puts --dir first; the hidden command has to be the first word. */
function complete(string ...$words): array
{
    $tool = proc_open([...php_words(), TOOL, '__complete', '--', ...$words], [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes, null, cli_environment());
    $text = stream_get_contents($pipes[1]);
    check_same(0, cli_end($tool), implode(' ', $words));
    return array_map(fn (string $line) => explode("\t", $line)[0], explode("\n", rtrim($text, "\n")));
}
check_same(['stop', ':'], complete('sto'), 'a command');
check(count(complete('')) > 14, 'all commands');
check_same(['cancel', ':'], complete('job', 'can'), 'a command of jobs');
check_same(['--timeout=', ':'], complete('run', '--tim'), 'an option');
check_same(['--state=running', ':'], complete('list', '--state=ru'), 'a state');
check_same(['--state=failed,running', ':'], complete('list', '--state=failed,ru'), 'another state');
check_same(['running', ':'], complete('list', '--state', 'ru'), 'a state as a word of its own');
check_same(['TERM', ':'], complete('signal', 'TER'), 'a signal');
check_same([':files'], complete('run', '--stdin', ''), 'a file');
check_same([':directories'], complete('run', '--cwd='), 'a directory');
check_same([':commands'], complete('run', '--wait', ''), 'a program');
check_same([':files'], complete('run', 'cat', '-'), 'no option behind the program');
/* Every option of every help. */
foreach (['run', 'list', 'ps', 'logs', 'stop', 'kill', 'rm', 'top', 'job run', 'job output'] as $command) {
    preg_match_all('/^  (?:-\w, )?(--[\w-]+=?)/m', bgproc_ok([...explode(' ', $command), '--help']), $match);
    $known = complete(...[...explode(' ', $command), '--']);
    foreach ($match[1] as $option) {
        check(in_array($option, $known, true), "$command $option");
    }
}

/* Keys: those a command is for. */
cli_run(['--key=runs', '--', 'sleep', '1000']);
cli_run(['--key=ended', '--', 'true']);
bgproc_ok(['wait', 'ended']);
check_same(['ended', 'runs', ':'], complete('--dir', state_dir(), 'show', ''), 'show: all');
check_same(['runs', ':'], complete('--dir=' . state_dir(), 'stop', ''), 'stop: what runs');
check_same(['ended', ':'], complete('--dir', state_dir(), 'rm', '-f', ''), 'rm: what has ended');
check_same(['ended', ':'], complete('--dir', state_dir(), 'show', 'nde'), 'a part of a key');
check_same(['ended', ':'], complete('--dir', state_dir(), 'logs', 'runs', ''), 'not one that is there already');

/* In the shells: a program "bgproc" in PATH. */
$bin = test_dir() . '/bin';
mkdir($bin);
file_put_contents("$bin/bgproc", "#!/bin/sh\nexec " . implode(' ', array_map('escapeshellarg', [...php_words(), TOOL])) . " \"\$@\"\n");
chmod("$bin/bgproc", 0700);

/** Standard output of a shell. */
function shell(array $words): string
{
    global $bin;
    $shell = proc_open($words, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', test_dir() . '/shell.err', 'w']], $pipes, test_dir(),
        cli_environment(['PATH' => "$bin:/usr/local/bin:/usr/bin:/bin", 'HOME' => test_dir()]));
    $text = stream_get_contents($pipes[1]);
    cli_end($shell);
    return $text;
}
$bash = fn (string $words, int $at) => shell(['bash', '--norc', '-c', "compopt() { :; }; source <(bgproc completion bash); COMP_WORDS=($words); COMP_CWORD=$at; _bgproc; printf '%s\\n' \"\${COMPREPLY[@]}\""]);
check_same("stop\n", $bash('bgproc sto', 1), 'bash: a command');
check_same("--timeout=\n", $bash('bgproc run --tim', 2), 'bash: an option');
check_same("running\n", $bash('bgproc list --state = ru', 4), 'bash: a value, where "=" is a word');
check_same("runs\n", $bash('bgproc --dir ' . state_dir() . ' stop r', 4), 'bash: a key');
check_same("bin\n", $bash('bgproc run --cwd = bi', 4), 'bash: a directory');

$fish = fn (string $line) => preg_replace('/\t.*$/m', '', shell(['fish', '-N', '-c', 'bgproc completion fish | source; complete -C ' . escapeshellarg($line)]));
check_same("stop\n", $fish('bgproc sto'), 'fish: a command');
check_same("--state=running\n", $fish('bgproc list --state=runn'), 'fish: a value');
check_same("runs\n", $fish('bgproc --dir ' . state_dir() . ' stop r'), 'fish: a key');

check_same("_bgproc\n", shell(['zsh', '-f', '-c', 'autoload -U compinit; compinit -u -D; source <(bgproc completion zsh); print -r -- $_comps[bgproc]']), 'zsh: the function is there');
check_fails(2, 'completion takes one of bash, zsh, fish', ['completion', 'csh']);
bgproc_ok(['kill', 'runs']);
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
