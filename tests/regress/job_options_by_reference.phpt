--TEST--
The options of a job are those that were given and checked, whatever becomes of references and however many are added
--EXTENSIONS--
bgproc
--FILE--
<?php
/* The table of the options was moved by what a request of the old form adds: what pointed into it was read after that. */
require __DIR__ . '/../inc/job.inc';

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
/* What is kept of a start is what was given: the reference is followed once, before anything is checked. */
$kept = function (Bgproc\Job $job): array {
    $options = json_decode(file_get_contents(state_dir() . "/$job.request"), true, 512, JSON_THROW_ON_ERROR)['options'];
    $job->cancel(0);
    return $options;
};
$try = function (string $option, mixed $first, bool $is_kept = true) use ($manager, $at, &$value, $kept) {
    $value = $first;
    $options = $kept($manager->start('/a.php', [$option => &$value, 'at' => $at]));
    check_same([42, $is_kept ? $first : null], [$value, $options[$option] ?? null], $option);
};
$try('scope', 'me');
$try('headers', ['X-Other' => 'good']);
$try('cookies', ['cookie'], false);
$try('unique', 'name');
$try('labels', ['l' => 'one']);
foreach (['headers' => 'X-Other', 'labels' => 'l'] as $option => $name) {
    $value = 'good';
    $options = $kept($manager->start('/a.php', [$option => [$name => &$value], 'at' => $at]));
    check_same([42, [$name => 'good']], [$value, $options[$option]], "within $option");
}
$value = 5;
$options = $kept($manager->startCommand(['true'], ['limits' => ['nofile' => [&$value, 64]], 'env' => ['A' => &$value], 'at' => $at]));
check_same([42, ['nofile' => [5, 64]]], [$value, $options['limits']], 'within the arrays of an array');
$scoped = jobs(['scope' => 'me']);
$at->then = function () use (&$value) { $value = str_repeat('y', 5); };
$value = str_repeat('m', 2);
check_throws(ValueError::class, function () use ($scoped, $at, &$value) {
    $scoped->startCommand(['true'], ['scope' => &$value, 'at' => $at]);
}, 'the scope of the manager', '/must be that of the manager, "me", "mm" given/');

/* The arrays of a manager and of a process, and those that hold themselves. */
$header = 'good';
$binary = PHP_BINARY;
$held = ['php_binary' => [&$binary], 'labels' => ['l' => &$header]];
$holder = jobs($held);
$label = 'one';
$process = new BackgroundProcess(['true'], ['working_directory' => state_dir(), 'labels' => ['l' => &$label], 'keep' => 60]);
[$header, $binary, $label] = [42, null, new stdClass()];
$process->run();
check($process->wait(20), 'a process');
$labels = fn (string $key) => json_decode(file_get_contents(state_dir() . "/$key.json"), true)['labels'];
check_same(['l' => 'one'], $labels($process->getKey()), 'its label');
check_same(['l' => 'good'], $labels($holder->startCommand(['true'])->id()), 'the label of a manager');
$itself = ['A' => 'x'];
$itself['B'] = &$itself;
check_throws(TypeError::class, fn () => $manager->startCommand(['true'], ['env' => $itself]), 'an array that holds itself', '/"env"/');
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
