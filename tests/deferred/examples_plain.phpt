--TEST--
examples/post-response/plain under php-fpm: the page first, then the mails; the failure is in the log
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$example = __DIR__ . '/../../examples/post-response';

$index = $servers->script('index.php', file_get_contents("$example/plain/index.php"));
$pool = $servers->fpm([], ['env[MAILS]' => "$servers->dir/out"]);
$response = fastcgi_request($pool, $index);
echo $response->body();
var_dump($response->ended, $servers->read('mails.log'));
echo $servers->wait('mails.log', "berta@example.org\n");
echo preg_match('~after the response: RuntimeException: this one fails~', $servers->read('php.log')), "\n";
echo preg_replace('~/\S*~', '', $servers->run($index, ['error_log' => '/dev/null', 'sys_temp_dir' => "$servers->dir/out"])[0]);
echo "===DONE===\n";
--EXPECTF--
Thank you, the mails are on their way.
bool(true)
string(0) ""
mail to anna@example.org
mail to berta@example.org
1
Thank you, the mails are on their way.
===DONE===
