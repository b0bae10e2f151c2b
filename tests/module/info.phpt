--TEST--
phpinfo() shows the version, the supervisor that will be used, how it is started, and every INI entry
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

ob_start();
phpinfo(INFO_MODULES);
$text = preg_match('/^bgproc\n\n(.*?)\n\n\S+\n\n/ms', ob_get_clean() . "\n\nend\n\n", $m) ? $m[1] : '';

check(str_contains($text, "bgproc support => enabled\n"), "support: $text");
check(str_contains($text, 'version => ' . phpversion('bgproc') . "\n"), 'version');
check((bool) preg_match('/^supervisor => (file beside the module|memory file|temporary copy|INI bgproc.supervisor)$/m', $text), "supervisor: $text");
check((bool) preg_match('/^start by => (clone|fork|posix_spawn)$/m', $text), "start by: $text");
foreach (ini_get_all('bgproc', false) as $name => $value) {
    check((bool) preg_match('/^' . preg_quote($name) . ' => .* => /m', $text), "entry $name");
}

/* Where no supervisor can be executed it says so. */
[, $output] = run_php('phpinfo(INFO_MODULES);', [], ['bgproc.supervisor' => '/nonexistent/supervisor']);
check((bool) preg_match('/^supervisor => none that can be executed/m', $output), 'no supervisor');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
