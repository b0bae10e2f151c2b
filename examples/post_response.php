<?php
/*
 * Work after the response. In a web server that can release the client (php-fpm, for one) the visitor has the page before
 * the tasks run; on the command line there is nobody to release, and they simply run at the end.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/* What a task prints goes nowhere; standard error or a log is the place. */
$log = fopen('php://stderr', 'w') ?: exit(1);

background_processing_add(function (string $what) use ($log) {
    fwrite($log, "task: $what\n");
}, 'send the mail');

background_processing_add(function () use ($log) {
    fwrite($log, "task: write the statistics\n");
});

echo "the page\n";
