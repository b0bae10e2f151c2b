--TEST--
A process that the function of a job has forked may report progress, but neither its return nor its exception ends the job
--EXTENSIONS--
bgproc
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$out = test_dir();
$jobs = jobs(['bootstrap' => bootstrap(<<<'CODE'
    /** Calls $work in a child, waits for the end of the child and returns its exit code. */
    function in_child(Closure $work): int
    {
        $pid = pcntl_fork();
        if ($pid === 0) {
            $work();
            exit(0);
        }
        pcntl_waitpid($pid, $status);
        return pcntl_wexitstatus($status);
    }
    function returns(): string
    {
        $pid = pcntl_fork();
        if ($pid === 0) {
            return 'the child';
        }
        pcntl_waitpid($pid, $status);
        return 'the parent, ' . pcntl_wexitstatus($status);
    }
    function throws(): string
    {
        $pid = pcntl_fork();
        if ($pid === 0) {
            throw new Exception('in the child');
        }
        pcntl_waitpid($pid, $status);
        return 'the parent, ' . pcntl_wexitstatus($status);
    }
    function exits(): string { return 'the parent, ' . in_child(fn () => exit(3)); }
    function dies(): string { return 'the parent, ' . in_child(fn () => undefined_function()); }
    function memory(): string { return 'the parent, ' . in_child(function () { ini_set('memory_limit', '16M'); str_repeat('x', 1 << 30); }); }
    function decides(string $method): string
    {
        $context = Bgproc\JobManager::current();
        return 'the parent, ' . in_child(function () use ($context, $method) {
            try {
                $context->$method('the child');
            } catch (Bgproc\StateException $e) {
                echo preg_replace('/\d{2,}|\bjob\.\w+/', 'N', $e->getMessage());
                exit(4);
            }
        });
    }
    function shutdown(): string
    {
        return 'the parent, ' . in_child(function () {
            register_shutdown_function(fn () => Bgproc\JobManager::current()->fail('the child'));
        });
    }
    function reports(): string
    {
        return 'the parent, ' . in_child(function () {
            Bgproc\JobManager::current()->update(40, 'from the child');
            Bgproc\JobManager::current()->log('a line of the child');
        });
    }
    function executes(array $words): string
    {
        in_child(fn () => pcntl_exec($words[0], array_slice($words, 1)));
        return 'the parent';
    }
    CODE)]);
$of_child = ['returns' => 0, 'throws' => 255, 'exits' => 3, 'dies' => 255, 'shutdown' => 255, 'reports' => 0];
if (getenv('USE_ZEND_ALLOC') !== '0') {
    $of_child['memory'] = 255;
}
foreach ($of_child as $function => $code) {
    $job = $jobs->startCall($function);
    check_ends($job, 'succeeded', $function);
    check_same("the parent, $code", $job->result(), $function);
    check_same(100, $job->progress(), "$function: progress");
}
foreach (['finish', 'fail'] as $method) {
    $job = $jobs->startCall('decides', [$method]);
    check_ends($job, 'succeeded', $method);
    check_same(['the parent, 4', 'Only process N, which asked for job N, may end the job; this is process N, a forked child'],
        [$job->result(), $job->output()], $method);
}
$job = $jobs->startCall('throws');
check_ends($job, 'succeeded', 'throws');
check(str_contains($job->errorOutput(), 'Uncaught Exception: in the child'), 'the child says so: ' . $job->errorOutput());
$job = $jobs->startCall('reports');
check_ends($job, 'succeeded', 'reports');
check_same(['from the child', "a line of the child\n"], [$job->text(), $job->log()], 'what the child reports');

/* A program that the child becomes speaks for itself: it has the three variables, and asks for the job in its own name. */
$words = script('Bgproc\JobManager::current()->finish("the helper");');
$words[0] = PHP_BINARY;
$job = $jobs->startCall('executes', [$words]);
check_ends($job, 'succeeded', 'executes');
check_same('the helper', $job->result(), 'the first decision stays');

/* A fork in the bootstrap: the function is called once. */
$again = jobs(['bootstrap' => write_file('forks.php', "<?php \$bgproc_pid = pcntl_fork(); if (\$bgproc_pid) { pcntl_waitpid(\$bgproc_pid, \$bgproc_status); }
    function once() { file_put_contents('$out/calls', getmypid() . \"\\n\", FILE_APPEND); return 'done'; }")]);
$job = $again->startCall('once');
check_ends($job, 'succeeded', 'a bootstrap that forks');
check_same(['done', 1], [$job->result(), count(file("$out/calls"))], 'called once');
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
