<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\Job;

/** The command "job output". */
trait JobOutput
{
    private function jobOutputCommand(array $operands): void
    {
        $lines = $this->option('lines', [Options::class, 'lines']);
        if ($this->option('log') && $this->option('stderr')) {
            throw new UsageError('job output: --log and --stderr are two different things');
        }
        $job = $this->oneJob($operands);
        if (!$job) {
            return;
        }
        $read = match (true) {
            (bool) $this->option('log') => fn () => Text::escapeLines($job->log()),
            (bool) $this->option('stderr') => fn () => $job->errorOutput(),
            default => fn () => $job->output(),
        };
        if ($this->option('follow')) {
            self::followJob($job, $read, $lines);
            return;
        }
        $output = Follower::look($read);
        Terminal::write($lines === null ? $output : Text::lastLines($output, $lines));
    }

    private static function followJob(Job $job, callable $read, ?int $lines): void
    {
        Signals::exitOn();
        $follower = new Follower();
        $first = true;
        do {
            $ended = $job->wait($first ? 0.0 : FOLLOW_SECONDS);
            $new = $follower->next(Follower::look($read));
            Terminal::write($first && $lines !== null ? Text::lastLines($new, $lines) : $new);
            $first = false;
        } while (!$ended);
    }
}
