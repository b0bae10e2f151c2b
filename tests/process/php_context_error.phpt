--TEST--
Clones, serialized, half-built and derived objects, and odd values give errors, never a crash
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* reference list "PHP context". */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager(['keep' => 600]);
$fresh = $manager->createProcess(['true']);
$running = start_settled([], $manager);

foreach (['fresh' => $fresh, 'running' => $running, 'manager' => $manager] as $what => $object) {
    $class = get_class($object);
    check_refused(Error::class, fn () => clone $object, "clone $what", "/^Trying to clone an uncloneable object of class $class$/");
    check_refused(Exception::class, fn () => serialize($object), "serialize $what", "/^Serialization of '$class' is not allowed$/");
    check_refused(Exception::class, fn () => serialize([1, ['x' => $object]]), "serialize $what in an array", "/^Serialization of '$class' is not allowed$/");
    $name = strlen($class) . ':"' . $class;
    foreach (["O:$name\":0:{}", "O:$name\":1:{s:3:\"key\";s:1:\"x\";}", "C:$name\":0:{}", "a:1:{i:0;O:$name\":0:{}}"] as $text) {
        try {
            $result = @unserialize($text);
            check($result === false, "unserialize $text: " . short($result));
        } catch (Exception $e) {
            check_same("Unserialization of '$class' is not allowed", $e->getMessage(), "unserialize $text");
        }
    }
    check_refused(Error::class, fn () => $object->anything = 1, "dynamic property of $what", "/^Cannot create dynamic property $class::\\\$anything$/");
    check(!isset($object->pid) && !isset($object->key), 'no properties');
    unset($object->pid);
    check(str_contains(var_export($object, true), $class), "var_export $what");
    ob_start();
    var_dump($object);
    print_r($object);
    foreach ($object as $value) {
        check(false, "no visible property of $what");
    }
    $text = ob_get_clean();
    check(str_contains($text, $class), "var_dump $what");
    check_same('{}', json_encode($object), "json_encode $what");
    check_same([], (array) $object, "cast of $what");
    check($object == $object && !($object < $object), "comparison of $what");
    check_refused(Error::class, fn () => $class::__set_state([]), "__set_state of $what", '/undefined method/');
}
/* Without the constructor: every method says so. */
class Forgetful extends BackgroundProcess
{
    public function __construct()
    {
    }
}
foreach ([(new ReflectionClass('BackgroundProcess'))->newInstanceWithoutConstructor(), new Forgetful()] as $half) {
    foreach ((new ReflectionClass('BackgroundProcess'))->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        $arguments = ['setKey' => ['k'], 'setCommandline' => ['true'], 'setManager' => [$manager], 'setMeta' => [[]], 'signal' => [15], 'waitAll' => [[$half]],
            'waitAny' => [[$half]]][$method->getName()] ?? [];
        if ($method->getName() !== '__construct') {
            check_refused(Error::class, fn () => $method->invokeArgs($half, $arguments), get_class($half) . '::' . $method->getName(),
                '/^The parent constructor of \w+ was not called$/');
        }
    }
    var_export($half, true);
}
/* A manager works all the same: it has its defaults. */
$half = (new ReflectionClass('BackgroundProcessManager'))->newInstanceWithoutConstructor();
check_same(['process.', '/tmp/php/background_process'], [$half->getKeyPrefix(), $half->getWorkingDirectory()], 'defaults');
$half->setWorkingDirectory(state_dir());
check_same(1, count($half->listProcesses()), 'list');

/* The constructor twice; one that failed; the wrong this. */
check_refused(Error::class, fn () => $fresh->__construct('true'), 'twice', '/^The constructor of BackgroundProcess was called twice$/');
check_refused(Error::class, fn () => $running->__construct('true'), 'twice, running', '/^The constructor of BackgroundProcess was called twice$/');
check_same(['true'], $fresh->getCommandline(), 'twice: unchanged');
class Stubborn extends BackgroundProcess
{
    public function __construct($line, $options, $meta = [])
    {
        try {
            parent::__construct($line, $options, $meta);
        } catch (Throwable) {
        }
    }
}
foreach ([['', []], [['x', 5], []], ['x', ['nice' => 99]], [5, []], ['x', 5], ['x', ['error_log' => '']]] as [$line, $options]) {
    $half = new Stubborn($line, $options);
    check_refused(Error::class, fn () => $half->run(), 'a failed constructor', '/^The parent constructor of Stubborn was not called$/');
    $half->__construct('true', $manager);
    check_same('true', $half->getCommandline(), 'a second try');
}
$half = new Stubborn('true', $manager, ['key' => '../x']);
check($half->getKey() !== '../x', 'refused meta data');
check_refused(ReflectionException::class, fn () => (new ReflectionMethod('BackgroundProcess', 'run'))->invoke($manager), 'wrong this', '/Given object is not an instance of the class/');

/* Derived classes work. */
class Derived extends BackgroundProcess
{
    public array $extra = ['x'];

    public function getKey(): string
    {
        throw new LogicException('never called by the module');
    }
}
$derived = new Derived(['true'], $manager);
$derived->run();
check($derived->wait(20), 'wait');
check_same(0, $derived->getExitCode(), 'derived');
check_refused(Exception::class, fn () => serialize($derived), 'serialize a derived one', "/^Serialization of 'Derived' is not allowed$/");

/* Cycles are found by the collector. */
$before = count(open_descriptors());
for ($i = 0; $i < 50; $i++) {
    $a = $manager->createProcess(['true']);
    $b = $manager->createProcess(['true']);
    $a->setMeta(['other' => $b, 'self' => $a]);
    $b->setMeta(['other' => $a]);
    $m = new BackgroundProcessManager(['env' => ['A' => 'x']]);
}
$weak = WeakReference::create($a);
unset($a, $b, $m);
gc_collect_cycles();
check_same(null, $weak->get(), 'cycle');
$recursive = ['first' => 'x'];
$recursive['self'] = &$recursive;
$process = $manager->createProcess(['true']);
$process->setMeta($recursive);
check_same('x', $process->getMeta()['self']['self']['first'], 'recursive meta data');
check_refused(TypeError::class, fn () => $manager->createProcess(['true'], ['env' => $recursive]), 'recursive env', '/^Option "env" must be /');
check_refused(ValueError::class, fn () => $manager->createProcess(['true'], ['stdout' => $recursive]), 'recursive stdout', '/^Option "stdout" must be /');
/* PHP itself does not collect an array in itself when it ends, which memcheck sees. */
$recursive = null;
check_same($before, count(open_descriptors()), 'descriptors');

/* State is an enum like any other. */
check_refused(Error::class, fn () => clone Bgproc\State::Running, 'clone a state', '/^Trying to clone an uncloneable object of class Bgproc.State$/');
check_same(Bgproc\State::Running, unserialize(serialize(Bgproc\State::Running)), 'serialize a state');
check_same(null, Bgproc\State::tryFrom('x'), 'tryFrom');

/* The end of a handle is not the end of its process. */
$pid = $running->getPid();
$key = $running->getKey();
unset($running);
gc_collect_cycles();
check(is_alive($pid), 'it goes on');
check($manager->loadProcess($key)->stop(5), 'stop');
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
