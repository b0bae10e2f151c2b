<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

use Bgproc\JobManager;

/** Finds the processes that the words of a command line name: managers, keys, parts of keys, and their owners. */
trait Lookup
{
    private ?Keys $keys = null;

    /** $prefix: the prefix when --prefix is not given. */
    private function manager(string $prefix, array $more = []): \BackgroundProcessManager
    {
        return new \BackgroundProcessManager(['key_prefix' => $this->option('prefix') ?? $prefix] + $more + $this->directory());
    }

    private function directory(): array
    {
        $directory = $this->option('dir');
        if ($directory === null) {
            return [];
        }
        $relative = $directory !== '' && $directory[0] !== '/';
        $directory = $relative ? getcwd() . "/$directory" : $directory;
        /* Commands that start something create the directory. For all others a missing directory is probably mistyped. */
        if (!is_dir($directory) && !in_array($this->command, ['run', 'job run', 'job call'], true)) {
            throw new UsageError('option --dir: there is no directory "' . Text::escape($directory) . '" (or it may not be looked at)');
        }
        return ['working_directory' => $directory];
    }

    /** The state directory of the command. */
    private function keys(): Keys
    {
        if ($this->keys === null) {
            $job = str_starts_with($this->command, 'job ');
            $directory = $this->directory()['working_directory'] ?? ($job ? JobManager::DEFAULT_WORKING_DIRECTORY : $this->manager('')->getWorkingDirectory());
            $this->keys = new Keys($directory);
        }
        return $this->keys;
    }

    /** The key as a table shows it: shortened, unless the table has no limited width. */
    private function shortKey(string $key): string
    {
        $width = $this->option('full') ? 0 : Terminal::size()[1];
        return $width === 0 ? $key : $this->keys()->short($key, max(8, intdiv($width * 3, 20)));
    }

    /**
     * The processes with these keys, or parts of keys. An unknown key is reported and sets the exit code 3.
     *
     * @return list<\BackgroundProcess>
     */
    private function load(array $words): array
    {
        $manager = $this->manager('');
        $processes = [];
        if ($words === []) {
            throw new UsageError("{$this->command} needs a key");
        }
        foreach (array_unique($words) as $word) {
            $process = $this->find($word, fn (string $key) => $manager->loadProcess($key));
            if ($process) {
                $processes[$process->getKey()] = $process;
            }
        }
        return array_values($processes);
    }

    private function loadOne(array $keys): ?\BackgroundProcess
    {
        if (count($keys) > 1) {
            throw new UsageError("{$this->command} takes one key");
        }
        return $this->load($keys)[0] ?? null;
    }

    /**
     * The process or job with this key, or the only one whose key contains this part.
     *
     * @param callable(string): ?object $load loads by a whole key
     */
    private function find(string $word, callable $load): ?object
    {
        $found = $load($word);
        if ($found) {
            return $found;
        }
        $keys = $this->keys()->with($word, Users::me(), $this->option('prefix') ?? '');
        /* Loading sorts out expired keys and those of the other kind (process, job). Above 100 keys the part is too short. */
        $matches = count($keys) > 100 ? array_fill_keys($keys, true) : array_filter(array_combine($keys, array_map($load, $keys)));
        if (count($matches) === 1) {
            return reset($matches);
        }
        if ($matches === []) {
            $this->unknown($word);
        } else {
            $some = array_slice(array_map('strval', array_keys($matches)), 0, 10);
            Terminal::complain('"' . Text::escape($word) . '" is a part of ' . count($matches) . ' keys: ' . implode(', ', $some)
                . (count($matches) > 10 ? ', ...' : ''));
            $this->result = $this->result ?: EXIT_USAGE;
        }
        return null;
    }

    private function unknown(string $word): void
    {
        $job = str_starts_with($this->command, 'job ');
        $text = ($job ? 'no job has the id' : 'no process has the key') . ' "' . Text::escape($word) . '"';
        $root = Users::me() === 0 && !$this->option('all-users');
        $owner = $this->keys()->owner($word);
        $others = $this->keys()->others(Users::me());
        if ($owner !== null && $owner !== Users::me()) {
            $text .= ' that is yours; it belongs to the user ' . Text::escape(Users::name($owner)) . ($root ? ': use --all-users' : '');
        } elseif ($others > 0) {
            $text .= " that is yours; other users have $others here" . ($root ? ': use --all-users' : '');
        }
        Terminal::complain($text);
        $this->result = EXIT_UNKNOWN_KEY;
    }

    /**
     * Calls $work as the present user or, with --all-users, once as each user who has a record here.
     *
     * @return array<int, mixed> results by user id
     */
    private function forUsers(callable $work): array
    {
        $this->keys = null;
        if (!$this->option('all-users')) {
            return [Users::me() => $work()];
        }
        $results = [];
        foreach ($this->keys()->users() as $user) {
            try {
                [$results[$user], $this->result] = Users::as($user, fn () => [$work(), $this->result]);
            } catch (\RuntimeException $exception) {
                Terminal::complain('user ' . Text::escape(Users::name($user)) . ': ' . Text::escape($exception->getMessage()));
                $this->result = $this->result ?: EXIT_FAILURE;
            }
        }
        return $results;
    }

    /** --all-users: the command runs as the owner of the given keys, see Users. */
    private function asTheirUser(array $operands): void
    {
        Users::needRoot();
        if (in_array($this->command, ['run', 'job run', 'job call', 'job retry', 'job report'], true)) {
            throw new UsageError("{$this->command} does not go with --all-users: every user starts his own");
        }
        $first = $this->command === 'signal' ? array_splice($operands, 0, 1) : [];
        $groups = [];
        foreach ($operands as $word) {
            $keys = $this->keys()->owner($word) === null ? $this->keys()->with($word, null) : [$word];
            $owners = array_unique(array_map(fn (string $key) => $this->keys()->owner($key), $keys));
            if (count($owners) > 1) {
                throw new UsageError('"' . Text::escape($word) . '" is a part of keys of ' . count($owners) . ' users: ' . implode(', ', array_slice($keys, 0, 10)));
            }
            $groups[reset($owners) === false ? Users::me() : reset($owners)][] = $word;
        }
        if (count($groups) > 1 && $this->option('json')) {
            throw new UsageError('--json shows keys of one user at a time');
        }
        if ($groups === []) {
            $this->perform($first);
        }
        foreach ($groups as $user => $words) {
            $this->result = Users::as($user, function () use ($first, $words) {
                $this->keys = null;
                $this->perform([...$first, ...$words]);
                return $this->result;
            });
        }
    }

    private function printRecords(array $metas): void
    {
        Terminal::json(array_map([Record::class, 'forJson'], $metas));
    }

    private static function noOperands(array $operands, string $command): void
    {
        if ($operands !== []) {
            throw new UsageError("$command takes no argument \"" . Text::escape($operands[0]) . '"');
        }
    }
}
