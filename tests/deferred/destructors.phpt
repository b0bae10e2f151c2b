--TEST--
What a task holds is freed right after it ran; a destructor that throws is an error of that task
--EXTENSIONS--
bgproc
--FILE--
<?php
class Noisy
{
    public function __construct(private string $name, private ?Closure $then = null) {}
    public function __destruct() { echo "$this->name freed\n"; if ($this->then) ($this->then)(); }
}
$throw = fn (string $text) => function () use ($text) { throw new LogicException($text); };
$add = function (string $name, Closure $body, ?Closure $then = null) {
    $held = new Noisy($name, $then);
    background_processing_add(function () use ($held, $body) { $body(); });
};
$add('one', function () { echo "one runs\n"; });
$add('two', function () { echo "two runs\n"; }, $throw('destructor of two'));
$add('three', function () { throw new RuntimeException('three'); }, $throw('destructor of three'));
$add('four', function () { echo "four runs\n"; }, function () { echo "exit in a destructor\n"; exit; });
background_processing_add(function ($argument) { echo "five runs\n"; }, new Noisy('argument', $throw('destructor of an argument')));
background_processing_add(function () use ($throw) { return new Noisy('result', $throw('destructor of a result')); });
$add('seven', function () { echo "seven runs\n"; }, function () { background_processing_add(function () { echo "added by a destructor\n"; }); });
set_exception_handler(function ($e) {
    for (; $e; $e = $e->getPrevious()) {
        echo '   ', get_class($e), ': ', $e->getMessage(), "\n";
    }
});
register_shutdown_function(function () {
    foreach (background_processing_status()['results'] as $row) {
        echo "$row[number] $row[state] $row[error]\n";
    }
});
echo "end of the script\n";
register_shutdown_function(function () { echo "===DONE===\n"; });
--EXPECTF--
end of the script
one runs
one freed
two runs
two freed
   LogicException: destructor of two
three freed
   LogicException: destructor of three
   RuntimeException: three
four runs
four freed
exit in a destructor
five runs
argument freed
   LogicException: destructor of an argument
result freed
   LogicException: destructor of a result
seven runs
seven freed
added by a destructor
1 ok 
2 failed LogicException: destructor of two
3 failed LogicException: destructor of three
4 exited 
5 failed LogicException: destructor of an argument
6 failed LogicException: destructor of a result
7 ok 
8 ok 
===DONE===
