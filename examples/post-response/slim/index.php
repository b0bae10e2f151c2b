<?php
/*
 * A PSR-15 application. Middleware cannot run after the response has left, so the place for the tasks is the front controller,
 * behind the emitter: one line behind $app->run(), whatever the framework.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

use Bgproc\BackgroundProcessingFailedException;
use Psr\Http\Message\ResponseInterface;
use Psr\Http\Message\ServerRequestInterface;
use Slim\Factory\AppFactory;

require __DIR__ . '/vendor/autoload.php';

$app = AppFactory::create();
$app->addErrorMiddleware(false, true, false);
$app->get('/[{path:.*}]', function (ServerRequestInterface $request, ResponseInterface $response): ResponseInterface {
    background_processing_add(function (string $to) {
        file_put_contents((getenv('MAILS') ?: sys_get_temp_dir()) . '/mails.log', "mail to $to\n", FILE_APPEND);
    }, 'anna@example.org');
    $response->getBody()->write("Thank you, the mail is on its way.\n");
    return $response;
});
$app->run();

try {
    background_processing_run();
} catch (BackgroundProcessingFailedException $failures) {
    foreach ($failures->getExceptions() as $e) {
        error_log("after the response: $e");
    }
}
