--TEST--
The options of a job are those that were checked, whatever becomes of references and however many are added
--EXTENSIONS--
bgproc
--FILE--
<?php
/* The table of the options was moved by what a request of the old form adds: what pointed into it was read after that. */
require __DIR__ . '/../04_job/job.inc';

$manager = jobs(['cookies' => ['c'], 'fastcgi' => 'unix:' . test_dir() . '/nobody', 'document_root' => test_dir()]);
$options = ['unique' => 'name', 'delay' => 100, 'scope' => 's', 'keep_failed' => 60];
$start = fn (string $byte) => $manager->start([str_pad('/', 286, $byte) . '.php', 'backjobMethod' => 'PUT', 'backjobPostdata' => 'x'], $options);
$first = $start('a');
$second = $start('b');
check_same([$first->id(), true], [$second->id(), $second->isMerged()], 'by name, whatever is asked for');
check_same('s', $second->scope(), 'scope');
$first->cancel(0);
$again = $manager->retry($first->id(), $options);
check_same([$first->id(), true], [$again->status()['retry_of'], $manager->retry($first->id(), $options)->isMerged()], 'retry');
$again->cancel(0);

final class NoText extends DateTimeImmutable
{
    #[ReturnTypeWillChange]
    public function format(string $format)
    {
        return new ArrayObject();
    }
}

/* A time may be of a class that does what it likes, after the options before it were checked. */
final class Treacherous extends DateTimeImmutable
{
    public ?Closure $then = null;

    public function format(string $format): string
    {
        ($this->then)();
        return parent::format($format);
    }
}
$at = new Treacherous('+1 hour');
$value = null;
$at->then = function () use (&$value) { $value = 42; };
$try = function (string $option, mixed $first, string $class) use ($manager, $at, &$value) {
    $value = $first;
    check_throws($class, function () use ($manager, $option, $at, &$value) {
        $manager->start('/a.php', [$option => &$value, 'at' => $at]);
    }, $option, "/\"$option\"/");
};
$try('scope', 'me', TypeError::class);
$try('headers', ['X-Other' => 'good'], TypeError::class);
$try('cookies', ['cookie'], TypeError::class);
$try('unique', 'name', TypeError::class);
check_throws(ValueError::class, function () use ($manager, $at, &$value) {
    $value = 'good';
    $manager->start('/a.php', ['headers' => ['X-Other' => &$value], 'at' => $at]);
}, 'one header', '/"headers"/');
$scoped = jobs(['scope' => 'me']);
$at->then = function () use (&$value) { $value = str_repeat('y', 5); };
check_throws(ValueError::class, function () use ($scoped, $at, &$value) {
    $value = str_repeat('m', 2);
    $scoped->startCommand(['true'], ['scope' => &$value, 'at' => $at]);
}, 'the scope of the manager', '/must be that of the manager, "me", "yyyyy" given/');
$last = new Treacherous('+1 hour');
$last->then = function () use (&$last) { $last = null; };
$job = $manager->startCommand(['true'], ['at' => &$last]);
check_same('delayed', $job->state()->value, 'a time that lets go of itself');
$job->cancel(0);
$at->then = function () {};
$job = $manager->startCommand(['true'], ['at' => $at]);
check_same($at->getTimestamp(), strtotime($job->status()['start_time']), 'the time');
$job->cancel(0);
check_throws(TypeError::class, fn () => $manager->startCommand(['true'], ['at' => new NoText()]), 'no text', '/must return a string/');
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
