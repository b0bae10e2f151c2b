<?php
/*
 * Starts the job and answers at once with its id.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

require __DIR__ . '/../app.php';

$visitor = visitor_who_posts();
$kind = $_POST['kind'] ?? null;
$pages = $_POST['pages'] ?? null;
if (!is_string($kind) || !isset(KINDS[$kind]) || !is_string($pages) || !preg_match('/^([1-9][0-9]{0,2}|1000)$/D', $pages)) {
    refuse(400, 'The report has 1 to 1000 pages.');
}
$job = jobs($visitor['scope'])->start('/job.php', [
    'body' => ['kind' => $kind, 'pages' => $pages],
    /* One at a time per visitor: a second click gets the job that is there. */
    'unique' => 'report',
    /* Without a report for so long something hangs. */
    'timeout' => 30,
    'max_runtime' => 600,
]);
answer(['id' => $job->id()]);
