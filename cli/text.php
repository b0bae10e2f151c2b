<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\Job;

final class Text
{
    private const WIDE = '/[\x{1100}-\x{115F}\x{2E80}-\x{303E}\x{3041}-\x{A4CF}\x{AC00}-\x{D7A3}\x{F900}-\x{FAFF}'
        . '\x{FE30}-\x{FE6F}\x{FF00}-\x{FF60}\x{FFE0}-\x{FFE6}\x{1F300}-\x{1F64F}\x{1F680}-\x{1F6FF}\x{1F900}-\x{1F9FF}'
        . '\x{20000}-\x{3FFFD}]/u';

    public static function isUtf8Locale(): bool
    {
        foreach (['LC_ALL', 'LC_CTYPE', 'LANG'] as $name) {
            $value = (string) getenv($name);
            if ($value !== '') {
                return preg_match('/utf-?8/i', $value) === 1;
            }
        }
        return false;
    }

    /**
     * Nothing in the result can move the cursor, change colours or the direction of writing: control and format
     * characters and bytes that are no UTF-8 become \n, \xNN or \u{NNNN}; all beyond ASCII where the locale has no UTF-8.
     */
    public static function escape(string $text): string
    {
        $sequence = '[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xED[\x80-\x9F][\x80-\xBF]'
            . '|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2}';
        $named = ["\n" => '\n', "\r" => '\r', "\t" => '\t', "\e" => '\e'];
        $plain = self::isUtf8Locale();

        return preg_replace_callback(
            "/$sequence|[\\x00-\\x1F\\x7F-\\xFF]/",
            function (array $match) use ($named, $plain): string {
                $found = $match[0];
                if (strlen($found) === 1) {
                    return $named[$found] ?? sprintf('\x%02X', ord($found));
                }
                if ($plain && !preg_match('/[\p{C}\p{Zl}\p{Zp}]/u', $found)) {
                    return $found;
                }
                return sprintf('\u{%X}', self::codePoint($found));
            },
            $text
        );
    }

    private static function codePoint(string $sequence): int
    {
        $code = ord($sequence[0]) & (0x7F >> strlen($sequence));
        for ($i = 1; $i < strlen($sequence); $i++) {
            $code = $code << 6 | ord($sequence[$i]) & 0x3F;
        }
        return $code;
    }

    /** escape(), but line by line. */
    public static function escapeLines(string $text): string
    {
        return implode("\n", array_map([self::class, 'escape'], explode("\n", $text)));
    }

    /** The last lines; a last line without a newline counts too. */
    public static function lastLines(string $text, int $lines): string
    {
        $at = strlen($text) - (str_ends_with($text, "\n") ? 1 : 0);
        for ($i = 0; $i < $lines && $at >= 0; $i++) {
            $end = $at > 0 ? strrpos(substr($text, 0, $at), "\n") : false;
            $at = $end === false ? -1 : $end;
        }
        return $lines === 0 ? '' : substr($text, $at + 1);
    }

    /** Columns of an escaped text on a terminal. */
    public static function width(string $text): int
    {
        if (!preg_match('/[\x80-\xFF]/', $text)) {
            return strlen($text);
        }
        return (int) preg_match_all('/[^\p{Mn}\p{Me}]/u', $text) + (int) preg_match_all(self::WIDE, $text);
    }

    /** At most $width columns, with a mark where something was cut off. */
    public static function fit(string $text, int $width): string
    {
        if (self::width($text) <= $width) {
            return $text;
        }
        $mark = self::isUtf8Locale() ? '…' : '~';
        $kept = '';
        preg_match_all('/./us', $text, $characters);
        foreach ($characters[0] as $character) {
            if (self::width($kept . $character) > $width - 1) {
                break;
            }
            $kept .= $character;
        }
        return $width > 0 ? $kept . $mark : '';
    }

    /** A command line as a user would type it. */
    public static function command(string|array $commandline): string
    {
        if (is_string($commandline)) {
            return self::escape($commandline);
        }
        return self::escape(implode(' ', array_map(
            fn (string $word) => preg_match('~^[\w./:=@%+,-]+$~D', $word) ? $word : "'" . str_replace("'", "'\\''", $word) . "'",
            $commandline
        )));
    }

    public static function age(float $seconds): string
    {
        foreach ([[100, 1, 's'], [6000, 60, 'm'], [172800, 3600, 'h']] as [$below, $unit, $letter]) {
            if ($seconds < $below) {
                return (int) ($seconds / $unit) . $letter;
            }
        }
        return (int) ($seconds / 86400) . 'd';
    }

    public static function bytes(int $bytes): string
    {
        $units = ['B', 'K', 'M', 'G', 'T'];
        for ($i = 0, $value = (float) $bytes; $value >= 1024 && $i < 4; $i++) {
            $value /= 1024;
        }
        return $i === 0 ? "{$bytes}B" : sprintf($value < 9.95 ? '%.1f%s' : '%.0f%s', $value, $units[$i]);
    }
}

/** A job on the screen. */
final class JobText
{
    public const STATUS_TO_EXIT = ['succeeded' => EXIT_OK, 'failed' => EXIT_FAILURE, 'stopped' => EXIT_ENDED_BY_US, 'timed_out' => EXIT_ENDED_BY_US,
        'lost' => EXIT_LOST];

    private const BAR = 20;

    public static function forJson(array $status): array
    {
        return array_replace($status, ['labels' => (object) $status['labels']]);
    }

    /** One line: a bar, the percentage and the status text of the job. */
    public static function line(Job $job): string
    {
        $done = intdiv($job->progress() * self::BAR, 100);
        $bar = str_repeat('#', $done) . str_repeat('.', self::BAR - $done);
        return sprintf('[%s] %3d %%  %s  %s', $bar, $job->progress(), $job->state()->value, Text::escape(trim($job->text())));
    }

    /** Waits, and shows the progress of the job on a terminal. */
    public static function wait(Job $job, ?float $seconds, bool $show): bool
    {
        $deadline = $seconds === null ? INF : hrtime(true) / 1e9 + $seconds;
        if (!$show) {
            return $job->wait($seconds);
        }
        do {
            $left = max(0.0, $deadline - hrtime(true) / 1e9);
            $ended = $job->wait(min($left, FOLLOW_SECONDS));
            @fwrite(STDERR, "\r\e[K" . Text::fit(self::line($job), max(20, Terminal::size()[1] - 1)));
        } while (!$ended && $left > 0);
        @fwrite(STDERR, "\n");
        return $ended;
    }
}
