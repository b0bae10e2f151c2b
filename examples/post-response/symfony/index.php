<?php
/*
 * The smallest application around HttpKernel, to show the subscriber at work. What counts is in RunBackgroundTasks.php.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

use Symfony\Component\EventDispatcher\EventDispatcher;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\RequestStack;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Controller\ArgumentResolver;
use Symfony\Component\HttpKernel\Controller\ControllerResolver;
use Symfony\Component\HttpKernel\HttpKernel;

require __DIR__ . '/vendor/autoload.php';
require __DIR__ . '/RunBackgroundTasks.php';

$dispatcher = new EventDispatcher;
$dispatcher->addSubscriber(new RunBackgroundTasks);
$kernel = new HttpKernel($dispatcher, new ControllerResolver, new RequestStack, new ArgumentResolver);

$request = Request::createFromGlobals();
$request->attributes->set('_controller', function (): Response {
    background_processing_add(function (string $to) {
        file_put_contents((getenv('MAILS') ?: sys_get_temp_dir()) . '/mails.log', "mail to $to\n", FILE_APPEND);
    }, 'anna@example.org');
    return new Response("Thank you, the mail is on its way.\n");
});

$response = $kernel->handle($request);
$response->send();
$kernel->terminate($request, $response);
