<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/**
 * The keys of a state directory, as the names of its files say: whose each one is, which one a part of a key means, and how a
 * key is shown in few columns. No file is opened, so records of other users can neither be read nor do harm here.
 */
final class Keys
{
    /* A shorter word has to be a whole key. */
    private const PART_MIN = 3;
    /* The random end of a generated key, which is enough to tell it from others. */
    private const SHORT = 8;
    private const GENERATED = '/[0-9a-f]{32}$/D';
    private const KEY = '/^(?!\.)[A-Za-z0-9._-]{1,128}$/D';

    /** @var array<string, int> owners, as user ids, by key */
    private array $owners = [];
    /** @var array<string, int>|null how many keys hold this text of SHORT characters */
    private ?array $parts = null;

    public function __construct(string $directory)
    {
        $handle = is_dir($directory) ? @opendir($directory) : false;
        while ($handle !== false && ($name = readdir($handle)) !== false) {
            $key = str_ends_with($name, '.json') ? substr($name, 0, -5) : '';
            $file = preg_match(self::KEY, $key) ? @lstat("$directory/$name") : false;
            if ($file) {
                $this->owners[$key] = $file['uid'];
            }
        }
        ksort($this->owners, SORT_STRING);
    }

    public function owner(string $key): ?int
    {
        return $this->owners[$key] ?? null;
    }

    /** @return list<int> every user id that has a record here */
    public function users(): array
    {
        return array_values(array_unique($this->owners));
    }

    /** How many records here belong to somebody else than this user. */
    public function others(int $user): int
    {
        return count(array_filter($this->owners, fn (int $owner) => $owner !== $user));
    }

    /**
     * The keys that hold a part.
     *
     * @param int|null $user only keys of this user
     *
     * @return list<string>
     */
    public function with(string $part, ?int $user, string $prefix = ''): array
    {
        if (strlen($part) < self::PART_MIN) {
            return [];
        }
        $keys = array_filter($this->owners, fn (int $owner, string|int $key) => ($user === null || $owner === $user)
            && str_contains((string) $key, $part) && str_starts_with((string) $key, $prefix), ARRAY_FILTER_USE_BOTH);
        return array_map('strval', array_keys($keys));
    }

    /** A part of the key that no other key has, in as few columns as can be: the key itself where none is short enough. */
    public function short(string $key, int $columns): string
    {
        if (strlen($key) <= $columns) {
            return $key;
        }
        $this->parts ??= $this->count();
        if (preg_match(self::GENERATED, $key)) {
            $part = substr($key, -self::SHORT);
            return ($this->parts[$part] ?? 0) <= 1 && !isset($this->owners[$part]) ? $part : $key;
        }
        /* A name that somebody has thought of tells most at its beginning. */
        foreach ([substr($key, 0, $columns), substr($key, -$columns)] as $part) {
            if (strlen($part) >= self::SHORT && $this->only($part, $key)) {
                return $part;
            }
        }
        return $key;
    }

    /** @return array<string, int> */
    private function count(): array
    {
        $count = [];
        foreach (array_keys($this->owners) as $key) {
            $key = (string) $key;
            $seen = [];
            for ($i = 0; $i + self::SHORT <= strlen($key); $i++) {
                $seen[substr($key, $i, self::SHORT)] = true;
            }
            foreach (array_keys($seen) as $part) {
                $count[$part] = ($count[$part] ?? 0) + 1;
            }
        }
        return $count;
    }

    private function only(string $part, string $key): bool
    {
        if (isset($this->owners[$part])) {
            return false;
        }
        foreach (array_keys($this->owners) as $other) {
            if ((string) $other !== $key && str_contains((string) $other, $part)) {
                return false;
            }
        }
        return true;
    }
}
