<?php
/*
 * Runs the tasks when Laravel is done with the response. Put it into app/Providers and name it in bootstrap/providers.php:
 *
 *     return [App\Providers\AppServiceProvider::class, App\Providers\BackgroundTasksProvider::class];
 *
 * SPDX-License-Identifier: Apache-2.0
 */

namespace App\Providers;

use Bgproc\BackgroundProcessingFailedException;
use Illuminate\Support\ServiceProvider;

final class BackgroundTasksProvider extends ServiceProvider
{
    public function boot(): void
    {
        /* Also in queue workers and commands: there nobody waits, and the tasks simply run. */
        $this->app->terminating(function () {
            try {
                background_processing_run();
            } catch (BackgroundProcessingFailedException $failures) {
                foreach ($failures->getExceptions() as $e) {
                    report($e);
                }
            }
        });
    }
}
