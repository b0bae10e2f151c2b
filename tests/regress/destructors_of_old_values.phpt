--TEST--
What setMeta() and setManager() replace may have destructors that use the object
--EXTENSIONS--
bgproc
--FILE--
<?php
/* The old value was freed while the object still had it: a destructor got, or freed, what was being freed. */
require __DIR__ . '/../inc/bgproc.inc';

final class Last
{
    public function __construct(private ?Closure $then) {}

    public function __destruct()
    {
        ($this->then)();
    }
}

class ManagerWithLastWords extends BackgroundProcessManager
{
    public ?Closure $then = null;

    public function __destruct()
    {
        $this->then && ($this->then)();
    }
}

$process = manager()->createProcess('true');
$seen = null;
$process->setMeta([str_repeat('x', 100), new Last(function () use ($process, &$seen) { $seen = $process->getMeta(); })]);
$process->setMeta(['new' => str_repeat('y', 100)]);
check_same(['new' => str_repeat('y', 100)], $seen, 'the destructor sees the new one');
$process->setMeta([str_repeat('x', 100), new Last(fn () => $process->setMeta(['inner' => str_repeat('z', 100)]))]);
$process->setMeta(['outer' => 1]);
check_same(['inner' => str_repeat('z', 100)], $process->getMeta(), 'the last word counts');

$manager = new ManagerWithLastWords(['working_directory' => state_dir()]);
$inner = manager();
$manager->then = function () use ($process, $inner) { $process->setManager($inner); };
$process->setManager($manager);
unset($manager);
$process->setManager(manager());
for ($i = 0; $i < 50; $i++) {
    $objects[] = new ArrayObject([$i]);
}
check($process->getManager() === $inner, 'the manager of the destructor');

foreach ($objects as $i => $object) {
    check_same([$i], $object->getArrayCopy(), "object $i is intact");
}
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
