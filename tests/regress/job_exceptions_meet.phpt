--TEST--
The exception of a job's function is reported, whatever its own properties, methods and destructors throw
--EXTENSIONS--
bgproc
--FILE--
<?php
/* Debug builds of PHP stopped at an assertion; others lost the later message. */
require __DIR__ . '/../inc/job.inc';

/* With the arguments in the traces: they are released last. */
$jobs = jobs(['php_binary' => php_words(['zend.exception_ignore_args' => '0']), 'bootstrap' => bootstrap(<<<'CODE'
    class Throws
    {
        public function __destruct() { throw new Exception('destructor'); }
        public function __toString(): string { throw new Exception('as a string'); }
    }
    class Leaves
    {
        public function __destruct() { exit(7); }
    }
    class Odd extends Exception implements JsonSerializable
    {
        public function __construct(string $message, $code = 0, $file = null)
        {
            parent::__construct($message);
            $this->code = $code;
            $this->message = $file ?? $this->message;
        }
        public function jsonSerialize(): mixed { throw new Exception('as JSON'); }
    }
    class Refuses extends Exception
    {
        public function __toString(): string { throw new Exception('no text'); }
    }
    class Exits extends Exception
    {
        public function __toString(): string { exit(9); }
    }
    function helper($argument) { throw new Exception('work failed'); }
    function destructor() { helper(new Throws); }
    function leaves() { helper(new Leaves); }
    function code() { throw new Odd('work failed', new Odd('inner')); }
    function message() { throw new Odd('', 3, new Throws); }
    function refuses() { throw new Refuses('work failed'); }
    function exits() { throw new Exits('work failed'); }
    function result() { return new Throws; }
    CODE)]);
$end = function (string $function) use ($jobs): array {
    $job = $jobs->startCall($function);
    check_ends($job, 'failed', $function);
    return [$job->error()['type'] ?? null, $job->error()['message'] ?? null, $job->status()['exit_code'], $job->errorOutput()];
};
[$type, $message, $code, $errors] = $end('destructor');
check_same(['Exception', 'work failed', 255], [$type, $message, $code], 'destructor');
check(str_contains($errors, 'Uncaught Exception: work failed'), 'the first: ' . $errors);
check((bool) preg_match('/Uncaught Exception: destructor/', $errors . $jobs->list()[0]->output()), 'the second: ' . $errors);
check_same(['Exception', 'work failed'], array_slice($end('leaves'), 0, 2), 'a destructor that exits');
check_same(['Odd', 'work failed', 255], array_slice($end('code'), 0, 3), 'a code that is no JSON');
check_same(['Odd', '', 255], array_slice($end('message'), 0, 3), 'a message that is no text');
check_same(['Refuses', 'work failed', 255], array_slice($end('refuses'), 0, 3), '__toString() throws');
check_same(['Exits', 'work failed', 255], array_slice($end('exits'), 0, 3), '__toString() exits');
$job = $jobs->startCall('result');
check_ends($job, 'succeeded', 'a result whose destructor throws');
check(str_contains($job->errorOutput() . $job->output(), 'Uncaught Exception: destructor'), 'it is told: ' . $job->errorOutput());
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
