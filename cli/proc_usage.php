<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/** Processor time and memory of the processes of a tree, from /proc. */
final class Usage
{
    /* USER_HZ, the same on every Linux. */
    private const TICKS = 100;

    /** @var array<int, list<int>> children by parent */
    private array $children = [];
    /** @var array<int, array{string, float, bool}> by pid: name, processor seconds (with those of children waited for), zombie */
    private array $processes = [];

    public function __construct()
    {
        foreach (@scandir('/proc') ?: [] as $name) {
            $stat = preg_match('/^[1-9]\d*$/D', $name) ? (string) @file_get_contents("/proc/$name/stat") : '';
            /* The name is in parentheses and may contain any character, also parentheses. */
            $close = strrpos($stat, ')');
            if ($close === false) {
                continue;
            }
            $fields = explode(' ', substr($stat, $close + 2));
            $command = substr($stat, strpos($stat, '(') + 1, $close - strpos($stat, '(') - 1);
            $this->children[(int) $fields[1]][] = (int) $name;
            $this->processes[(int) $name] = [$command, array_sum(array_slice($fields, 11, 4)) / self::TICKS, $fields[0] === 'Z'];
        }
    }

    /**
     * The descendants of a supervisor, without those of another supervisor (short name "bgproc") among them: these belong to the
     * background process of that supervisor.
     *
     * @return array{float, int, int} processor seconds, bytes of memory, number of processes
     */
    public function of(int $supervisor): array
    {
        $cpu = 0.0;
        $memory = $count = 0;
        $next = $this->children[$supervisor] ?? [];
        while ($next !== []) {
            $pid = array_pop($next);
            [$name, $seconds, $dead] = $this->processes[$pid];
            if ($name === 'bgproc') {
                continue;
            }
            $cpu += $seconds;
            $memory += self::memory($pid);
            $count += $dead ? 0 : 1;
            array_push($next, ...($this->children[$pid] ?? []));
        }
        return [$cpu, $memory, $count];
    }

    private static function memory(int $pid): int
    {
        $status = (string) @file_get_contents("/proc/$pid/status");
        return preg_match('/^VmRSS:\s*(\d+) kB/m', $status, $match) ? (int) $match[1] * 1024 : 0;
    }
}
