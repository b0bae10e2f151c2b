--TEST--
types/bgproc.php declares what the extension has: classes, functions, signatures, aliases, the options of each call, the members of each array
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$file = dirname(__DIR__, 2) . '/types/bgproc.php';

/* ---- classes and functions: the same script looks at the extension, and at the file in a PHP without it ---- */
$look = <<<'CODE'
    function signature(ReflectionFunctionAbstract $f): string
    {
        $parameters = array_map(fn ($p) => trim("{$p->getType()} " . ($p->isVariadic() ? '...' : '') . "\${$p->getName()}")
            . ($p->isDefaultValueAvailable() ? ' = ' . json_encode($p->getDefaultValue()) : ''), $f->getParameters());
        return implode(', ', $parameters) . " : {$f->getReturnType()}{$f->getTentativeReturnType()}";
    }
    $names = json_decode($argv[1]);
    $seen = [];
    foreach ($names->classes as $name) {
        $class = new ReflectionClass($name);
        $interfaces = $class->getInterfaceNames();
        sort($interfaces);
        $seen[$name] = [$class->getName(), $class->isEnum() || $class->isFinal(), $class->isAbstract(), $class->isEnum(), $class->isInterface(),
            $class->getParentClass() ? $class->getParentClass()->getName() : null, $interfaces,
            array_map(fn ($c) => $c instanceof UnitEnum ? $c->value : $c, $class->getConstants())];
        foreach ($class->getMethods() as $method) {
            if ($method->getDeclaringClass()->getName() === $class->getName() && (!$method->isPrivate() || $method->isConstructor())) {
                $seen["$name::{$method->getName()}"] = [Reflection::getModifierNames($method->getModifiers()), signature($method)];
            }
        }
    }
    foreach ($names->functions as $name) {
        $seen[$name] = signature(new ReflectionFunction($name));
    }
    ksort($seen);
    echo json_encode($seen, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR);
    CODE;
$extension = new ReflectionExtension('bgproc');
$aliases = array_filter(get_declared_classes(), fn ($name) => preg_match('/^(kohkimakimoto|crowdstar)\\\\/i', $name));
$names = json_encode(['classes' => [...array_values($extension->getClassNames()), ...array_values($aliases)], 'functions' => array_keys($extension->getFunctions())]);
[$code, $loaded] = run_php($look, [$names]);
check_same(0, $code, "the extension: $loaded");
$script = write_file('look.php', "<?php\nrequire " . var_export($file, true) . ";\n$look");
$process = proc_open([PHP_BINARY, '-n', $script, $names], [['file', '/dev/null', 'r'], ['file', test_dir() . '/declared', 'w'], ['redirect', 1]], $pipes);
check_same(0, proc_close($process), 'the file can be loaded');
$declared = file_get_contents(test_dir() . '/declared');
check(count(json_decode($loaded, true)) > 100, 'there is something to compare');
foreach (json_decode($loaded, true) as $name => $what) {
    check_same($what, json_decode($declared, true)[$name] ?? null, $name);
}
check_same(array_keys(json_decode($loaded, true)), array_keys(json_decode($declared, true)), 'and nothing else');

/* ---- shapes ---- */
$text = preg_replace('~\n\s*\* {2,}~', ' ', file_get_contents($file));
preg_match_all('~@phpstan-type (\w+) (array\{.*\})$~m', $text, $match, PREG_SET_ORDER);
preg_match('~@return (array\{state: .*\})$~m', $text, $status);
$match[] = [1 => 'Tasks', 2 => $status[1]];

/** Names of the members of array{…}, without those of arrays in it. */
function members(string $shape): array
{
    $flat = substr($shape, strlen('array{'), -1);
    do {
        $flat = preg_replace('~\w*(\{[^{}<>]*\}|<[^{}<>]*>)~', '', $flat, -1, $count);
    } while ($count);
    preg_match_all("~(?:^|,) *'?(\w+)'?\??:~", $flat, $names);
    sort($names[1]);
    return $names[1];
}

$shapes = [];
foreach ($match as [, $name, $shape]) {
    /* Two classes have a Filter; they are the same. */
    check(!isset($shapes[$name]) || $shapes[$name] === members($shape), "one $name");
    $shapes[$name] = members($shape);
}

function options(callable $call): array
{
    try {
        $call(['?' => 1]);
    } catch (ValueError $e) {
        preg_match('/(?:options are|filters) (.+?)(?:, "|$)/', $e->getMessage(), $match);
        $names = preg_split('/, | and /', $match[1] ?? '');
        sort($names);
        return $names;
    }
    return [];
}

$manager = manager();
$jobs = new Bgproc\JobManager(['working_directory' => state_dir('jobs')]);
$requests = new Bgproc\JobManager(['working_directory' => state_dir('jobs'), 'fastcgi' => 'unix:/nowhere', 'document_root' => '/']);
check_same($shapes['ManagerOptions'], options(fn ($o) => new BackgroundProcess('true', $o)), 'options of a process');
check_same($shapes['ManagerOptions'], options(fn ($o) => new BackgroundProcessManager($o)), 'options of a manager');
check_same($shapes['ProcessOptions'], options(fn ($o) => $manager->createProcess('true', $o)), 'options of createProcess()');
check_same($shapes['Filter'], options(fn ($o) => $manager->listProcesses($o)), 'filter');
check_same($shapes['JobManagerOptions'], options(fn ($o) => new Bgproc\JobManager($o)), 'options of a job manager');
check_same($shapes['RequestOptions'], options(fn ($o) => $requests->start('/x.php', $o)), 'options of start()');
check_same($shapes['CommandOptions'], options(fn ($o) => $jobs->startCommand('true', $o)), 'options of startCommand()');
check_same($shapes['CallOptions'], options(fn ($o) => $jobs->startCall('f', [], $o)), 'options of startCall()');
check_same($shapes['Filter'], options(fn ($o) => $jobs->list($o)), 'filter of jobs');

function keys(array $array): array
{
    $keys = array_keys($array);
    sort($keys);
    return $keys;
}

$process = start('exit 3', ['keep' => 60]);
check($process->wait(at_most(20)), 'it ends');
check_same($shapes['Meta'], keys($process->getMeta()), 'getMeta()');
check_same($shapes['Usage'], keys($process->getUsage()), 'getUsage()');
$job = $jobs->startCommand('exit 3');
check($job->wait(at_most(20)), 'the job ends');
check_same($shapes['Status'], keys($job->status()), 'status()');
check_same([], array_diff(keys($job->error()), $shapes['Error']), 'error()');
check_same($shapes['Tasks'], keys(background_processing_status()), 'background_processing_status()');
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
