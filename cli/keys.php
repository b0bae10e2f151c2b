<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/**
 * The keys of a state directory, taken from the names of its files: the owner of each key, the keys that contain a given
 * part, and a short form of each key for tables. No file is opened, so forged records of other users can do no harm here.
 */
final class Keys
{
    /* A shorter word has to be a whole key. */
    private const PART_MIN = 3;
    /* Characters at the random end of a generated key: enough to distinguish it from other keys. */
    private const SHORT = 8;
    private const GENERATED = '/[0-9a-f]{32}$/D';
    private const KEY = '/^(?!\.)[A-Za-z0-9._-]{1,128}$/D';

    /** @var array<string, int> owners, as user ids, by key */
    private array $owners = [];
    /** @var array<string, int>|null number of keys that contain this text of SHORT characters */
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

    /** The number of records here that belong to other users. */
    public function others(int $user): int
    {
        return count(array_filter($this->owners, fn (int $owner) => $owner !== $user));
    }

    /**
     * The keys that contain a part.
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

    /** A part of the key that no other key contains, of at most $columns columns. Without such a part: the whole key. */
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
        /* A key that a person has chosen is recognized best by its beginning. */
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
