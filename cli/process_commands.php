<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\State;

/** The commands that show processes or wait for them. */
trait ProcessCommands
{
    private function psCommand(array $operands): void
    {
        if (!$this->option('all')) {
            $this->options += ['state' => ['delayed,starting,running']];
        }
        $this->listCommand($operands);
    }

    private function listCommand(array $operands): void
    {
        self::noOperands($operands, $this->command);
        $metas = $this->metas($this->filter() + ($this->option('scope') === null ? [] : ['scope' => $this->option('scope')]));
        if ($this->option('json')) {
            $this->printRecords($metas);
            return;
        }
        if ($this->option('quiet')) {
            Terminal::write(implode('', array_map(fn (array $meta) => "{$meta['key']}\n", $metas)));
            return;
        }
        $rows = [];
        foreach ($metas as $meta) {
            $rows[] = [
                $this->shortKey($meta['key']), Record::state($meta), ...$this->userCell($meta), (string) ($meta['pid'] ?? '-'), Text::age(Record::age($meta)),
                Text::command($meta['commandline']),
            ];
        }
        $columns = ['KEY' => 'left', 'STATE' => 'left'] + ($this->option('all-users') ? ['USER' => 'left'] : [])
            + ['PID' => 'right?', 'AGE' => 'right?', 'COMMAND' => 'text'];
        Terminal::write(Table::text($columns, $rows, array_map([Record::class, 'colour'], $metas), (bool) $this->option('full')));
    }

    /** LIST_OPTIONS as a filter for the classes, except the scope. */
    private function filter(): array
    {
        $filter = ['prefix' => $this->option('prefix') ?? ''];
        foreach ($this->option('state') ?? [] as $states) {
            foreach (explode(',', $states) as $state) {
                $filter['state'][] = self::state($state);
            }
        }
        if ($this->option('label') !== null) {
            $filter['labels'] = $this->option('label', [Options::class, 'pairs']);
        }
        return $filter;
    }

    /** @return list<string> the cell that --all-users adds */
    private function userCell(array $meta): array
    {
        return $this->option('all-users') ? [Text::escape($meta['user'])] : [];
    }

    private static function state(string $name): State
    {
        $known = array_map(fn (State $state) => $state->value, State::cases());
        return State::tryFrom($name) ?? throw new UsageError('unknown state "' . Text::escape($name) . '"'
            . (Suggestion::for($name, $known) ?: '; the states are ' . implode(', ', $known)));
    }

    /** @return list<array> oldest first */
    private function metas(array $filter): array
    {
        $all = $this->forUsers(fn () => array_values(array_filter(array_map([Record::class, 'of'], $this->manager('')->listProcesses($filter)))));
        $metas = [];
        foreach ($all as $user => $some) {
            $name = $this->option('all-users') ? ['user' => Users::name($user)] : [];
            $metas = [...$metas, ...array_map(fn (array $meta) => $meta + $name, $some)];
        }
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

    private function waitCommand(array $keys): void
    {
        $timeout = $this->option('timeout', [Options::class, 'seconds']);
        $processes = $this->load($keys);
        $deadline = $timeout === null ? null : hrtime(true) / 1e9 + $timeout;
        Signals::exitOn();
        /* The streams keep every record from being removed unread while wait() waits for another process. */
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
}
