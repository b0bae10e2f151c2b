<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

final class Table
{
    /* What other columns are never cut below, so that one can still tell what they are. */
    private const CELL_MIN = 4;
    /* A state is whole in so many; a column that is wider is cut before one that may go is dropped. */
    private const CELL_GOOD = 9;

    /**
     * @param array<string, string> $columns title => "left", "right" (numbers, never cut), "text" (these share at least half
     *     of the line); with "?" behind it the column may go where there is no room for all
     * @param list<list<string>> $rows escaped texts
     * @param array<int, string> $colours of the second column, by row
     */
    public static function text(array $columns, array $rows, array $colours = [], bool $full = false): string
    {
        $width = $full ? 0 : Terminal::size()[1];
        $titles = array_keys($columns);
        $kinds = array_values($columns);
        array_unshift($rows, $titles);
        $widths = [];
        foreach ($kinds as $i => $kind) {
            $widths[$i] = max(array_map(fn (array $row) => Text::width($row[$i]), $rows));
        }
        if ($width > 0) {
            $widths = self::fit($widths, $kinds, $width);
        }
        $last = array_key_last($widths);
        $text = '';
        foreach ($rows as $number => $row) {
            $line = [];
            foreach ($widths as $i => $columnsOf) {
                $cell = self::cell($row[$i], $columnsOf);
                $space = str_repeat(' ', max(0, $columnsOf - Text::width($cell)));
                $line[$i] = str_starts_with($kinds[$i], 'right') ? $space . $cell : ($i === $last ? $cell : $cell . $space);
            }
            $text .= self::coloured($line, $width, $colours[$number - 1] ?? '') . "\n";
        }
        return $text;
    }

    /**
     * Widths with which a line fits; a column that has gone has none.
     *
     * @param array<int, int> $widths
     * @param list<string> $kinds
     *
     * @return array<int, int>
     */
    private static function fit(array $widths, array $kinds, int $width): array
    {
        $texts = array_filter($widths, fn (int $i) => $kinds[$i] === 'text', ARRAY_FILTER_USE_KEY);
        $others = array_diff_key($widths, $texts);
        $wanted = array_sum($texts) + 2 * (count($texts) - 1);
        $room = fn (array $others) => $width - array_sum($others) - 2 * count($others);
        $least = min($wanted, intdiv($width + 1, 2));
        foreach ([self::CELL_GOOD, self::CELL_MIN] as $cell) {
            /* The widest first; numbers stay whole. The first column is the key, which is of no use when it is cut. */
            while ($room($others) < $least) {
                $cut = array_filter($others, fn (int $columns, int $i) => $i > 0 && $kinds[$i] === 'left' && $columns > $cell, ARRAY_FILTER_USE_BOTH);
                if ($cut === []) {
                    break;
                }
                $others[array_search(max($cut), $cut, true)]--;
            }
            if ($cell === self::CELL_GOOD) {
                $optional = array_filter(array_keys($others), fn (int $i) => str_ends_with($kinds[$i], '?'));
                while ($room($others) < $least && $optional !== []) {
                    unset($others[array_pop($optional)]);
                }
            }
        }
        $widths = self::share($texts, max(0, $room($others) - 2 * (count($texts) - 1))) + $others;
        ksort($widths);
        return $widths;
    }

    /** Gives texts what they need, the longer ones equal parts of what is left. */
    private static function share(array $texts, int $room): array
    {
        asort($texts);
        $left = count($texts);
        foreach ($texts as $i => $wanted) {
            $texts[$i] = min($wanted, intdiv($room, $left--));
            $room -= $texts[$i];
        }
        return $texts;
    }

    /** "timed_out (SIGTERM)" becomes "timed_out" before a letter of the state goes. */
    private static function cell(string $cell, int $columns): string
    {
        $bracket = strrpos($cell, ' (');
        if (Text::width($cell) > $columns && $bracket !== false && $bracket <= $columns && str_ends_with($cell, ')')) {
            return substr($cell, 0, $bracket);
        }
        return Text::fit($cell, $columns);
    }

    private static function coloured(array $line, int $width, string $colour): string
    {
        $text = implode('  ', $line);
        if ($width > 0 && Text::width($text) > $width) {
            return Text::fit($text, $width);
        }
        if ($colour !== '' && Terminal::hasColour()) {
            $line[1] = "\e[{$colour}m{$line[1]}\e[0m";
        }
        return implode('  ', $line);
    }
}
