<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\State;

/**
 * Completes the last word of a command line. The scripts of "bgproc completion" call "bgproc __complete -- WORD...", so they
 * offer every option, and the keys that exist.
 */
final class Completion
{
    /* Which processes a command is for. */
    private const NOT_ENDED = ['wait', 'stop', 'signal', 'kill'];
    private const ENDED = ['rm'];
    private const OPERANDS = ['show' => 'keys', 'logs' => 'keys', 'wait' => 'keys', 'stop' => 'keys', 'signal' => 'keys', 'kill' => 'keys', 'rm' => 'keys',
        'job show' => 'jobs', 'job output' => 'jobs', 'job wait' => 'jobs', 'job cancel' => 'jobs', 'job retry' => 'jobs'];
    private const LIMITS = ['core', 'cpu', 'data', 'fsize', 'nofile', 'stack', 'as', 'memlock', 'nproc', 'rss', 'locks', 'msgqueue', 'nice', 'rtprio', 'rttime', 'sigpending'];
    private const MOST = 500;

    private string $command = '';
    /** @var list<string> the words after the command that are no options */
    private array $operands = [];
    private ?string $directory = null;
    /** Whether options may follow. */
    private bool $options = true;
    /** The placeholder of the option whose value comes next. */
    private ?string $value = null;

    /**
     * @param list<string> $words the last one is completed
     *
     * @return list<string> "WORD<TAB>DESCRIPTION" each, then ":" or what the shell adds: ":files", ":directories", ":commands"
     */
    public static function of(array $words): array
    {
        $current = array_pop($words) ?? '';
        $completion = new self();
        foreach ($words as $word) {
            $completion->read($word);
        }
        return $completion->next($current);
    }

    private function table(): array
    {
        if ($this->command === '' || $this->command === 'help') {
            return GLOBAL_OPTIONS + JSON_OPTION + ['--version' => 'show the version'];
        }
        if ($this->command === 'job') {
            return JOB_GLOBAL_OPTIONS + JSON_OPTION;
        }
        return (App::commands()[$this->command]['options'] ?? []) + App::globalOptions($this->command);
    }

    private function read(string $word): void
    {
        if ($this->value !== null) {
            $this->directory = $this->value === '--dir=DIR' ? $word : $this->directory;
            $this->value = null;
        } elseif ($this->options && $word === '--') {
            $this->options = false;
        } elseif ($this->options && str_starts_with($word, '-') && $word !== '-') {
            [$name, $value] = explode('=', $word, 2) + [1 => null];
            $this->value = $value === null ? $this->placeholder($name) : null;
            $this->directory = $name === '--dir' ? $value : $this->directory;
        } elseif (in_array($this->command, ['', 'job'], true)) {
            $this->command = trim("{$this->command} $word");
            $this->command = ALIASES[$this->command] ?? $this->command;
        } else {
            $this->operands[] = $word;
            $this->options = $this->options && !in_array($this->command, ['run', 'job run', 'job call'], true);
        }
    }

    /** The option as it stands in the table, when it takes a value. */
    private function placeholder(string $name): ?string
    {
        foreach (array_keys($this->table()) as $text) {
            if (preg_match('/^(?:(-\w), )?(--[\w-]+)(=.*)?$/', $text, $match) && isset($match[3]) && in_array($name, [$match[1], $match[2]], true)) {
                return $match[2] . $match[3];
            }
        }
        return null;
    }

    /** @return list<string> */
    private function next(string $current): array
    {
        if ($this->value !== null) {
            return self::values($this->value, $current, '');
        }
        if ($this->options && preg_match('/^(--[\w-]+)=(.*)$/sD', $current, $match)) {
            $option = $this->placeholder($match[1]);
            return $option === null ? [':'] : self::values($option, $match[2], "$match[1]=");
        }
        if ($this->options && str_starts_with($current, '-')) {
            return self::matching($this->optionWords(), $current);
        }
        return match (true) {
            $this->command === '' => self::matching(self::abouts(COMMANDS, '') + ['job' => 'Tracked jobs.', 'help' => 'Shows help.'], $current),
            $this->command === 'job' => self::matching(self::abouts(JOB_COMMANDS, 'job '), $current),
            $this->command === 'help' => self::matching(self::abouts(COMMANDS, ''), $current),
            $this->command === 'completion' => self::matching(array_fill_keys(['bash', 'zsh', 'fish'], ''), $current),
            in_array($this->command, ['run', 'job run'], true) => [$this->operands === [] ? ':commands' : ':files'],
            $this->command === 'signal' && $this->operands === [] => self::matching(self::signals(), $current),
            default => self::matching($this->keys(), $current, true),
        };
    }

    /** @return array<string, string> */
    private function optionWords(): array
    {
        $words = [];
        foreach ($this->table() as $option => $about) {
            preg_match('/(--[\w-]+)(=)?/', $option, $match);
            $words[$match[0]] = $about;
        }
        return $words;
    }

    private static function abouts(array $commands, string $before): array
    {
        $words = [];
        foreach ($commands as $name => $command) {
            $words[substr($name, strlen($before))] = preg_replace('/(\.)(\s.*)?$/s', '$1', strtok($command['about'], "\n"), 1);
        }
        return $words;
    }

    private static function signals(): array
    {
        return array_fill_keys(Signals::names(), '');
    }

    /** @return list<string> */
    private static function values(string $option, string $current, string $before): array
    {
        $kind = trim(strstr($option, '='), '=.');
        if (in_array($kind, ['FILE', 'DIR'], true)) {
            return [$kind === 'DIR' ? ':directories' : ':files'];
        }
        if ($kind === 'STATE') {
            /* A list: only the last part of "a,b" is completed. */
            $last = strrpos($current, ',');
            $before .= $last === false ? '' : substr($current, 0, $last + 1);
            $current = $last === false ? $current : substr($current, $last + 1);
        }
        $words = match ($kind) {
            'STATE' => ['delayed', 'starting', 'running', 'succeeded', 'failed', 'timed_out', 'stopped', 'lost'],
            'SIG' => array_keys(self::signals()),
            'USER' => self::accounts('/etc/passwd'),
            'GROUP' => self::accounts('/etc/group'),
            'NAME=SOFT[:HARD]' => array_map(fn (string $name) => "$name=", self::LIMITS),
            default => [],
        };
        $words = array_filter($words, fn (string $word) => str_starts_with($word, $current));
        return [...array_map(fn (string $word) => "$before$word\t", array_values($words)), ':'];
    }

    private static function accounts(string $file): array
    {
        return array_map(fn (string $line) => strstr("$line:", ':', true), @file($file, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) ?: []);
    }

    /** @return array<string, string> descriptions by key */
    private function keys(): array
    {
        $kind = self::OPERANDS[$this->command] ?? null;
        if ($kind === null || !extension_loaded('bgproc')) {
            return [];
        }
        $ended = ['succeeded', 'failed', 'timed_out', 'stopped', 'lost'];
        $states = match (true) {
            in_array($this->command, self::NOT_ENDED, true), $this->command === 'job cancel' => ['delayed', 'starting', 'running'],
            in_array($this->command, self::ENDED, true), $this->command === 'job retry' => $ended,
            default => null,
        };
        $options = $this->directory === null ? [] : ['working_directory' => realpath($this->directory) ?: $this->directory];
        if ($kind === 'jobs') {
            $options += ['working_directory' => \Bgproc\JobManager::DEFAULT_WORKING_DIRECTORY];
        }
        $filter = ['prefix' => ''] + ($states === null ? [] : ['state' => array_map([State::class, 'from'], $states)]);
        $keys = [];
        foreach (array_slice((new \BackgroundProcessManager($options))->listProcesses($filter), -self::MOST) as $process) {
            $meta = $process->getMeta();
            $keys[$meta['key']] = "{$meta['state']}: " . Text::fit(Text::command($meta['commandline']), 40);
        }
        return array_diff_key($keys, array_flip($this->operands));
    }

    /**
     * @param array<string, string> $words and their descriptions
     * @param bool $part when no word begins with the typed text: offer the words that contain it
     *
     * @return list<string>
     */
    private static function matching(array $words, string $current, bool $part = false): array
    {
        $found = array_filter($words, fn (string|int $word) => str_starts_with((string) $word, $current), ARRAY_FILTER_USE_KEY);
        if ($found === [] && $part) {
            $found = array_filter($words, fn (string|int $word) => str_contains((string) $word, $current), ARRAY_FILTER_USE_KEY);
        }
        return [...array_map(fn (string|int $word, string $about) => "$word\t$about", array_keys($found), $found), ':'];
    }
}
