<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

final class Signals
{
    /* The numbers of Linux on x86 and ARM, for a PHP without pcntl. */
    private const LINUX = [
        'HUP' => 1, 'INT' => 2, 'QUIT' => 3, 'ILL' => 4, 'TRAP' => 5, 'ABRT' => 6, 'BUS' => 7, 'FPE' => 8, 'KILL' => 9,
        'USR1' => 10, 'SEGV' => 11, 'USR2' => 12, 'PIPE' => 13, 'ALRM' => 14, 'TERM' => 15, 'CHLD' => 17, 'CONT' => 18,
        'STOP' => 19, 'TSTP' => 20, 'TTIN' => 21, 'TTOU' => 22, 'URG' => 23, 'XCPU' => 24, 'XFSZ' => 25, 'VTALRM' => 26,
        'PROF' => 27, 'WINCH' => 28, 'IO' => 29, 'SYS' => 31,
    ];

    /** @return list<string> without SIG */
    public static function names(): array
    {
        return array_keys(self::LINUX);
    }

    private static function number(string $name): int
    {
        return defined("SIG$name") ? constant("SIG$name") : self::LINUX[$name];
    }

    public static function parse(string $word): int
    {
        if (preg_match('/^\d{1,3}$/D', $word)) {
            if ((int) $word === 0) {
                throw new UsageError('signal 0 cannot be sent: "bgproc show KEY" tells whether a process runs');
            }
            return (int) $word;
        }
        $name = preg_replace('/^SIG/', '', strtoupper($word));
        if (!isset(self::LINUX[$name])) {
            throw new UsageError('unknown signal "' . Text::escape($word) . '"' . Suggestion::for($name, self::names()));
        }
        return self::number($name);
    }

    public static function name(int $number): string
    {
        foreach (array_keys(self::LINUX) as $name) {
            if (self::number($name) === $number) {
                return "SIG$name";
            }
        }
        return "signal $number";
    }

    /** After a signal of interruption $last runs, then the tool exits. Without pcntl the signal ends the tool at once. */
    public static function exitOn(?callable $last = null): void
    {
        if (function_exists('pcntl_async_signals')) {
            pcntl_async_signals(true);
            foreach ([SIGINT, SIGTERM, SIGHUP] as $number) {
                pcntl_signal($number, function (int $number) use ($last): void {
                    if ($last) {
                        $last();
                    }
                    exit(128 + $number);
                });
            }
        }
    }
}
