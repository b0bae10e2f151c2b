<?php
/*
 * What the job gave to finish(), as a file.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

require __DIR__ . '/../app.php';

$job = jobs(visitor()['scope'])->find(given_id($_GET));
if ($job?->state() !== Bgproc\State::Succeeded) {
    refuse(404, 'There is no such report.');
}
header('Content-Type: text/csv; charset=utf-8');
header('Content-Disposition: attachment; filename="report.csv"');
header('X-Content-Type-Options: nosniff');
$out = fopen('php://output', 'w');
fputcsv($out, ['page', 'checksum'], escape: '');
foreach ($job->result() ?? [] as $row) {
    fputcsv($out, $row, escape: '');
}
