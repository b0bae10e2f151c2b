--TEST--
A callable that __call() or __callStatic() answers works as often as any other, wherever a pool takes one
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Magic
{
    public array $seen = [];

    public function __call(string $name, array $args): mixed
    {
        $this->seen[] = $name;
        if ($name === 'work') {
            echo "line of $args[0]\n";
            if ($args[0] === 'bad') {
                throw new DomainException('bad');
            }
        }
        return "$name:" . (is_scalar($args[0] ?? null) ? $args[0] : get_debug_type($args[0] ?? null));
    }

    public static function __callStatic(string $name, array $args): mixed
    {
        return "static $name:$args[0]";
    }
}

$m = new Magic();
$pool = new Bgproc\Pool([$m, 'work'], ['workers' => 2, 'on_output' => [$m, 'output'], 'setup' => [$m, 'setup'], 'teardown' => [$m, 'teardown']]);
$pool->onReturn([$m, 'returned'])->onError([$m, 'failed']);
for ($i = 0; $i < 5; $i++) {
    check_same("work:$i", $pool->submit($i)->await(), 'a call');
    check_throws(DomainException::class, fn () => $pool->submit('bad')->await(), 'a failure');
    check_same("then:work:$i", $pool->submit($i)->then([$m, 'then'])->await(), 'then()');
    check_same('catch:DomainException', $pool->submit('bad')->catch([$m, 'catch'])->await(), 'catch()');
    check_same("work:$i", $pool->submit($i)->finally([$m, 'finally'])->await(), 'finally()');
}
check_same(['0' => 'work:0', '1' => 'work:1', '2' => 'work:2'], $pool->map(range(0, 2)), 'map()');
$pool->close();
$count = array_count_values($m->seen);
ksort($count);
check_same(['catch' => 5, 'failed' => 10, 'finally' => 5, 'output' => 28, 'returned' => 18, 'then' => 5], $count, 'calls in the parent');

$pool = new Bgproc\Pool(['Magic', 'work'], ['workers' => 1]);
check_same(['static work:a', 'static work:b'], $pool->map(['a', 'b']), 'a static one');
check_same('static work:c', $pool->submit('c')->await(), 'a static one again');
$pool->close();
check_same(['other:null', 'static else:d'], [Bgproc\Pool::run([$m, 'other'])[0], Bgproc\Pool::run(fn () => Magic::else('d'))[0]], 'Pool::run()');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
