<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/** The command "logs", and following the output, for "run --wait" and "job output -f". */
trait LogsCommand
{
    private function logsCommand(array $keys): void
    {
        $streams = $this->option('stderr') ? ['stderr' => STDOUT] : ['stdout' => STDOUT, 'stderr' => STDERR];
        if ($this->option('stdout')) {
            $streams = $this->option('stderr') ? ['stdout' => STDOUT, 'stderr' => STDERR] : ['stdout' => STDOUT];
        }
        $lines = $this->option('lines', [Options::class, 'lines']);
        $since = $this->option('since', [Options::class, 'past']);
        if ($this->option('follow') && count($keys) !== 1) {
            throw new UsageError('logs --follow takes one key');
        }
        $all = $keys === [] && $since !== null;
        $processes = $all ? $this->captured() : $this->load($keys);
        foreach ($processes as $process) {
            if (!$process->getMeta()['capture']) {
                Terminal::complain("the output of {$process->getKey()} was not captured");
                $this->result = $this->result ?: EXIT_FAILURE;
                continue;
            }
            $wanted = $since === null ? $streams : array_filter($streams, fn (string $name) => $this->lastWrite($process, $name) >= $since, ARRAY_FILTER_USE_KEY);
            if ($this->option('follow')) {
                Signals::exitOn();
                $this->follow($process, $streams, $lines, array_keys($wanted));
                return;
            }
            $this->printOutput($process, $wanted, $lines, $all || count($keys) > 1);
        }
    }

    /** With $title, a line with the key precedes output that is not empty. */
    private function printOutput(\BackgroundProcess $process, array $streams, ?int $lines, bool $title): void
    {
        foreach ($streams as $name => $stream) {
            $output = Follower::look(fn () => self::output($process, $name));
            if ($title && $output !== '') {
                Terminal::write("==> {$process->getKey()} <==\n");
                $title = false;
            }
            Terminal::write($lines === null ? $output : Text::lastLines($output, $lines), $stream);
        }
    }

    /** @return list<\BackgroundProcess> the processes selected by --prefix whose output is captured */
    private function captured(): array
    {
        return array_values(array_filter($this->manager('')->listProcesses(), fn (\BackgroundProcess $process) => $process->getMeta()['capture']));
    }

    private static function output(\BackgroundProcess $process, string $stream): string
    {
        return $stream === 'stderr' ? $process->getErrorOutput() : $process->getOutput();
    }

    /** Seconds since the epoch; 0 when the file does not exist. */
    private function lastWrite(\BackgroundProcess $process, string $stream): float
    {
        $suffix = ['stdout' => '.out', 'stderr' => '.err'][$stream];
        return (float) @filemtime($process->getManager()->getWorkingDirectory() . '/' . $process->getKey() . $suffix);
    }

    /**
     * Prints the present output and then what is added, until the process has ended.
     *
     * @param array<string, resource> $streams where "stdout" and "stderr" go
     * @param int|null $lines print only so many lines of the present output; null: all
     * @param list<string>|null $present the streams whose present output is printed; null: all
     */
    private function follow(\BackgroundProcess $process, array $streams, ?int $lines, ?array $present = null): void
    {
        $followers = array_map(fn () => new Follower(), $streams);
        $first = true;
        do {
            $ended = $process->wait($first ? 0.0 : FOLLOW_SECONDS);
            foreach ($streams as $name => $stream) {
                $output = Follower::look(fn () => self::stillThere($process, $name));
                /* With keep 0 the file is removed when the process ends; output that was not read before is lost. */
                $new = $ended && $output === '' ? '' : $followers[$name]->next($output);
                if ($first && $present !== null && !in_array($name, $present, true)) {
                    continue;
                }
                Terminal::write($first && $lines !== null ? Text::lastLines($new, $lines) : $new, $stream);
            }
            $first = false;
        } while (!$ended);
    }

    /** The output, or '' when it was removed together with the record. */
    private static function stillThere(\BackgroundProcess $process, string $stream): string
    {
        try {
            return self::output($process, $stream);
        } catch (\Bgproc\StateException | \Bgproc\StoreException) {
            return '';
        }
    }
}
