--TEST--
Every class, method, parameter, default, type and constant is as the stub files say, and there is nothing else
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';
require __DIR__ . '/../inc/surface.inc';

/*
 * The stubs are PHP: a PHP without the module includes them and says what it sees.
 */
$stubs = ['exceptions', 'state', 'background_process_manager', 'background_process', 'timer', 'background_processing', 'deferred',
    'job_context', 'job', 'job_manager', 'pool', 'future', 'pool_results'];
$all = array_map(fn ($file) => basename($file, '.stub.php'), glob(__DIR__ . '/../../stubs/*.stub.php'));
check_same([], array_diff($all, $stubs), 'stub files this test does not know');
$code = 'require ' . var_export(__DIR__ . '/../inc/surface.inc', true) . ';
    $classes = array_merge(get_declared_classes(), get_declared_interfaces());
    foreach (' . var_export($stubs, true) . ' as $stub) { require ' . var_export(__DIR__ . '/../../stubs/', true) . ' . "$stub.stub.php"; }
    echo json_encode(surface(array_diff(array_merge(get_declared_classes(), get_declared_interfaces()), $classes),
        array_filter(get_defined_functions()["user"], fn ($name) => !str_starts_with($name, "surface"))));';
$file = write_file('stubs.php', "<?php\n$code");
exec(escapeshellarg(PHP_BINARY) . ' -n ' . escapeshellarg($file), $lines);
$declared = json_decode(implode('', $lines), true);
check(is_array($declared) && count($declared) > 15, 'the stubs can be read: ' . short($lines));

$module = new ReflectionExtension('bgproc');
$names = array_values(array_unique(array_map(fn ($class) => $class->getName(), $module->getClasses())));
$found = json_decode(json_encode(surface($names, array_keys($module->getFunctions()))), true);

check_same(array_keys($declared), array_keys($found), 'names');
foreach ($declared as $name => $surface) {
    if (($surface['kind'] ?? '') === 'enum') {
        /* Internal enums do not say that they are final in every version of PHP; nobody can extend one. */
        unset($surface['modifiers'], $found[$name]['modifiers']);
    }
    foreach ($surface as $part => $value) {
        if (is_array($value) && $part === 'methods') {
            check_same(array_keys($value), array_keys($found[$name][$part]), "$name: methods");
            foreach ($value as $method => $text) {
                check_same($text, $found[$name][$part][$method] ?? null, "$name::$method()");
            }
        } else {
            check_same($value, $found[$name][$part] ?? null, "$name: $part");
        }
    }
    check_same([], array_diff(array_keys($found[$name] ?? []), array_keys($surface)), "$name: nothing else");
}

/* Every public method of ours is typed: nobody has to guess. */
foreach ($found as $name => $surface) {
    foreach ($surface['methods'] ?? [] as $method => $text) {
        check($text['returns'] !== '' || in_array($method, ['__construct', 'getStream'], true), "$name::$method() has a return type");
    }
}
foreach ($module->getClasses() as $class) {
    if (in_array($class->getName(), ['BackgroundProcess', 'BackgroundProcessManager'], true)) {
        check(!$class->isCloneable(), $class->getName() . ' cannot be cloned');
    }
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
