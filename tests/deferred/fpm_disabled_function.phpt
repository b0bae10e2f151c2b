--TEST--
php-fpm with the function disabled: the tasks still run, and nobody claims that the client had gone
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
$index = $servers->script('index.php', <<<'PHP'
<?php
echo json_encode(background_processing_can_finish()), ' ';
background_processing_add(function () { echo 'task '; });
try {
    BackgroundProcessing::run();
} catch (Bgproc\InvalidEnvironmentException) {
    echo 'invalid environment ';
}
echo json_encode(background_processing_run()), ' ', json_encode((bool) ini_get('ignore_user_abort')), ' ', json_encode((bool) ignore_user_abort());
PHP);

$pool = $servers->fpm(['disable_functions' => 'fastcgi_finish_request']);
echo fastcgi_request($pool, $index)->body(), "\n";
echo "===DONE===\n";
--EXPECTF--
false invalid environment task false false false
===DONE===
