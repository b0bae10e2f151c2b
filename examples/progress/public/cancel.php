<?php
/*
 * Ends a job of the visitor.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

require __DIR__ . '/../app.php';

$jobs = jobs(visitor_who_posts()['scope']);
$id = given_id($_POST);
if (!$jobs->jobExists($id)) {
    refuse(404, 'This job does not exist any more.');
}
answer(['ended' => $jobs->cancel($id, 2.0)]);
