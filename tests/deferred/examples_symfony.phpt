--TEST--
examples/post-response/symfony: the subscriber runs the tasks at kernel.terminate, when the response has left
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm', 'nginx');
require __DIR__ . '/../inc/composer.inc';
if (composer_vendor(__DIR__ . '/../../examples/post-response/symfony') === null) {
    die('skip Composer does not have the packages of this example');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
require __DIR__ . '/../inc/composer.inc';
$servers = Servers::open();
$example = __DIR__ . '/../../examples/post-response';

$index = $servers->script('index.php', file_get_contents("$example/symfony/index.php"));
copy("$example/symfony/RunBackgroundTasks.php", "$servers->dir/www/RunBackgroundTasks.php");
symlink(composer_vendor("$example/symfony"), "$servers->dir/www/vendor");
$pool = $servers->fpm([], ['env[MAILS]' => "$servers->dir/out"]);
foreach ([false, true] as $keep) {
    @unlink($servers->out('mails.log'));
    $response = http_request($servers->nginx($pool, $keep), '/index.php');
    echo $response->status, ' ', $response->body, $servers->wait('mails.log', "\n");
}
echo $servers->read('php.log');
echo "===DONE===\n";
--EXPECTF--
200 Thank you, the mail is on its way.
mail to anna@example.org
200 Thank you, the mail is on its way.
mail to anna@example.org
===DONE===
