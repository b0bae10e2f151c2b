--TEST--
The function is found by its name; one of the script counts only when bgproc.allow_user_finish says so (C4, C6)
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('names.php', <<<'PHP'
<?php
foreach (explode(',', $argv[1]) as $name) {
    eval("function {$name}_finish_request() { echo '$name '; return " . $argv[2] . '; }');
}
background_processing_add(function () { echo 'task '; });
echo json_encode(background_processing_can_finish()), ' ';
echo json_encode(background_processing_run()), ' ';
$status = background_processing_status();
echo json_encode([$status['function'], $status['finished']]), "\n";
PHP);
foreach ([[1, 'fastcgi', 'true'], [1, 'litespeed', 'true'], [1, 'frankenphp,fastcgi', 'true'], [1, 'litespeed', 'false'], [1, 'litespeed', 'null'],
    [0, 'litespeed', 'true']] as [$allow, $names, $result]) {
    echo $servers->run($script, ['bgproc.allow_user_finish' => $allow], 'cli', [$names, $result])[0];
}
var_dump(ini_set('bgproc.allow_user_finish', '1'));
echo "===DONE===\n";
--EXPECTF--
true fastcgi task true ["fastcgi_finish_request",true]
true litespeed task true ["litespeed_finish_request",true]
true frankenphp task true ["frankenphp_finish_request",true]
true litespeed task false ["litespeed_finish_request",false]
true litespeed task false ["litespeed_finish_request",false]
false task false [null,false]
bool(false)
===DONE===
