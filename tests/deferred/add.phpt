--TEST--
add(): any callable, arguments, named arguments, captures by reference, first in first out (B1)
--EXTENSIONS--
bgproc
--FILE--
<?php
class Mailer
{
    public function send(string $to) { echo "send $to\n"; }
    public static function flush() { echo "flush\n"; }
    public function __call($name, $arguments) { echo "$name ", json_encode($arguments), "\n"; }
    public function __invoke() { echo "invoked\n"; }
    public function parents() { background_processing_add('self::flush'); }
}
$sum = 0;
var_dump(background_processing_add(function (int ...$numbers) use (&$sum) { $sum += array_sum($numbers); }, 1, 2, 4));
BackgroundProcessing::add(function () use (&$sum) { echo "sum $sum\n"; });
$mailer = new Mailer;
background_processing_add([$mailer, 'send'], 'anna');
background_processing_add('Mailer::flush');
background_processing_add([Mailer::class, 'flush']);
background_processing_add([$mailer, 'undefined'], 1, key: 2);
background_processing_add($mailer);
background_processing_add($mailer->send(...), to: 'berta');
background_processing_add('printf', "%s %s\n", 'strings', 'too');
BackgroundProcessing::add(fn (int $a, int $b) => print("a=$a b=$b\n"), b: 2, a: 1);

/* A reference in the callable: what happens to it later changes nothing. */
$object = new Mailer;
$callable = [&$object, 'send'];
var_dump(background_processing_add($callable, 'clara'));
$object = null;
$callable = null;

echo "sum is $sum\n";
var_dump(background_processing_run());
echo "sum is $sum\n";
var_dump(background_processing_add('strlen', 'x'));
echo "===DONE===\n";
--EXPECTF--
int(1)
int(11)
sum is 0
sum 7
send anna
flush
flush
undefined {"0":1,"key":2}
invoked
send berta
strings too
a=1 b=2
send clara
bool(false)
sum is 7
int(12)
===DONE===
