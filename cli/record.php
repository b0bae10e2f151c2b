<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

final class Record
{
    /** The record of a process; null when the process ended and its record was removed in the meantime. */
    public static function of(\BackgroundProcess $process): ?array
    {
        $meta = $process->getMeta();
        return ($meta['reason'] ?? '') === 'record-removed' ? null : $meta;
    }

    public static function forJson(array $meta): array
    {
        /* An empty array would become a JSON list. */
        return array_replace($meta, ['labels' => (object) $meta['labels']]);
    }

    /** The state, with the stage of the error, the signal or the exit code in parentheses. */
    public static function state(array $meta): string
    {
        if ($meta['state'] === 'failed' || $meta['state'] === 'stopped' || $meta['state'] === 'timed_out') {
            if ($meta['error'] !== null) {
                return "{$meta['state']} ({$meta['error']['stage']})";
            }
            if ($meta['signal'] !== null) {
                return "{$meta['state']} (" . Signals::name($meta['signal']) . ')';
            }
            return $meta['exit_code'] === null ? $meta['state'] : "{$meta['state']} ({$meta['exit_code']})";
        }
        return $meta['state'];
    }

    public static function colour(array $meta): string
    {
        return ['running' => '32', 'starting' => '33', 'stopped' => '33', 'failed' => '31', 'timed_out' => '31', 'lost' => '35'][$meta['state']] ?? '';
    }

    public static function age(array $meta): float
    {
        return max(0.0, microtime(true) - $meta['created_us'] / 1e6);
    }

    /** See "bgproc wait --help". */
    public static function exitCode(array $meta): int
    {
        if ($meta['state'] === 'succeeded') {
            return EXIT_OK;
        }
        if ($meta['state'] === 'lost') {
            return EXIT_LOST;
        }
        if ($meta['error'] !== null) {
            /* ENOENT */
            return $meta['error']['errno'] === 2 ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
        }
        if ($meta['signal'] !== null) {
            return 128 + $meta['signal'];
        }
        return $meta['exit_code'] ?: EXIT_ENDED_BY_US;
    }
}
