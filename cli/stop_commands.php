<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\State;

/** The commands that end processes, signal them or remove their records. */
trait StopCommands
{
    private function stopCommand(array $keys): void
    {
        $grace = $this->option('grace', [Options::class, 'seconds']) ?? 10.0;
        $signal = Signals::parse($this->option('signal') ?? 'TERM');
        if ($this->option('all')) {
            self::noOperands($keys, 'stop --all');
            if ($this->option('signal') !== null) {
                throw new UsageError('stop --all takes no --signal');
            }
            $all = $this->forUsers(fn () => $this->stopAll($grace));
            if ($this->option('json')) {
                $this->printRecords(array_merge(...array_values($all)));
            }
            return;
        }
        $processes = $this->load($keys);
        foreach ($processes as $process) {
            $this->attempt(fn () => $process->stop($grace, $signal));
        }
        $this->tellSurvivors($processes);
        if ($this->option('json')) {
            $this->printRecords(array_map(fn (\BackgroundProcess $process) => $process->getMeta(), $processes));
        }
    }

    /** @return list<array> the records of the processes that stopAll() tried to stop */
    private function stopAll(float $grace): array
    {
        $processes = $this->manager('')->listProcesses(['state' => [State::Delayed, State::Starting, State::Running]]);
        $this->manager('')->stopAll($grace);
        $this->tellSurvivors($processes);
        return array_map(fn (\BackgroundProcess $process) => $process->getMeta(), $processes);
    }

    private function tellSurvivors(array $processes): void
    {
        foreach ($processes as $process) {
            if ($process->isRunning() || $process->getMeta()['survivors'] > 0) {
                Terminal::complain("{$process->getKey()}: something could not be ended in time");
                $this->result = $this->result ?: EXIT_FAILURE;
            }
        }
    }

    private function signalCommand(array $operands): void
    {
        $signal = Signals::parse(array_shift($operands) ?? throw new UsageError('signal needs a signal and a key'));
        foreach ($this->load($operands) as $process) {
            $this->attempt(fn () => $process->signal($signal));
        }
    }

    private function killCommand(array $keys): void
    {
        $signal = $this->option('signal') === null ? null : Signals::parse($this->option('signal'));
        if ($signal !== null && $signal !== Signals::parse('KILL')) {
            foreach ($this->load($keys) as $process) {
                $this->attempt(fn () => $process->signal($signal));
            }
            return;
        }
        $processes = $this->load($keys);
        foreach ($processes as $process) {
            $this->attempt(fn () => $process->stop(0.0, Signals::parse('KILL')));
        }
        $this->tellSurvivors($processes);
    }

    private function rmCommand(array $keys): void
    {
        foreach ($this->load($keys) as $process) {
            if ($this->option('force') && !$process->stop(0.0, Signals::parse('KILL'))) {
                Terminal::complain("{$process->getKey()}: something could not be ended in time");
                $this->result = $this->result ?: EXIT_FAILURE;
                continue;
            }
            $this->attempt(fn () => $this->manager('')->removeProcess($process->getKey()));
        }
    }

    /** Calls $act. A state that does not allow it is reported, and the command continues with the next process. */
    private function attempt(callable $act): void
    {
        try {
            $act();
        } catch (\Bgproc\StateException $exception) {
            Terminal::complain(Text::escape($exception->getMessage()));
            $this->result = $this->result ?: EXIT_FAILURE;
        }
    }

    private function pruneCommand(array $operands): void
    {
        self::noOperands($operands, 'prune');
        $age = $this->option('older-than', [Options::class, 'wholeSeconds']) ?? 0;
        $removed = array_sum($this->forUsers(fn () => $this->manager('')->prune($age)));
        if ($this->option('json')) {
            Terminal::json(['removed' => $removed]);
        } else {
            Terminal::write($removed . ($removed === 1 ? " record removed\n" : " records removed\n"));
        }
    }
}
