<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\Job;
use Bgproc\JobContext;
use Bgproc\JobManager;

/** The commands that deal with jobs. */
trait JobCommands
{
    private function jobManager(array $more = []): JobManager
    {
        $prefix = $this->option('prefix');
        $scope = $this->option('scope');
        return new JobManager($more + $this->directory() + ($prefix === null ? [] : ['key_prefix' => $prefix])
            + ($scope === null ? [] : ['scope' => $scope]));
    }

    private function jobOptions(): array
    {
        $keep = $this->option('keep', [Options::class, 'wholeSeconds']);
        if (!in_array($this->option('stderr'), [null, 'stdout'], true)) {
            throw new UsageError('option --stderr of a job must be "stdout", not "' . Text::escape($this->option('stderr'))
                . '": the output of a job is kept, see "bgproc job output --stderr"; with --shell a command can write to a file');
        }
        return $this->startOptions() + array_filter([
            'delay' => $this->option('delay', [Options::class, 'seconds']),
            'timeout' => $this->option('timeout', [Options::class, 'seconds']),
            'max_runtime' => $this->option('max-runtime', [Options::class, 'seconds']),
            'retries' => $this->option('retries', [Options::class, 'integer']),
            'backoff' => $this->option('backoff', [Options::class, 'seconds']),
            'idempotent' => $this->option('idempotent'),
            'unique' => $this->option('unique'),
            'stderr' => $this->option('stderr'),
            'keep_succeeded' => $this->option('keep-succeeded', [Options::class, 'wholeSeconds']) ?? $keep,
            'keep_failed' => $this->option('keep-failed', [Options::class, 'wholeSeconds']) ?? $keep,
        ], fn (mixed $value) => $value !== null);
    }

    private function jobStarted(Job $job): void
    {
        if ($this->option('json')) {
            Terminal::json(JobText::forJson($job->status()));
        } else {
            Terminal::write($job->id() . "\n");
        }
        if ($this->option('wait')) {
            Signals::exitOn();
            JobText::wait($job, null, !$this->option('id-only') && stream_isatty(STDERR));
            $this->jobEnded($job);
            $error = $job->error();
            if ($error !== null && !$this->option('id-only')) {
                Terminal::complain(Text::escape("{$error['type']}: {$error['message']}"));
            }
        }
    }

    private function jobEnded(Job $job): void
    {
        $this->result = $this->result ?: JobText::STATUS_TO_EXIT[$job->state()->value] ?? EXIT_FAILURE;
    }

    private function jobRunCommand(array $words): void
    {
        $line = $this->commandline($words);
        $this->jobStarted($this->start($words, fn () => $this->jobManager()->startCommand($line, $this->jobOptions())));
    }

    private function jobCallCommand(array $words): void
    {
        if ($words === [] || count($words) > 2) {
            throw new UsageError('job call takes a callable and, in JSON, the array of its arguments');
        }
        $arguments = json_decode($words[1] ?? '[]', true);
        if (!is_array($arguments)) {
            throw new UsageError('the arguments must be a JSON array, not "' . Text::escape($words[1]) . '"');
        }
        $bootstrap = $this->option('bootstrap');
        $more = [];
        if ($bootstrap !== null) {
            $more['bootstrap'] = realpath($bootstrap) ?: $bootstrap;
        }
        $this->jobStarted($this->jobManager($more)->startCall($words[0], $arguments, $this->jobOptions()));
    }

    /**
     * The jobs with these ids. An unknown id is reported and sets the exit code 3.
     *
     * @return list<Job>
     */
    private function jobs(array $ids): array
    {
        $manager = $this->jobManager();
        $jobs = [];
        if ($ids === []) {
            throw new UsageError("{$this->command} needs an id");
        }
        foreach (array_unique($ids) as $word) {
            $job = $this->find($word, fn (string $id) => $manager->find($id));
            if ($job) {
                $jobs[$job->id()] = $job;
            }
        }
        return array_values($jobs);
    }

    private function oneJob(array $ids): ?Job
    {
        if (count($ids) > 1) {
            throw new UsageError("{$this->command} takes one id");
        }
        return $this->jobs($ids)[0] ?? null;
    }

    private function jobListCommand(array $operands): void
    {
        self::noOperands($operands, 'job list');
        $filter = $this->filter();
        $all = [];
        foreach ($this->forUsers(fn () => array_values(array_filter(array_map(fn (Job $job) => $job->status(), $this->jobManager()->list($filter))))) as $user => $some) {
            $name = $this->option('all-users') ? ['user' => Users::name($user)] : [];
            $all = [...$all, ...array_map(fn (array $status) => $status + $name, $some)];
        }
        if ($this->option('json')) {
            Terminal::json(array_map([JobText::class, 'forJson'], $all));
            return;
        }
        if ($this->option('quiet')) {
            Terminal::write(implode('', array_map(fn (array $status) => "{$status['id']}\n", $all)));
            return;
        }
        $rows = array_map(fn (array $status) => [
            $this->shortKey($status['id']), $status['state'], ...$this->userCell($status), $status['progress'] . ' %', self::jobAge($status), Text::escape($status['target']),
            Text::escape(trim($status['error']['message'] ?? $status['status_text'] ?? '')),
        ], $all);
        $columns = ['ID' => 'left', 'STATE' => 'left'] + ($this->option('all-users') ? ['USER' => 'left'] : [])
            + ['DONE' => 'right', 'AGE' => 'right?', 'JOB' => 'text', 'TEXT' => 'text'];
        Terminal::write(Table::text($columns, $rows, array_map([Record::class, 'colour'], $all), (bool) $this->option('full')));
    }

    /** The time since the start; "-" for a delayed job. */
    private static function jobAge(array $status): string
    {
        $began = $status['start_time'] === null ? false : strtotime($status['start_time']);
        return $began === false || $began > time() ? '-' : Text::age((float) (time() - $began));
    }

    private function jobShowCommand(array $operands): void
    {
        $job = $this->oneJob($operands);
        if (!$job) {
            return;
        }
        $status = $job->status();
        if ($this->option('json')) {
            Terminal::json(['error' => $job->error()] + JobText::forJson($status) + ['result' => $job->result(), 'log' => $job->log()]);
            return;
        }
        $result = $job->result();
        $error = $job->error();
        $labels = array_map(fn (string|int $name, string $value) => Text::escape("$name=$value"), array_keys($status['labels']), $status['labels']);
        $lines = [
            'id' => $status['id'],
            'job' => Text::escape($status['target']) . " ({$status['kind']})",
            'state' => $status['state'],
            'progress' => $status['progress'] . ' %',
            'text' => Text::escape(trim((string) $status['status_text'])),
            'error' => $error === null ? null : Text::escape("{$error['type']}: {$error['message']}"),
            'at' => isset($error['file']) ? Text::escape("{$error['file']}:{$error['line']}") : null,
            'trace' => isset($error['trace']) ? str_replace('\n', "\n             ", Text::escape($error['trace'])) : null,
            'result' => $result === null ? null : Text::escape((string) json_encode($result, JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR)),
            'started' => $status['start_time'],
            'updated' => $status['updated_time'],
            'ended' => $status['end_time'],
            'attempt' => $status['attempt'] > 1 ? (string) $status['attempt'] : null,
            'retry of' => Text::escape((string) $status['retry_of']),
            'scope' => Text::escape((string) $status['scope']),
            'labels' => implode(', ', $labels),
        ];
        $text = '';
        foreach (array_filter($lines, fn (?string $value) => $value !== null && $value !== '') as $name => $value) {
            $text .= sprintf("%-12s %s\n", $name, $value);
        }
        Terminal::write($text);
    }

    private function jobWaitCommand(array $ids): void
    {
        $timeout = $this->option('timeout', [Options::class, 'seconds']);
        $deadline = $timeout === null ? null : hrtime(true) / 1e9 + $timeout;
        $jobs = $this->jobs($ids);
        Signals::exitOn();
        foreach ($jobs as $job) {
            $left = $deadline === null ? null : max(0.0, $deadline - hrtime(true) / 1e9);
            if (JobText::wait($job, $left, count($jobs) === 1 && stream_isatty(STDERR))) {
                $this->jobEnded($job);
            } else {
                Terminal::complain("{$job->id()} has not ended");
                $this->result = $this->result ?: EXIT_ENDED_BY_US;
            }
        }
        if ($this->option('json')) {
            Terminal::json(array_map(fn (Job $job) => JobText::forJson($job->status()), $jobs));
        }
    }

    private function jobCancelCommand(array $ids): void
    {
        $grace = $this->option('grace', [Options::class, 'seconds']) ?? 10.0;
        $jobs = $this->jobs($ids);
        foreach ($jobs as $job) {
            $this->attempt(function () use ($job, $grace): void {
                if (!$job->cancel($grace)) {
                    Terminal::complain("{$job->id()}: could not be ended in time");
                    $this->result = $this->result ?: EXIT_FAILURE;
                }
            });
        }
        if ($this->option('json')) {
            Terminal::json(array_map(fn (Job $job) => JobText::forJson($job->status()), $jobs));
        }
    }

    private function jobRetryCommand(array $operands): void
    {
        $job = $this->oneJob($operands);
        $again = $job ? $this->jobManager()->retry($job->id()) : null;
        if ($again) {
            $this->jobStarted($again);
        } elseif ($job) {
            /* The job was removed after oneJob() had found it. */
            $this->unknown($job->id());
        }
    }

    private function jobCleanupCommand(array $operands): void
    {
        self::noOperands($operands, 'job cleanup');
        $removed = $this->jobManager()->cleanup();
        if ($this->option('json')) {
            Terminal::json(['removed' => $removed]);
        } else {
            Terminal::write($removed . ($removed === 1 ? " job removed\n" : " jobs removed\n"));
        }
    }

    private function jobReportCommand(array $operands): void
    {
        self::noOperands($operands, 'job report');
        if (array_intersect_key($this->options, array_flip(['progress', 'text', 'log', 'finish', 'result', 'fail'])) === []) {
            throw new UsageError('job report needs something to report');
        }
        if ($this->option('fail') !== null && ($this->option('finish') || $this->option('result') !== null)) {
            throw new UsageError('job report: the work has either succeeded or failed');
        }
        $progress = $this->option('progress', [self::class, 'percent']);
        $result = $this->option('result');
        $value = $result === null ? null : json_decode($result);
        if ($result !== null && json_last_error() !== JSON_ERROR_NONE) {
            throw new UsageError('option --result must be JSON, not "' . Text::escape($result) . '"');
        }
        $context = JobManager::current();
        if (!$context) {
            Terminal::complain('this is no job: BGPROC_NOTIFY and BGPROC_JOB are not set');
            $this->result = EXIT_FAILURE;
            return;
        }
        if ($progress !== null || $this->option('text') !== null) {
            $context->update($progress, $this->option('text'));
        }
        if ($this->option('log') !== null) {
            $context->log($this->option('log'));
        }
        if ($this->option('fail') !== null) {
            self::reportFailure($context, $this->option('fail'));
        }
        if ($this->option('finish') || $result !== null) {
            $context->finish($value);
        }
    }

    /** fail() ends the script with a failure. But this command has succeeded when the report was sent, so it exits with 0. */
    private static function reportFailure(JobContext $context, string $reason): never
    {
        $heard = true;
        register_shutdown_function(function () use (&$heard): void {
            exit($heard ? EXIT_OK : EXIT_FAILURE);
        });
        try {
            $context->fail($reason);
        } catch (\Throwable $error) {
            $heard = false;
            throw $error;
        }
    }

    private static function percent(string $word, string $option): float
    {
        if (!preg_match('/^-?(\d+(\.\d*)?|\.\d+)$/D', $word)) {
            throw new UsageError("option $option must be a number, not \"" . Text::escape($word) . '"');
        }
        return (float) $word;
    }
}
