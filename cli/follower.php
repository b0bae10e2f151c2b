<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/** Follows captured output: returns what is new since the previous read. */
final class Follower
{
    private const TRIES = 10;

    /**
     * Reads the output until two reads agree. A single read may happen while the supervisor moves the end of the file to its
     * start, and would return a mixture.
     */
    public static function look(callable $read): string
    {
        $output = $read();
        for ($i = 0; $i < self::TRIES; $i++) {
            $again = $read();
            if (strncmp($again, $output, strlen($output)) === 0) {
                return $again;
            }
            $output = $again;
        }
        return $output;
    }

    /* After the supervisor has cut the file, next() searches for the last bytes shown: first for many, then for fewer. */
    private const NEEDLES = [65536, 4096, 256];

    private string $seen = '';

    public function next(string $output): string
    {
        $seen = $this->seen;
        $this->seen = $output;
        if (strncmp($output, $seen, strlen($seen)) === 0) {
            return substr($output, strlen($seen));
        }
        /* The start of the output was dropped. The end of what was shown is still in it, or was dropped too. */
        foreach (self::NEEDLES as $length) {
            $needle = substr($seen, -min(strlen($seen), $length));
            $at = strpos($output, $needle);
            if ($at !== false) {
                return substr($output, $at + strlen($needle));
            }
        }
        Terminal::complain('some output was dropped before it could be shown');
        return $output;
    }
}
