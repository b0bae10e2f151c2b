<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

final class Terminal
{
    /** @param resource $stream */
    public static function write(string $bytes, $stream = STDOUT): void
    {
        while ($bytes !== '') {
            error_clear_last();
            $written = @fwrite($stream, $bytes);
            if ($written === false || $written === 0) {
                $why = error_get_last()['message'] ?? 'nothing was written';
                /* The reader has closed its end, as "| head" does: not an error. */
                if (!str_contains($why, 'Broken pipe')) {
                    self::complain("cannot write the output: $why");
                }
                exit(EXIT_FAILURE);
            }
            $bytes = substr($bytes, $written);
        }
    }

    public static function complain(string $text): void
    {
        @fwrite(STDERR, "bgproc: $text\n");
    }

    public static function isTty(): bool
    {
        return stream_isatty(STDOUT);
    }

    public static function hasColour(): bool
    {
        return self::isTty() && (string) getenv('NO_COLOR') === '' && getenv('TERM') !== 'dumb';
    }

    /** Lines and columns; 0 when the output must not be cut. */
    public static function size(): array
    {
        $size = [0, 0];
        if (self::isTty()) {
            /* PHP has no function for the size, so stty is called, without a shell. */
            $stty = @proc_open(['stty', 'size'], [STDOUT, ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
            if ($stty !== false) {
                if (sscanf((string) stream_get_contents($pipes[1]), '%d %d', $lines, $columns) === 2) {
                    $size = [$lines, $columns];
                }
                proc_close($stty);
            }
            $size = [$size[0] ?: 24, $size[1] ?: 80];
        }
        $columns = (string) getenv('COLUMNS');
        return [$size[0], preg_match('/^[1-9]\d{0,4}$/D', $columns) ? (int) $columns : $size[1]];
    }

    public static function json(mixed $value): void
    {
        /* Without JSON_UNESCAPED_UNICODE, so that no control character reaches a terminal. JSON does not escape DEL. */
        $flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR;
        self::write(str_replace("\x7F", '\u007f', json_encode($value, $flags)) . "\n");
    }
}
