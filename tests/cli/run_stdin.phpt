--TEST--
bgproc run --stdin=-: what the tool reads to its end, the process reads
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

/** Runs "bgproc run" with a standard input of its own: [exit code, what the process has written, standard error]. */
function run_with(array $input, array $options, array $ini = [], ?string $text = null): array
{
    [$result, $out, $err] = [test_dir() . '/result', test_dir() . '/out', test_dir() . '/err'];
    @unlink($result);
    $tool = proc_open(cli_words(['run', '--wait', '--stdout', $result, ...$options, '--', 'cat'], $ini), [$input, ['file', $out, 'w'], ['file', $err, 'w']],
        $pipes, test_dir(), cli_environment([]));
    if ($text !== null) {
        fwrite($pipes[0], $text);
        fclose($pipes[0]);
    }
    return [cli_end($tool), (string) @file_get_contents($result), file_get_contents($err)];
}

$bytes = random_bytes(1000000);
$file = ['file', write_file('in', $bytes), 'r'];
foreach ([['--stdin=-'], ['--stdin', '-']] as $options) {
    check([0, $bytes, ''] === run_with($file, $options), 'a file: ' . implode(' ', $options));
    check([0, $bytes, ''] === run_with(['pipe', 'r'], $options, [], $bytes), 'a pipe: ' . implode(' ', $options));
    check_same([0, '', ''], run_with(['file', '/dev/null', 'r'], $options), 'nothing');
}
/* A limit of memory for PHP is none for the input. */
check([0, str_repeat($bytes, 20), ''] === run_with(['pipe', 'r'], ['--stdin=-'], ['memory_limit' => '16M'], str_repeat($bytes, 20)), 'a small memory_limit');
/* A file of that name has a path. */
write_file('-', 'a file');
check_same([0, 'a file', ''], run_with($file, ['--stdin=./-']), './-');
/* Not asked for, it is not read. */
check_same([0, '', ''], run_with(['pipe', 'r'], [], [], 'unread'), 'no option');
/* What cannot be read is no input. */
[$code, $output, $errors] = run_with(['file', test_dir(), 'r'], ['--stdin=-']);
check($code !== 0 && str_contains($errors, 'standard input cannot be read'), "a directory: $code $errors");
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
