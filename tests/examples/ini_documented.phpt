--TEST--
docs/ini.md has every setting with its default and where it can be changed
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

preg_match_all('/^\| `(\w+)` \| (\S+) \| ([^|]+) \|/m', file_get_contents(__DIR__ . '/../../docs/ini.md'), $rows, PREG_SET_ORDER);
$documented = [];
foreach ($rows as [, $name, $default, $where]) {
    $documented["bgproc.$name"] = [$default === 'empty' ? '' : trim($default, '`'), $where];
}
ksort($documented);
/* What the module itself says: this run may have other values. */
[$code, $output] = run_php('foreach (ini_get_all("bgproc") as $name => $entry) { echo json_encode([$name, (string) $entry["global_value"], $entry["access"]]), "\n"; }');
check_same(0, $code, 'exit code');
$actual = [];
foreach (explode("\n", trim($output)) as $line) {
    [$name, $value, $access] = json_decode($line, true);
    $actual[$name] = [$value, [INI_SYSTEM => 'system', INI_SYSTEM | INI_PERDIR => 'system, per directory', INI_ALL => 'everywhere'][$access]];
}
ksort($actual);
check(count($actual) > 10, 'there are settings');
check_same($actual, $documented, 'settings');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
