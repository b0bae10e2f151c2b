--TEST--
Jobs: the examples of docs/notify.md report, from sh, Python and C, word for word
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
foreach (['socat', 'python3', 'cc'] as $program) {
    if (exec("command -v $program") === '') {
        die("skip $program is not installed");
    }
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

/* The blocks of a language, in their order. */
function examples(string $language): array
{
    preg_match_all("/^```$language(?: fragment)?\\n(.*?)^```$/ms", file_get_contents(__DIR__ . '/../../docs/notify.md'), $matches);
    return $matches[1];
}

$manager = jobs();
[$first, $shell] = examples('sh') + ['', ''];
[$python] = examples('python') + [''];
[$c] = examples('c') + [''];
check($first !== '' && $shell !== '' && $python !== '' && $c !== '', 'the document has its examples');

/* ---- sh ---- */
$job = $manager->startCommand(['sh', '-c', "$first\nexit 3"]);
check_ends($job, 'failed', 'the first example');
check_same([20, 'half of the first part', 1, 0], [$job->progress(), $job->text(), $job->status()['updates'], job_record($job)['refused']], 'the first example');

preg_match_all('/^notify\(\) .*$/m', $shell, $definitions);
$work = preg_replace('/^notify\(\) .*\n/m', '', $shell);
check_same(3, count($definitions[0]), 'three ways to send');
mkdir(test_dir() . '/with');
mkdir(test_dir() . '/with/data');
mkdir(test_dir() . '/without');
$sockets = extension_loaded('sockets') || is_file(ini_get('extension_dir') . '/sockets.so');
foreach ($definitions[0] as $definition) {
    if (str_contains($definition, 'php -r') && !$sockets) {
        continue;
    }
    $php = [...php_words(), ...(is_file(ini_get('extension_dir') . '/sockets.so') ? ['-d', 'extension=sockets'] : [])];
    $definition = str_replace('php -r', implode(' ', array_map('escapeshellarg', $php)) . ' -r', $definition);
    $job = $manager->startCommand(['sh', '-c', "$definition\n$work"], ['cwd' => test_dir() . '/with']);
    check_ends($job, 'succeeded', $definition);
    check_same([['file' => 'backup.tgz'], 'compressing', 2, 0], [$job->result(), $job->text(), $job->status()['updates'], job_record($job)['refused']], $definition);
    check(is_file(test_dir() . '/with/backup.tgz'), 'the work itself');
    $job = $manager->startCommand(['sh', '-c', "$definition\n$work"], ['cwd' => test_dir() . '/without']);
    check_ends($job, 'failed', "$definition, without data");
    check_same([['type' => 'fail', 'message' => 'tar did not like it'], 50, 1], [$job->error(), $job->progress(), $job->status()['exit_code']], $definition);
}

/* ---- Python ---- */
$script = write_file('example.py', "rows = ['a', 'b', 'c', 'd']\n$python");
$job = $manager->startCommand(['python3', $script]);
check_ends($job, 'succeeded', 'Python: ' . $job->output());
check_same([['rows' => 4], 'row 3', 5, 0], [$job->result(), $job->text(), $job->status()['updates'], job_record($job)['refused']], 'Python');

/* ---- C ---- */
$source = write_file('example.c', <<<C
    $c
    #include <errno.h>
    #include <signal.h>
    #include <stdio.h>

    int main(int argc, char **argv)
    {
    	struct timespec pause = {0, 2000000};
    	int first = job_notify("{\"progress\":33.9,\"text\":\"from C\"}");

    	printf("%d\\n", first);
    	fflush(stdout);
    	if (argc > 1) {
    		return job_notify(argv[1]) == 0 ? 0 : 1;
    	}
    	/* We hear of the end by the socket, not by the signal. */
    	signal(SIGTERM, SIG_IGN);
    	while (job_notify("{}") == 0) {
    		nanosleep(&pause, NULL);
    	}
    	puts(errno == ENOENT || errno == ECONNREFUSED ? "gone" : strerror(errno));
    	return 0;
    }
    C);
file_put_contents($source, "#include <time.h>\n" . file_get_contents($source));
$program = test_dir() . '/example';
exec("cc -Wall -Wextra -Werror -o $program $source 2>&1", $lines, $code);
check_same(0, $code, 'it compiles: ' . implode("\n", $lines));
$job = $manager->startCommand([$program, '{"finish":true,"result":[1,null,"\u00e9"]}']);
check_ends($job, 'succeeded', 'C');
check_same(["0\n", [1, null, "\u{e9}"], 'from C'], [$job->output(), $job->result(), $job->text()], 'C');
$job = $manager->startCommand([$program]);
check(wait_until(fn () => $job->text() === 'from C' && $job->output() === "0\n"), 'it reports');
check_same(33, $job->progress(), 'fractions are cut off');
check_same(true, $job->cancel(at_most(30)), 'cancel');
check_same(['stopped', "0\ngone\n", 'from C'], [$job->state()->value, $job->output(), $job->text()], 'C hears that nobody waits any more');
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
