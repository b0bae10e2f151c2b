<?php
/*
 * Mistakes: PHPStan and Psalm must find one in each line that ends with "wrong", and in no other. PHPStan takes members of an array
 * that are not in its shape; those lines are "for Psalm". Never run.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bgproc\Tests\Types;

function mistakes(\BackgroundProcessManager $manager, \Bgproc\JobManager $jobs, \BackgroundProcess $process): void
{
    new \BackgroundProcess('true', ['time_out' => 5]); // wrong, for Psalm
    new \BackgroundProcess('true', ['timeout' => 'a minute']); // wrong
    new \BackgroundProcess(['ls', 5]); // wrong
    new \BackgroundProcess('true', ['stdin' => ['string', 5]]); // wrong
    new \BackgroundProcess('true', ['env' => ['A' => ['b']]]); // wrong
    new \BackgroundProcess('true', ['limits' => ['files' => 64]]); // wrong
    new \BackgroundProcessManager(['keep' => '60 s']); // wrong
    $manager->createProcess('true', ['working_directory' => '/srv/state']); // wrong, for Psalm
    $manager->listProcesses(['state' => 'runing']); // wrong
    $manager->loadProcess('key')->stop(); // wrong
    $process->wait('5'); // wrong
    echo $process->getUsage()['user_tim']; // wrong
    echo $process->getMeta()['exitcode']; // wrong
    strlen($process->getExitCode()); // wrong
    \BackgroundProcess::waitAll(['true']); // wrong
    new \Bgproc\JobManager(['fast_cgi' => 'unix:/run/php.sock']); // wrong, for Psalm
    $jobs->start('/report', ['cwd' => '/srv']); // wrong, for Psalm
    $jobs->start('/report', ['as' => 'root']); // wrong
    $jobs->startCommand('true', ['headers' => ['A' => 'b']]); // wrong, for Psalm
    $jobs->find('id')->cancel(); // wrong
    echo $jobs->getStatus('id')['state']; // wrong
    \Bgproc\JobManager::current()->update(5); // wrong
    \background_processing_add('no_such_function'); // wrong
    \background_processing_status()['finsihed']; // wrong
}
