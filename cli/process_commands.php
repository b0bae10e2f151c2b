<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\State;

/** The commands that deal with processes. */
trait ProcessCommands
{
    /* ---- run ---- */

    private function runCommand(array $words): void
    {
        if ($words === []) {
            throw new UsageError('run needs a program');
        }
        if ($this->option('shell') && count($words) > 1) {
            throw new UsageError('run --shell takes one command line: put it in quotes');
        }
        $manager = $this->manager(\BackgroundProcessManager::DEFAULT_KEY_PREFIX, $this->errorLog());
        $process = $manager->createProcess($this->option('shell') ? $words[0] : $words, $this->processOptions());
        if ($this->option('key') !== null) {
            $process->setKey($this->option('key'));
        }
        $process->run();
        if ($this->option('json')) {
            Terminal::json(Record::forJson($process->getMeta()));
        } else {
            Terminal::write($process->getKey() . "\n");
        }
        if ($this->option('wait')) {
            Signals::exitOn();
            $process->wait();
            $this->result = Record::exitCode($process->getMeta());
        }
    }

    private function errorLog(): array
    {
        if ($this->option('no-error-log')) {
            return ['error_log' => null];
        }
        return $this->option('error-log') === null ? [] : ['error_log' => $this->option('error-log')];
    }

    private function processOptions(): array
    {
        $options = array_filter([
            'cwd' => $this->option('cwd'),
            'timeout' => $this->option('timeout', [Options::class, 'seconds']),
            'idle_timeout' => $this->option('idle-timeout', [Options::class, 'seconds']),
            'grace' => $this->option('grace', [Options::class, 'seconds']),
            'output_limit' => $this->option('output-limit', [Options::class, 'integer']),
            'nice' => $this->option('nice', [Options::class, 'integer']),
            'umask' => $this->option('umask', [Options::class, 'octal']),
            'user' => $this->option('user', [Options::class, 'account']),
            'group' => $this->option('group', [Options::class, 'account']),
            'labels' => $this->option('label', [Options::class, 'pairs']),
            'limits' => $this->option('limit', fn (array $words, string $option) => array_map([Options::class, 'limit'], Options::pairs($words, $option))),
            'scope' => $this->option('scope'),
            'stdin' => $this->option('stdin'),
        ], fn (mixed $value) => $value !== null);
        $mode = $this->option('append') ? 'a' : 'w';
        foreach (['stdout', 'stderr'] as $name) {
            if ($this->option($name) !== null) {
                $options[$name] = ['file', $this->option($name), $mode];
            }
        }
        $env = array_fill_keys($this->option('unset-env') ?? [], null) + Options::pairs($this->option('env') ?? [], '--env');
        return $options + [
            'env' => $env,
            'inherit_env' => !$this->option('clear-env'),
            'capture_output' => !$this->option('no-capture') && !isset($options['stdout']) && !isset($options['stderr']),
            'keep' => $this->option('keep', [Options::class, 'integer']) ?? ((int) ini_get('bgproc.keep') ?: KEEP_DEFAULT),
            'confirm' => !$this->option('no-confirm'),
        ];
    }

    /* ---- looking ---- */

    private function listCommand(array $operands): void
    {
        self::noOperands($operands, 'list');
        $filter = ['prefix' => $this->option('prefix') ?? ''];
        foreach ($this->option('state') ?? [] as $state) {
            $filter['state'][] = self::state($state);
        }
        if ($this->option('scope') !== null) {
            $filter['scope'] = $this->option('scope');
        }
        if ($this->option('label') !== null) {
            $filter['labels'] = $this->option('label', [Options::class, 'pairs']);
        }
        $metas = $this->metas($filter);
        if ($this->option('json')) {
            $this->printRecords($metas);
            return;
        }
        $rows = [];
        foreach ($metas as $meta) {
            $rows[] = [
                $meta['key'], Record::state($meta), (string) ($meta['pid'] ?? '-'), Text::age(Record::age($meta)), Text::command($meta['commandline']),
            ];
        }
        $columns = ['KEY' => 'left', 'STATE' => 'left', 'PID' => 'right', 'AGE' => 'right', 'COMMAND' => 'left'];
        Terminal::write(Table::text($columns, $rows, array_map([Record::class, 'colour'], $metas)));
    }

    private static function state(string $name): State
    {
        return State::tryFrom($name) ?? throw new UsageError('unknown state "' . Text::escape($name) . '"; the states are '
            . implode(', ', array_map(fn (State $known) => $known->value, State::cases())));
    }

    /** @return list<array> oldest first */
    private function metas(array $filter): array
    {
        $metas = array_values(array_filter(array_map([Record::class, 'of'], $this->manager('')->listProcesses($filter))));
        usort($metas, fn (array $a, array $b) => [$a['created_us'], $a['key']] <=> [$b['created_us'], $b['key']]);
        return $metas;
    }

    private function showCommand(array $operands): void
    {
        $process = $this->loadOne($operands);
        $meta = $process ? Record::of($process) : null;
        if (!$meta) {
            if ($process) {
                $this->unknown($process->getKey());
            }
        } elseif ($this->option('json')) {
            Terminal::json(Record::forJson($meta));
        } else {
            $text = '';
            foreach (array_filter(self::description($meta), fn (?string $value) => $value !== null && $value !== '') as $name => $value) {
                $text .= sprintf("%-12s %s\n", $name, $value);
            }
            Terminal::write($text);
        }
    }

    /** @return array<string, ?string> */
    private static function description(array $meta): array
    {
        $time = fn (?int $us) => $us === null ? null : date('Y-m-d H:i:s', intdiv($us, 1000000)) . sprintf('.%03d', intdiv($us, 1000) % 1000);
        $labels = array_map(fn (string|int $name, string $value) => Text::escape("$name=$value"), array_keys($meta['labels']), $meta['labels']);
        $usage = $meta['usage'];
        $dropped = $meta['stdout_dropped'] + $meta['stderr_dropped'];
        return [
            'key' => $meta['key'],
            'state' => Record::state($meta),
            'reason' => Text::escape($meta['reason']),
            'pid' => $meta['pid'] === null ? null : "{$meta['pid']} (supervisor)" . ($meta['command_pid'] === null ? '' : ", {$meta['command_pid']} (command)"),
            'command' => Text::command($meta['commandline']),
            'created' => Text::escape($meta['created_at']),
            'started' => $time($meta['started_us']),
            'ended' => $time($meta['ended_us']),
            'exit code' => $meta['exit_code'] === null ? null : (string) $meta['exit_code'],
            'signal' => $meta['signal'] === null ? null : Signals::name($meta['signal']) . ($meta['core_dumped'] ? ', core dumped' : ''),
            'error' => $meta['error'] === null ? null : "{$meta['error']['stage']}: " . Text::escape($meta['error']['message']),
            'usage' => $usage === null ? null : sprintf('%.3f s user, %.3f s system, %s memory', $usage['user_time'], $usage['system_time'], Text::bytes($usage['max_rss'])),
            'output' => $meta['capture'] ? 'captured' . ($dropped > 0 ? ", $dropped bytes dropped" : '') : null,
            'survivors' => $meta['survivors'] > 0 ? (string) $meta['survivors'] : null,
            'alive' => $meta['command_alive'] ? 'the command was alive when the loss was noticed' : null,
            'keep' => $meta['keep'] . ' s',
            'scope' => Text::escape($meta['scope']),
            'labels' => implode(', ', $labels),
        ];
    }

    private function logsCommand(array $operands): void
    {
        $process = $this->loadOne($operands);
        if (!$process) {
            return;
        }
        if (!$process->getMeta()['capture']) {
            Terminal::complain("the output of {$process->getKey()} was not captured");
            $this->result = EXIT_FAILURE;
            return;
        }
        $read = fn () => $this->option('stderr') ? $process->getErrorOutput() : $process->getOutput();
        if (!$this->option('follow')) {
            Terminal::write(Follower::look($read));
            return;
        }
        Signals::exitOn();
        $follower = new Follower();
        do {
            $ended = $process->wait(FOLLOW_SECONDS);
            $output = Follower::look($read);
            /* With keep 0 the file goes with the process; what was written in the last moment goes with it. */
            if (!$ended || $output !== '') {
                Terminal::write($follower->next($output));
            }
        } while (!$ended);
    }

    /* ---- acting ---- */

    private function waitCommand(array $keys): void
    {
        $timeout = $this->option('timeout', [Options::class, 'seconds']);
        $processes = $this->load($keys);
        $deadline = $timeout === null ? null : hrtime(true) / 1e9 + $timeout;
        Signals::exitOn();
        /* Holds on to every record, so that none goes unread while we wait for another. */
        $streams = $metas = [];
        foreach ($processes as $process) {
            $streams[] = $process->getStream();
        }
        foreach ($processes as $process) {
            if (!$process->wait($deadline === null ? null : max(0.0, $deadline - hrtime(true) / 1e9))) {
                Terminal::complain("{$process->getKey()} has not ended");
                $this->result = $this->result ?: EXIT_ENDED_BY_US;
            } else {
                $this->result = $this->result ?: Record::exitCode($process->getMeta());
            }
            $metas[] = $process->getMeta();
        }
        unset($streams);
        if ($this->option('json')) {
            $this->printRecords($metas);
        }
    }

    private function stopCommand(array $keys): void
    {
        $grace = $this->option('grace', [Options::class, 'seconds']) ?? 10.0;
        $signal = Signals::parse($this->option('signal') ?? 'TERM');
        if ($this->option('all')) {
            self::noOperands($keys, 'stop --all');
            if ($this->option('signal') !== null) {
                throw new UsageError('stop --all takes no --signal');
            }
            $processes = $this->manager('')->listProcesses(['state' => [State::Delayed, State::Starting, State::Running]]);
            $this->manager('')->stopAll($grace);
        } else {
            $processes = $this->load($keys);
            foreach ($processes as $process) {
                $this->attempt(fn () => $process->stop($grace, $signal));
            }
        }
        foreach ($processes as $process) {
            if ($process->isRunning() || $process->getMeta()['survivors'] > 0) {
                Terminal::complain("{$process->getKey()}: something could not be ended in time");
                $this->result = $this->result ?: EXIT_FAILURE;
            }
        }
        if ($this->option('json')) {
            $this->printRecords(array_map(fn (\BackgroundProcess $process) => $process->getMeta(), $processes));
        }
    }

    private function signalCommand(array $operands): void
    {
        $signal = Signals::parse(array_shift($operands) ?? throw new UsageError('signal needs a signal and a key'));
        foreach ($this->load($operands) as $process) {
            $this->attempt(fn () => $process->signal($signal));
        }
    }

    /** What one of several does not allow keeps nobody from the others. */
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
        $removed = $this->manager('')->prune($this->option('older-than', [Options::class, 'integer']) ?? 0);
        if ($this->option('json')) {
            Terminal::json(['removed' => $removed]);
        } else {
            Terminal::write($removed . ($removed === 1 ? " record removed\n" : " records removed\n"));
        }
    }
}
