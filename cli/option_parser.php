<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

final class Options
{
    /**
     * @param list<string> $words
     * @param array<string, string> $table
     *
     * @return array{array<string, mixed>, list<string>} values by long name, and the words that are no options
     */
    public static function parse(array $words, array $table, bool $permute): array
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
            [$name, $value] = explode('=', $word, 2) + [1 => null];
            $option = $known[$name] ?? throw new UsageError('unknown option ' . Text::escape($name));
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

    private static function names(array $table): array
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

    public static function seconds(string $word, string $option): float
    {
        if (!preg_match('/^(\d+(\.\d*)?|\.\d+)$/D', $word)) {
            throw new UsageError("option $option must be a number of seconds, not \"" . Text::escape($word) . '"');
        }
        return (float) $word;
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
