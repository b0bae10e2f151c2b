<?php
/*
 * A page that answers first and works afterwards. Serve it with php-fpm: the visitor has the page before the first task runs.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

function send_mail(string $to): void
{
    /* Slow, and nobody wants to wait for it. */
    usleep(200000);
    file_put_contents((getenv('MAILS') ?: sys_get_temp_dir()) . '/mails.log', "mail to $to\n", FILE_APPEND);
}

/* Where nobody catches an exception any more somebody must still hear of it. */
set_exception_handler(function (Throwable $e) {
    error_log("after the response: $e");
});

background_processing_add(send_mail(...), 'anna@example.org');
background_processing_add(function () {
    throw new RuntimeException('this one fails, the next one runs');
});
background_processing_add(send_mail(...), 'berta@example.org');

echo "Thank you, the mails are on their way.\n";
