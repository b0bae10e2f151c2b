<?php
/*
 * What the job gave to finish(), as a file.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

require __DIR__ . '/../app.php';

$job = jobs(visitor()['scope'])->find(given_id($_GET));
if (!$job || $job->state() !== Bgproc\State::Succeeded) {
    refuse(404, 'There is no such report.');
}
header('Content-Type: text/csv; charset=utf-8');
header('Content-Disposition: attachment; filename="report.csv"');
header('X-Content-Type-Options: nosniff');
$out = fopen('php://output', 'w') ?: throw new RuntimeException('no output');
fputcsv($out, ['page', 'checksum'], escape: '');
/** @var list<array{page: int, checksum: string}> $rows what job.php gave to finish() */
$rows = $job->result() ?? [];
foreach ($rows as $row) {
    fputcsv($out, $row, escape: '');
}
