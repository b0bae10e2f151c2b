<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

final class Table
{
    /** The last column may be cut, but not below this. */
    private const LAST_MIN = 10;

    /**
     * @param array<string, string> $columns title => "left" or "right"
     * @param list<list<string>> $rows escaped texts
     * @param array<int, string> $colours of the second column, by row
     */
    public static function text(array $columns, array $rows, array $colours = []): string
    {
        [, $width] = Terminal::size();
        $aligns = array_values($columns);
        $last = count($aligns) - 1;
        array_unshift($rows, array_keys($columns));
        $widths = [];
        foreach ($aligns as $i => $align) {
            $widths[$i] = max(array_map(fn (array $row) => Text::width($row[$i]), $rows));
        }
        if ($width > 0) {
            /* A generated key has 40 columns: those stay whole. */
            $widths[0] = min($widths[0], max(40, intdiv($width, 2)));
            $widths[$last] = max(self::LAST_MIN, $width - array_sum(array_slice($widths, 0, $last)) - 2 * $last);
        }
        $text = '';
        foreach ($rows as $number => $row) {
            $line = [];
            foreach ($row as $i => $cell) {
                $cell = Text::fit($cell, $widths[$i]);
                $space = str_repeat(' ', max(0, $widths[$i] - Text::width($cell)));
                $line[] = $aligns[$i] === 'right' ? $space . $cell : ($i === $last ? $cell : $cell . $space);
            }
            $text .= self::coloured($line, $width, $colours[$number - 1] ?? '') . "\n";
        }
        return $text;
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
