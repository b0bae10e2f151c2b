<?php
/*
 * What the job gave to log(), as it stands now.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

require __DIR__ . '/../app.php';

$job = jobs(visitor()['scope'])->find(given_id($_GET));
if (!$job) {
    refuse(404, 'There is no such job.');
}
header('Content-Type: text/plain; charset=utf-8');
header('X-Content-Type-Options: nosniff');
echo $job->log();
