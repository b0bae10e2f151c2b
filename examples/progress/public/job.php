<?php
/*
 * The work. The pool for jobs runs it, and only as a job: everybody else is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

$job = Bgproc\JobManager::current();
if (!$job) {
    http_response_code(403);
    header('Content-Type: text/plain');
    exit("This is no page.\n");
}

/** @return list<array{page: int, checksum: string}> */
function make_report(Bgproc\JobContext $job, int $pages, bool $broken): array
{
    $rows = [];
    for ($page = 1; $page <= $pages; $page++) {
        $job->update(100 * ($page - 1) / $pages, "page $page of $pages");
        if ($broken && $page === 7) {
            $job->log("page $page: gave up");
            $job->fail("Page $page cannot be read");
        }
        /* Stands for the real work. */
        usleep(150000);
        $rows[] = ['page' => $page, 'checksum' => hash('crc32b', "page $page")];
        $job->log("page $page: done");
    }
    return $rows;
}

try {
    $pages = $_POST['pages'] ?? '';
    $rows = make_report($job, is_string($pages) ? (int) $pages : 0, ($_POST['kind'] ?? '') === 'broken');
    $job->update(100, count($rows) . ' pages');
    $job->finish($rows);
} catch (Bgproc\JobCancelledException) {
    /* The visitor has cancelled, and update() or log() said so. What was made so far would be removed here. */
    error_log('report cancelled: job ' . $job->id());
}
