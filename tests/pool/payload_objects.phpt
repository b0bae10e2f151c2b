--TEST--
Pool: objects, enums, __serialize(), __sleep(), Serializable, and classes of PHP
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

enum Suit: string { case Hearts = 'h'; case Spades = 's'; const Wild = self::Spades; }
enum Plain { case One; case Two; }
class Props { public $pub = 1; protected $prot = 2; private $priv = 3; public ?Props $next = null; public readonly int $ro;
    function __construct(int $ro = 9) { $this->ro = $ro; } function all() { return [$this->pub, $this->prot, $this->priv, $this->ro]; } }
class Child extends Props { private $priv = 'child'; public function both() { return [...$this->all(), $this->priv]; } }
class WithSerialize { public $data; public $woken = 0;
    function __serialize(): array { return ['d' => $this->data]; } function __unserialize(array $x): void { $this->data = $x['d']; $this->woken++; } }
class WithSleep { public $kept = 'kept'; public $dropped = 'initial'; public $woken = false;
    function __sleep() { return ['kept']; } function __wakeup() { $this->woken = true; } }
class Old implements Serializable { public $v;
    function serialize() { return (string) $this->v; } function unserialize($x) { $this->v = "un $x"; }
    function __serialize(): array { return [$this->v]; } function __unserialize(array $x): void { $this->v = "new $x[0]"; } }
#[AllowDynamicProperties] class Dynamic {}

$pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
$is = new Bgproc\Pool(fn ($x) => $x === Suit::Hearts || $x === Plain::Two, ['workers' => 1]);
check_same([true, true, false], $is->map([Suit::Hearts, Plain::Two, Plain::One]), 'enums in the worker');
foreach ([Suit::Hearts, Suit::Wild, Plain::One, [Plain::One, 'k' => Suit::Spades], Bgproc\State::Running] as $value) {
    check_same($value, $pool->submit($value)->await(), 'an enum is identical');
}
$o = new Child(7);
$o->pub = [1, null];
$o->next = new Props();
check_same([[1, null], 2, 3, 7, 'child'], $pool->submit($o)->await()->both(), 'properties of each kind');
check_same(9, $pool->submit($o)->await()->next->ro, 'nested');
$o = new WithSerialize();
$o->data = [1.5, Plain::Two];
$back = $pool->submit($o)->await();
check_same([[1.5, Plain::Two], 1], [$back->data, $back->woken], '__serialize()');
$o = new WithSleep();
$o->dropped = 'changed';
$back = $pool->submit($o)->await();
check_same(['kept', 'initial', true], [$back->kept, $back->dropped, $back->woken], '__sleep() and __wakeup()');
$o = new Old();
$o->v = 'x';
check_same('new new x', $pool->submit($o)->await()->v, 'Serializable');
$o = new Dynamic();
$o->{'any name'} = 5;
$o->{'123'} = 6;
check_same(['any name' => 5, 123 => 6], (array) $pool->submit($o)->await(), 'dynamic properties');
check(new stdClass() == $pool->submit(new stdClass())->await(), 'stdClass');
foreach ([new DateTime('2024-02-29 12:34:56.789 Europe/Paris'), new DateTimeImmutable('@0.5'), new DateTimeZone('Asia/Tokyo'), new DateInterval('P1DT2H'),
        new ArrayObject([1, 2]), new SplObjectStorage(), SplFixedArray::fromArray([1, 2])] as $value) {
    $back = $pool->submit($value)->await();
    check_same(get_class($value), get_class($back), 'class');
    check_same(serialize($value), serialize($back), 'content of ' . get_class($value));
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
