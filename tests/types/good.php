<?php
/*
 * Right uses: PHPStan and Psalm complain of none of them. Never run.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bgproc\Tests\Types;

use Bgproc\Job;
use Bgproc\JobManager;
use Bgproc\State;

function processes(): string
{
    $manager = new \BackgroundProcessManager(['working_directory' => '/srv/state', 'key_prefix' => 'app.', 'error_log' => null, 'keep' => 60]);
    $process = $manager->createProcess(['sort', '-u'], ['stdin' => ['string', "b\na\n"], 'env' => ['LC_ALL' => 'C', 'N' => 3, 'GONE' => null],
        'limits' => ['nofile' => 64, 'as' => [1024, 'unlimited']], 'timeout' => 1.5, 'umask' => 0o77, 'labels' => ['a' => 'b']]);
    $process->run();
    $process->wait(5);
    $usage = $process->getUsage();
    $seconds = $usage === null ? 0.0 : $usage['user_time'] + $usage['system_time'];
    foreach ($manager->listProcesses(['state' => [State::Running, 'starting'], 'labels' => ['a' => 'b']]) as $running) {
        $words = $running->getCommandline();
        echo is_array($words) ? implode(' ', $words) : $words, "\n";
    }
    $first = \BackgroundProcess::waitAny(['a' => $process], 1.0);
    echo $first === 'a' ? $process->getMeta()['key'] : '', $seconds;
    return $process->getOutput();
}

function jobs(JobManager $jobs): ?string
{
    $job = $jobs->startCall('strtoupper', ['x'], ['unique' => true, 'delay' => 2, 'scope' => 'user 1']);
    $job->cancel();
    $status = $jobs->getStatus($job->id(), 'user 1');
    if ($status === null) {
        return null;
    }
    echo $status['progress'] + 1, ' ', $status['error']['message'] ?? '', ' ', $status['duration'] ?? 0.0;
    echo implode(', ', array_map(fn (Job $job): string => $job->text(), $jobs->list(['state' => 'failed'])));
    JobManager::current()?->update(50, 'half');
    return $status['state'];
}

function tasks(): int
{
    \background_processing_add(static fn (string $to): bool => mail($to, 'Thank you', '…'), 'anna@example.org');
    return count(\background_processing_status()['results']);
}

function library(\Kohkimakimoto\BackgroundProcess\BackgroundProcess $process): string
{
    return $process->getKey();
}
