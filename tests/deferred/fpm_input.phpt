--TEST--
Uploads, php://input and the environment are still there in a task
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
echo 'answer';
background_processing_add(function () {
    $file = $_FILES['upload'] ?? null;
    file_put_contents(OUT . '/log', json_encode([
        'input' => md5(file_get_contents('php://input')), 'post' => $_POST['field'] ?? null,
        'file' => $file ? md5_file($file['tmp_name']) : null, 'uploaded' => $file ? is_uploaded_file($file['tmp_name']) : null,
        'env' => getenv('SPECIAL'), 'tmp' => $file['tmp_name'] ?? null]) . "\n");
});
PHP);

$pool = $servers->fpm(['upload_tmp_dir' => "$servers->dir/out", 'post_max_size' => '32M']);
$body = json_encode(['data' => str_repeat('0123456789', 300000)]);
echo fastcgi_request($pool, $index, '', 'POST', $body, ['CONTENT_TYPE' => 'application/json', 'SPECIAL' => 'kept'])->body(), "\n";
$seen = json_decode($servers->wait('log', "\n"), true);
var_dump($seen['input'] === md5($body), $seen['env']);
unlink($servers->out('log'));

$content = random_bytes(100000);
$form = "--b\r\nContent-Disposition: form-data; name=\"field\"\r\n\r\nvalue\r\n--b\r\nContent-Disposition: form-data; name=\"upload\"; "
    . "filename=\"x.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n$content\r\n--b--\r\n";
echo fastcgi_request($pool, $index, '', 'POST', $form, ['CONTENT_TYPE' => 'multipart/form-data; boundary=b'])->body(), "\n";
$seen = json_decode($servers->wait('log', "\n"), true);
var_dump($seen['file'] === md5($content), $seen['uploaded'], $seen['post']);
Servers::until(fn () => !is_file($seen['tmp']), 'the upload to be deleted at the end of the request');
echo "===DONE===\n";
--EXPECTF--
answer
bool(true)
string(4) "kept"
answer
bool(true)
bool(true)
string(5) "value"
===DONE===
