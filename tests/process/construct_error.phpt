--TEST--
What is no command line is refused by the constructor, createProcess() and setCommandline()
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * reference list "command": empty, NUL, items that are no strings, arrays that are no lists.
 */
require __DIR__ . '/../inc/refusal.inc';

$manager = manager();
$existing = new BackgroundProcess(['true'], $manager);
$ways = [
    '__construct' => fn ($line) => new BackgroundProcess($line, $manager),
    'createProcess' => fn ($line) => $manager->createProcess($line),
    'setCommandline' => fn ($line) => $existing->setCommandline($line),
];
$throwing = new class {
    public function __toString(): string
    {
        throw new LogicException('no text');
    }
};
$recursive = ['true'];
$recursive[1] = &$recursive;
$bad = [
    'empty string' => ['', ValueError::class, '/\$commandline\) must not be empty$/'],
    'NUL' => ["echo a\0b", ValueError::class, '/\$commandline\) must not contain NUL bytes$/'],
    'NUL alone' => ["\0", ValueError::class, '/must not contain NUL bytes$/'],
    'NUL at the end' => ["echo\0", ValueError::class, '/must not contain NUL bytes$/'],
    'empty array' => [[], ValueError::class, '/\$commandline\) must not be empty$/'],
    'empty program' => [[''], ValueError::class, '/must name a program, its first item is empty$/'],
    'empty program, arguments' => [['', 'a'], ValueError::class, '/must name a program/'],
    'NUL in the program' => [["tr\0ue"], ValueError::class, '/must not contain NUL bytes, item 0 does$/'],
    'NUL in an argument' => [['echo', 'a', "b\0"], ValueError::class, '/must not contain NUL bytes, item 2 does$/'],
    'names' => [['program' => 'echo'], ValueError::class, '/must be a list: its keys must be 0, 1, 2 and so on$/'],
    'a name later' => [['echo', 'x' => 'a'], ValueError::class, '/must be a list/'],
    'a hole' => [[0 => 'echo', 2 => 'a'], ValueError::class, '/must be a list/'],
    'starts at 1' => [[1 => 'echo'], ValueError::class, '/must be a list/'],
    'wrong order' => [[1 => 'a', 0 => 'echo'], ValueError::class, '/must be a list/'],
    'negative key' => [[-1 => 'echo'], ValueError::class, '/must be a list/'],
    'int item' => [['echo', 5], TypeError::class, '/must be a list of strings, item 1 is of type int$/'],
    'float item' => [['echo', 1.5], TypeError::class, '/item 1 is of type float$/'],
    'bool item' => [['echo', true], TypeError::class, '/item 1 is of type (bool|true)$/'],
    'null item' => [['echo', null], TypeError::class, '/item 1 is of type null$/'],
    'array item' => [['echo', ['a']], TypeError::class, '/item 1 is of type array$/'],
    'item with __toString' => [['echo', $throwing], TypeError::class, '/item 1 is of type class@anonymous|item 1 is of type object/'],
    'array in itself' => [$recursive, TypeError::class, '/item 1 is of type array$/'],
    'int' => [5, TypeError::class, '/\$commandline\) must be of type (array\|string|string\|array), int given$/'],
    'null' => [null, TypeError::class, '/\$commandline\) must be of type .*, null given$/'],
    'bool' => [true, TypeError::class, '/\$commandline\) must be of type .*, (bool|true) given$/'],
    'object' => [new stdClass(), TypeError::class, '/\$commandline\) must be of type /'],
    'Stringable' => [$throwing, TypeError::class, '/\$commandline\) must be of type /'],
    'closure' => [fn () => 1, TypeError::class, '/\$commandline\) must be of type /'],
];
foreach ($bad as $what => [$line, $class, $message]) {
    foreach ($ways as $way => $call) {
        check_refused($class, fn () => $call($line), "$way($what)", $message);
    }
}
/* PHP itself does not collect an array in itself when it ends, which memcheck sees. */
$bad = $line = $recursive = null;
check_same(['true'], $existing->getCommandline(), 'the command line of an object that refused others');

/* What looks odd and is not wrong. */
$item = 'a';
$good = [' ', "\n", '0', ['0'], ['echo', ''], ['echo', &$item], [' '], ["\xff\xfe"], ["-x"], str_repeat('x', 200000)];
foreach ($good as $i => $line) {
    foreach ($ways as $way => $call) {
        try {
            $call($line);
        } catch (Throwable $e) {
            check(false, "$way, good $i: " . $e->getMessage());
        }
    }
}

/* The other arguments. */
check_refused(TypeError::class, fn () => new BackgroundProcess('true', 'x'), 'options', '/\$options\) must be of type BackgroundProcessManager\|array, string given$/');
check_refused(TypeError::class, fn () => new BackgroundProcess('true', null), 'options null', '/must be of type BackgroundProcessManager\|array, null given$/');
check_refused(TypeError::class, fn () => new BackgroundProcess('true', new stdClass()), 'options object', '/must be of type BackgroundProcessManager\|array/');
check_refused(TypeError::class, fn () => new BackgroundProcess('true', [], 'x'), 'meta', '/\$meta\) must be of type array, string given$/');
check_refused(ArgumentCountError::class, fn () => new BackgroundProcess(), 'no argument', '/expects at least 1 argument, 0 given$/');
check_refused(ArgumentCountError::class, fn () => new BackgroundProcess('a', [], [], 1), 'four', '/expects at most 3 arguments, 4 given$/');
foreach (['working_directory', 'key_prefix', 'error_log'] as $name) {
    check_refused(ValueError::class, fn () => new BackgroundProcess('true', [$name => "a\0"]), $name,
        "/^BackgroundProcess::__construct\(\): Argument #2 \(\\\$options\) option \"$name\" must be /");
}
foreach ([['key' => ''], ['key' => '../x'], ['key' => 5], ['key' => null], ['pid' => 5], ['key' => "a\0"], ['key' => ['a']], [1]] as $i => $meta) {
    check_refused(ValueError::class, fn () => new BackgroundProcess('true', $manager, $meta), "meta $i", '/\$meta\) must have a "key" that is a valid key of a process$/');
}
check(!file_exists(state_dir()), 'nothing was made');
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
