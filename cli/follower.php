<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/** Follows captured output: hands out what is new since the last look. */
final class Follower
{
    private const TRIES = 10;

    /**
     * What is there, but nothing from the moment in which the supervisor moves the end of the file to its start: two looks
     * that agree.
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

    /* How much of what was shown is looked for again after the supervisor has cut the file: first much, then less. */
    private const NEEDLES = [65536, 4096, 256];

    private string $seen = '';

    public function next(string $output): string
    {
        $seen = $this->seen;
        $this->seen = $output;
        if (strncmp($output, $seen, strlen($seen)) === 0) {
            return substr($output, strlen($seen));
        }
        /* The front of the output was dropped; the end of what we know is somewhere in it, or dropped too. */
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
