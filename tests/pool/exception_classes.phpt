--TEST--
Pool: exceptions and errors of each kind arrive as what they were
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Needs extends Exception
{
    public function __construct(public readonly string $a, private array $b, int $code) { parent::__construct("needs $a", $code); }
    public function b(): array { return $this->b; }
}
class StringCode extends RuntimeException
{
    public function __construct(string $message, string $code) { parent::__construct($message); $this->code = $code; }
}
class CustomText extends Exception { public function __toString(): string { throw new Exception('no text'); } }
final class Thrower
{
    function needs() { throw new Needs('x', ['k' => 1], 5); }
    function string_code() { throw new StringCode('SQL', '42S02'); }
    function error() { throw new Error('an error', 3); }
    function type_error() { return strlen([]); }
    function value_error() { return array_fill(0, -1, 0); }
    function argument_count() { return (fn ($a) => 1)(); }
    function division() { return intdiv(1, 0); }
    function match() { return match (5) { 1 => 2 }; }
    function undefined() { return no_such_function(); }
    function parse() { return eval('this is no PHP'); }
    function error_exception() { throw new ErrorException('as a warning', 1, E_WARNING, '/a/file', 55); }
    function handler() { set_error_handler(fn ($n, $m, $f, $l) => throw new ErrorException($m, 0, $n, $f, $l)); try { return $nothing; } finally { restore_error_handler(); } }
    function json() { return json_decode('{', flags: JSON_THROW_ON_ERROR); }
    function state() { throw new Bgproc\StateException('own', 11); }
    function long() { throw new RuntimeException(str_repeat('x', 300000)); }
    function binary() { throw new RuntimeException("a\0b\xff"); }
    function empty() { throw new Exception(); }
    function custom_text() { throw new CustomText('text'); }
    function bool_return() { return true; }
}
$pool = new Bgproc\Pool(new Thrower(), ['workers' => 1]);
$pool->bool_return()->await();
$pid = worker_pids($pool);
$expected = [
    'needs' => [Needs::class, 'needs x', 5],
    'string_code' => [StringCode::class, 'SQL', '42S02'],
    'error' => [Error::class, 'an error', 3],
    'type_error' => [TypeError::class, 'strlen(): Argument #1 ($string) must be of type string, array given', 0],
    'value_error' => [ValueError::class, null, 0],
    'argument_count' => [ArgumentCountError::class, null, 0],
    'division' => [DivisionByZeroError::class, 'Division by zero', 0],
    'match' => [UnhandledMatchError::class, 'Unhandled match case 5', 0],
    'undefined' => [Error::class, 'Call to undefined function no_such_function()', 0],
    'parse' => [ParseError::class, null, 0],
    'error_exception' => [ErrorException::class, 'as a warning', 1],
    'handler' => [ErrorException::class, 'Undefined variable $nothing', 0],
    'json' => [JsonException::class, 'Syntax error', 4],
    'state' => [Bgproc\StateException::class, 'own', 11],
    'long' => [RuntimeException::class, str_repeat('x', 300000), 0],
    'binary' => [RuntimeException::class, "a\0b\xff", 0],
    'empty' => [Exception::class, '', 0],
    'custom_text' => [CustomText::class, 'text', 0],
];
foreach ($expected as $method => [$class, $message, $code]) {
    $future = $pool->call($method);
    $e = failure($future, $class, $method);
    check_same($class, get_class($e), "$method: class");
    check_same([$message ?? $e->getMessage(), $code], [$e->getMessage(), $e->getCode()], "$method: message and code");
    check_same(Bgproc\State::Failed, $future->getState(), "$method: state");
    check($future->getError() === $e, "$method: getError() is the same");
    for ($last = $e; $last->getPrevious(); $last = $last->getPrevious());
    check_same([Bgproc\RemoteException::class, $class], [get_class($last), $last->getRemoteClass()], "$method: the last previous");
    if ($method === 'needs') {
        check_same(['x', ['k' => 1]], [$e->a, $e->b()], 'properties');
    }
    if ($method === 'error_exception') {
        check_same([E_WARNING, '/a/file', 55], [$e->getSeverity(), $e->getFile(), $e->getLine()], 'severity');
    }
}
check_same(true, $pool->bool_return()->await(), 'the worker works');
check_same($pid, worker_pids($pool), 'it is the same');
check_same(count($expected), $pool->stats()['failed'], 'failed');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
