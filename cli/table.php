<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

final class Table
{
    /* Columns of kind "left" are never cut below this width, so that their contents can still be recognized. */
    private const CELL_MIN = 4;
    /* A state fits into this width. Wider columns are cut down to it before an optional column is dropped. */
    private const CELL_GOOD = 9;

    /**
     * @param array<string, string> $columns title => "left", "right" (numbers, never cut), "text" (these share at least half
     *     of the line); "?" at the end: the column is dropped when there is not enough room
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
     * The widths of the columns with which a line fits; a dropped column has no width.
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
            /* The widest first; numbers are not cut. The first column is the key, which is useless when it is cut. */
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

    /** Short texts get the width they need; longer ones share the rest in equal parts. */
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

    /** Drops the part in parentheses before the state itself is cut: "timed_out (SIGTERM)" becomes "timed_out". */
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
