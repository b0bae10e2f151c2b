<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\State;

/** The command "top". */
trait TopCommand
{
    private function topCommand(array $operands): void
    {
        self::noOperands($operands, 'top');
        $interval = $this->option('interval', [Options::class, 'seconds']) ?? 2.0;
        if ($interval < 0.1 || $interval > 86400) {
            throw new UsageError('option --interval must be from 0.1 to 86400 seconds');
        }
        [$rows] = $this->sample([]);
        if ($this->option('json')) {
            Terminal::json($rows);
            return;
        }
        if ($this->option('once') || !Terminal::isTty()) {
            Terminal::write($this->picture($rows));
            return;
        }
        Signals::exitOn(fn () => @fwrite(STDOUT, "\e[?25h\n"));
        /* The cursor is hidden, and every line overwrites the one before, so that nothing flickers. */
        Terminal::write("\e[?25l\e[2J");
        $before = [];
        while (true) {
            [$rows, $before] = $this->sample($before);
            $head = sprintf("bgproc top - %s - %d running\n\n", date('H:i:s'), count($rows));
            $lines = array_slice(explode("\n", $head . $this->picture($rows)), 0, max(4, Terminal::size()[0] - 1));
            Terminal::write("\e[H" . implode("\e[K\n", $lines) . "\e[K\e[J");
            usleep((int) ($interval * 1e6));
        }
    }

    /**
     * @param array<string, array{float, float}> $before time and processor seconds by key, of the last sample
     *
     * @return array{list<array<string, mixed>>, array<string, array{float, float}>}
     */
    private function sample(array $before): array
    {
        $metas = $this->metas(['prefix' => $this->option('prefix') ?? '', 'state' => [State::Starting, State::Running]]);
        $usage = new Usage();
        $now = hrtime(true) / 1e9;
        $rows = $after = [];
        foreach ($metas as $meta) {
            [$cpu, $memory, $count] = $usage->of((int) $meta['pid']);
            $age = Record::age($meta);
            [$then, $used] = $before[$meta['key']] ?? [$now - $age, 0.0];
            $rows[] = [
                'key' => $meta['key'],
                'pid' => $meta['pid'],
                'command_pid' => $meta['command_pid'],
                'state' => $meta['state'],
                'cpu_percent' => $now - $then > 0.05 ? round(max(0.0, $cpu - $used) / ($now - $then) * 100, 1) : 0.0,
                'cpu_seconds' => round($cpu, 2),
                'memory' => $memory,
                'processes' => $count,
                'age' => round($age, 1),
                'commandline' => $meta['commandline'],
            ] + array_intersect_key($meta, ['user' => true]);
            $after[$meta['key']] = [$now, $cpu];
        }
        usort($rows, fn (array $a, array $b) => [$b['cpu_percent'], $a['key']] <=> [$a['cpu_percent'], $b['key']]);
        return [$rows, $after];
    }

    private function picture(array $rows): string
    {
        $columns = ['KEY' => 'left', '%CPU' => 'right', 'TIME' => 'right', 'MEM' => 'right', 'PROCS' => 'right?', 'AGE' => 'right?'];
        $columns += ($this->option('all-users') ? ['USER' => 'left'] : []) + ['COMMAND' => 'text'];
        return Table::text($columns, array_map(fn (array $row) => [
            $this->shortKey($row['key']), sprintf('%.1f', $row['cpu_percent']), sprintf('%.1fs', $row['cpu_seconds']), Text::bytes($row['memory']), (string) $row['processes'],
            Text::age($row['age']), ...$this->userCell($row), Text::command($row['commandline']),
        ], $rows), [], (bool) $this->option('full'));
    }
}
