<?php
/*
 * A page that starts work, and another request that asks for it: the key travels through the browser, so it comes from
 * outside. loadProcess() is made for that; the scope tells whose work it is.
 *
 *     php -S 127.0.0.1:8080 examples/status_page.php
 *     curl -X POST http://127.0.0.1:8080/
 *     curl 'http://127.0.0.1:8080/?key=...'
 *
 * On the command line it plays both parts.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

function manager(): BackgroundProcessManager
{
    return new BackgroundProcessManager(['key_prefix' => 'report.', 'keep' => 600]);
}

/* In an application this is the user who is logged in. */
function scope(): string
{
    return 'user 42';
}

/** @return array{key: string} */
function start_report(): array
{
    /* An array: no shell, so nothing that a user typed can become a command. */
    $process = manager()->createProcess(['sh', '-c', 'sleep 0.3; echo "$1 is ready"', 'report', 'the report'], [
        'scope' => scope(),
        'capture_output' => true,
        'timeout' => 60,
    ]);
    $process->run();
    return ['key' => $process->getKey()];
}

/** @return array<string, string|null> */
function report_status(string $key): array
{
    $process = manager()->loadProcess($key);
    if (!$process || ($process->getMeta()['scope'] ?? '') !== scope()) {
        return ['error' => 'no such report'];
    }
    $state = $process->getState();
    return ['state' => $state->value, 'output' => $state->isFinal() ? $process->getOutput() : null];
}

if (PHP_SAPI === 'cli') {
    $key = start_report()['key'];
    echo json_encode(report_status('../../etc/passwd')), "\n";
    manager()->loadProcess($key)?->wait(10);
    echo json_encode(report_status($key)), "\n";
} else {
    header('Content-Type: application/json');
    $key = $_GET['key'] ?? '';
    $post = ($_SERVER['REQUEST_METHOD'] ?? '') === 'POST';
    echo json_encode($post ? start_report() : report_status(is_string($key) ? $key : '')), "\n";
}
