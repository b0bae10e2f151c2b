<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

final class Options
{
    /**
     * @param list<string> $words
     * @param array<string, string> $table
     * @param array<string, string> $elsewhere options that this command does not have, and what to use instead
     *
     * @return array{array<string, mixed>, list<string>} values by long name, and the words that are no options
     */
    public static function parse(array $words, array $table, bool $permute, array $elsewhere = []): array
    {
        $known = self::names($table);
        $values = $operands = [];
        while ($words !== []) {
            $word = array_shift($words);
            if ($word === '--') {
                break;
            }
            if ($word === '' || $word[0] !== '-' || $word === '-') {
                $operands[] = $word;
                if (!$permute) {
                    break;
                }
                continue;
            }
            /* -fn20 is -f -n 20. */
            if ($word[1] !== '-' && strlen($word) > 2 && $word[2] !== '=' && isset($known[substr($word, 0, 2)])) {
                $rest = substr($word, 2);
                $word = substr($word, 0, 2);
                array_unshift($words, $known[$word]['value'] ? $rest : "-$rest");
            }
            [$name, $value] = explode('=', $word, 2) + [1 => null];
            $option = $known[$name] ?? throw new UsageError(self::unknown($name, array_keys($known), $elsewhere));
            if (!$option['value']) {
                if ($value !== null) {
                    throw new UsageError("option $name takes no value");
                }
                $values[$option['long']] = true;
                continue;
            }
            $value ??= array_shift($words) ?? throw new UsageError("option $name needs a value");
            if ($option['many']) {
                $values[$option['long']][] = $value;
            } elseif (isset($values[$option['long']])) {
                throw new UsageError("option $name was given twice");
            } else {
                $values[$option['long']] = $value;
            }
        }
        return [$values, array_merge($operands, $words)];
    }

    private static function unknown(string $name, array $known, array $elsewhere): string
    {
        $text = 'unknown option ' . Text::escape($name);
        return isset($elsewhere[$name]) ? "$text: $elsewhere[$name]" : $text . Suggestion::for($name, $known);
    }

    /** @return array<string, array{long: string, value: bool, many: bool}> by what is typed: "--lines" and "-n" */
    public static function names(array $table): array
    {
        $known = [];
        foreach (array_keys($table) as $text) {
            preg_match('/^(?:(-\w), )?--([\w-]+)(=.*?)?(\.\.\.)?$/', $text, $match);
            $option = ['long' => $match[2], 'value' => ($match[3] ?? '') !== '', 'many' => isset($match[4])];
            $known['--' . $match[2]] = $option;
            if ($match[1] !== '') {
                $known[$match[1]] = $option;
            }
        }
        return $known;
    }

    /** NAME=VALUE, many times. */
    public static function pairs(array $words, string $option): array
    {
        $pairs = [];
        foreach ($words as $word) {
            [$name, $value] = explode('=', $word, 2) + [1 => null];
            if ($name === '' || $value === null) {
                throw new UsageError("option $option must be NAME=VALUE, not \"" . Text::escape($word) . '"');
            }
            $pairs[$name] = $value;
        }
        return $pairs;
    }

    public static function integer(string $word, string $option): int
    {
        if (!preg_match('/^-?\d+$/D', $word) || !is_int($word + 0)) {
            throw new UsageError("option $option must be a whole number, not \"" . Text::escape($word) . '"');
        }
        return (int) $word;
    }

    /* Longest first, so that "ms" is not read as "m". */
    private const UNITS = ['ms' => 0.001, 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, 'w' => 604800];

    /** "90", "1.5", "90s", "5m", "1h30m". */
    public static function seconds(string $word, string $option): float
    {
        if (preg_match('/^(\d+(\.\d*)?|\.\d+)$/D', $word)) {
            return (float) $word;
        }
        if (!preg_match('/^((\d+(\.\d+)?|\.\d+)(ms|[smhdw]))+$/D', $word)) {
            throw new UsageError("option $option must be a time such as 90, 90s, 5m, 2h or 1h30m, not \"" . Text::escape($word) . '"');
        }
        $seconds = 0.0;
        preg_match_all('/([\d.]+)(ms|[smhdw])/', $word, $parts, PREG_SET_ORDER);
        foreach ($parts as [, $number, $unit]) {
            $seconds += (float) $number * self::UNITS[$unit];
        }
        return $seconds;
    }

    /** A time, for options of the classes that take whole seconds. */
    public static function wholeSeconds(string $word, string $option): int
    {
        $seconds = self::seconds($word, $option);
        if ($seconds !== floor($seconds) || $seconds >= PHP_INT_MAX) {
            throw new UsageError("option $option must be a whole number of seconds, not \"" . Text::escape($word) . '"');
        }
        return (int) $seconds;
    }

    /** A time ago ("5m"), or a date and time, as seconds since the epoch. */
    public static function past(string $word, string $option): float
    {
        if (preg_match('/^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?)?$/D', $word) && strtotime($word) !== false) {
            return (float) strtotime($word);
        }
        return microtime(true) - self::seconds($word, $option);
    }

    /** "1000", "64K", "10M", "1G". */
    public static function bytes(string $word, string $option): int
    {
        if (!preg_match('/^(\d{1,15})([KMG]?)(i?B)?$/Di', $word, $match)) {
            throw new UsageError("option $option must be a number of bytes such as 65536, 64K, 10M or 1G, not \"" . Text::escape($word) . '"');
        }
        $shift = ['' => 0, 'K' => 10, 'M' => 20, 'G' => 30][strtoupper($match[2])];
        return min((int) $match[1], PHP_INT_MAX >> $shift) << $shift;
    }

    /** A number of lines. */
    public static function lines(string $word, string $option): int
    {
        if (!preg_match('/^\d{1,18}$/D', $word)) {
            throw new UsageError("option $option must be a number of lines, not \"" . Text::escape($word) . '"');
        }
        return (int) $word;
    }

    public static function octal(string $word, string $option): int
    {
        if (!preg_match('/^[0-7]{1,5}$/D', $word)) {
            throw new UsageError("option $option must be an octal number, not \"" . Text::escape($word) . '"');
        }
        return (int) octdec($word);
    }

    /** soft and hard limit of "1024", "unlimited" or "1024:4096". */
    public static function limit(string $word): array
    {
        $limits = array_map(
            fn (string $text) => $text === 'unlimited' ? $text : self::integer($text, '--limit'),
            explode(':', $word)
        );
        return count($limits) === 1 ? [$limits[0], $limits[0]] : $limits;
    }

    public static function account(string $word): string|int
    {
        return preg_match('/^\d{1,10}$/D', $word) ? (int) $word : $word;
    }
}
