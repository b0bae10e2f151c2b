<?php
/*
 * Does the work of a job that has failed once more, as a new job.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

require __DIR__ . '/../app.php';

$jobs = jobs(visitor_who_posts()['scope']);
$job = $jobs->find(given_id($_POST));
if (!$job) {
    refuse(404, 'This job does not exist any more.');
}
if (!in_array($job->state()->value, RETRIED, true)) {
    refuse(409, 'This job cannot be tried again.');
}
$again = $jobs->retry($job->id());
if (!$again) {
    refuse(404, 'This job does not exist any more.');
}
answer(['id' => $again->id()]);
