--TEST--
isSuccessful(), getScope(), getLabels(), getCreatedAt(), getStartedAt(), getEndedAt(), getDuration(), var_dump(): before, while and after
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

date_default_timezone_set('America/New_York');
/* [isSuccessful, created, started, ended, duration known] */
$facts = fn (BackgroundProcess $p) => [$p->isSuccessful(), $p->getCreatedAt() !== null, $p->getStartedAt() !== null, $p->getEndedAt() !== null, $p->getDuration() !== null];
$options = ['scope' => 'tenant', 'labels' => ['a' => 'b', 'c' => ''], 'keep' => 600, 'env' => ['SECRET' => 'hunter2', 'GONE' => null], 'stdin' => ['string', 'hunter2'], 'confirm' => true];
$manager = manager();
$go = test_dir() . '/go';
$process = $manager->createProcess(['sh', '-c', 'while [ ! -e "$0" ]; do sleep 0.01; done', $go], $options);
check_same([false, false, false, false, false], $facts($process), 'before run()');
check_same(['tenant', ['a' => 'b', 'c' => '']], [$process->getScope(), $process->getLabels()], 'of the options');
$before = microtime(true);
$process->run();
$after = microtime(true);
check_same([false, true, true, false, true], $facts($process), 'while it runs');
check_same(['tenant', ['a' => 'b', 'c' => '']], [$process->getScope(), $process->getLabels()], 'of the record');
$created = $process->getCreatedAt();
check_same([DateTimeImmutable::class, '+00:00', (int) $process->getMeta()['created_us']], [get_class($created), $created->format('P'), (int) $created->format('Uu')], 'UTC, microseconds');
check($before - 1 < (float) $created->format('U.u') && (float) $created->format('U.u') < $after + 1, 'a time of now');
check_same($process->getMeta()['created_at'], $created->setTimezone(new DateTimeZone('America/New_York'))->format('Y-m-d H:i:s'), 'created_at of the record');
$first = $process->getDuration();
check(wait_until(fn () => $process->getDuration() > $first), 'it grows');
touch($go);
check($process->wait(20), 'it ends');
check_same([true, true, true, true, true], $facts($process), 'after the end');
check_same((int) $process->getMeta()['ended_us'], (int) $process->getEndedAt()->format('Uu'), 'end');
check_same(($process->getMeta()['ended_us'] - $process->getMeta()['started_us']) / 1e6, $process->getDuration(), 'duration');
usleep(2000);
check_same($process->getDuration(), $process->getDuration(), 'which stays');

$loaded = $manager->loadProcess($process->getKey());
check_same([[true, true, true, true, true], 'tenant', ['a' => 'b', 'c' => '']], [$facts($loaded), $loaded->getScope(), $loaded->getLabels()], 'loaded');
check_same($process->getDuration(), $loaded->getDuration(), 'its duration');

foreach (['exit 3' => false, 'kill -9 $$' => false, 'exit 0' => true] as $line => $successful) {
    $other = start($line);
    $other->wait(20);
    check_same([$successful, '', []], [$other->isSuccessful(), $other->getScope(), $other->getLabels()], $line);
}

/* What never ran. */
$failed = $manager->createProcess([write_file('none', "#!/nonexistent\n", 0700)], ['keep' => 600]);
$failed->run();
$failed->wait(20);
check_same([false, true, false, true, false], $facts($failed), 'not executed');

/* var_dump(), print_r(): useful, without secrets; nothing else sees it. */
foreach ([$process, $loaded, $manager->createProcess('true', $options)] as $i => $shown) {
    ob_start();
    var_dump($shown);
    print_r($shown);
    $text = ob_get_clean();
    check(str_contains($text, $shown->getKey()) && str_contains($text, 'commandline') && str_contains($text, state_dir()), "dump $i: $text");
    check(($i < 2) === (str_contains($text, '"succeeded"') && str_contains($text, 'exit_code')), "state in dump $i");
    check(!str_contains($text, 'hunter2'), "no secrets in dump $i");
    check_same([[], '{}', '\\BackgroundProcess::__set_state(array(' . "\n))"], [(array) $shown, json_encode($shown), var_export($shown, true)], "not elsewhere $i");
}
class Mine extends BackgroundProcess
{
    public $own = 'property';

    public function __construct()
    {
    }
}
ob_start();
var_dump(new Mine());
check(str_contains(ob_get_clean(), '"property"'), 'a subclass that did not call the constructor');

/* restart() */
$again = $process->restart();
check($again->wait(20), 'it ends');
check_same([true, true, 'tenant', ['a' => 'b', 'c' => ''], $process->getCommandline(), 600], [$again->isSuccessful(), $again->getKey() !== $process->getKey(), $again->getScope(), $again->getLabels(), $again->getCommandline(),
    $again->getMeta()['keep']], 'the same again');
check($again->getManager() === $manager, 'its manager');
check_same(true, $process->isSuccessful(), 'the first one is what it was');
$other = $again->restart()->getKey();
check($other !== $again->getKey(), 'and again');
unlink($go);
$running = $again->restart();
check_throws(Bgproc\StateException::class, fn () => $running->restart(), 'it runs', '/^Process \S+ has not ended: call stop\(\) or wait\(\) before restart\(\)$/');
$running->stop(5);
touch($go);
check_same(true, $running->restart()->wait(20), 'after a stop');
check_throws(Bgproc\StateException::class, fn () => $manager->createProcess('true')->restart(), 'not started', '/has not been started/');
$loaded->getCommandline();
check_throws(Bgproc\StateException::class, fn () => $loaded->restart(), 'loaded', '/^Process \S+ was not started by this object, which does not know its options: create a new one$/');

$running->setMeta([]);
check($running->restart()->wait(20), 'meta data of ones own change no options');
/* A command that lives on without its supervisor would run twice. */
$lost = start(['sleep', '1000'], ['keep' => 60, 'confirm' => true]);
[$supervisor, $command] = [$lost->getPid(), $lost->getMeta()['command_pid']];
proc_close(proc_open(['kill', '-9', "$supervisor"], [], $pipes));
check($lost->wait(20), 'lost');
check_throws(Bgproc\StateException::class, fn () => $lost->restart(), 'lost', "/^Process \S+ is lost, but its command still runs as pid $command/");
proc_close(proc_open(['kill', '-9', "$command"], [], $pipes));
check(wait_until(fn () => !is_alive($command)), 'the command is gone');
$lost = $lost->restart();
check_same('running', $lost->getState()->value === 'starting' ? 'running' : $lost->getState()->value, 'then it may');
$lost->stop(0);

/* Arguments that methods of the PHP library do not declare. Debug builds of PHP do not let them be ignored. */
if (!PHP_DEBUG) {
    check_same($process->getMeta(), $process->getMeta('created_at'), 'getMeta');
    check_same([$process->getKey(), $process->getCommandline()], [$process->getKey(1, 2), $process->getCommandline(null)], 'others');
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
