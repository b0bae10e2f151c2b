<?php
/*
 * An object as the worker: each process has a copy of its own, which opens its own connection in "setup". Here the connection is a
 * file; a PDO, Redis or curl object is opened in the same way. Never use one that the parent has opened.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

final class Prices
{
    /** @var resource|null */
    private $file = null;

    public function __construct(private readonly string $path)
    {
    }

    /** Runs in each worker before its first call. */
    public function connect(): void
    {
        $this->file = fopen($this->path, 'r') ?: throw new RuntimeException("cannot open $this->path");
    }

    /** Runs in each worker after its last call. */
    public function disconnect(): void
    {
        [$file, $this->file] = [$this->file, null];
        if ($file !== null) {
            fclose($file);
        }
    }

    /** submit() and map() call this one. */
    public function execute(string $name): ?int
    {
        $file = $this->file ?? throw new LogicException('connect() was not called');
        rewind($file);
        while (($line = fgets($file)) !== false) {
            [$found, $cents] = explode(' ', trim($line));
            if ($found === $name) {
                return (int) $cents;
            }
        }
        return null;
    }

    public function total(string ...$names): int
    {
        return (int) array_sum(array_map($this->execute(...), $names));
    }
}

$path = (string) tempnam(sys_get_temp_dir(), 'bgproc-example-');
file_put_contents($path, "apple 30\nbread 250\ncheese 480\n");

$prices = new Prices($path);
$pool = new Bgproc\Pool($prices, ['workers' => 2, 'setup' => $prices->connect(...), 'teardown' => $prices->disconnect(...)]);

/** @var list<int|null> $all */
$all = $pool->map(['apple', 'cheese', 'pear']);
foreach ($all as $number => $cents) {
    echo "item $number: ", $cents ?? 'unknown', "\n";
}
/** @var int $total */
$total = $pool->call('total', 'apple', 'bread', 'bread')->await();    // or $pool->total(…)
echo "total: $total\n";

$pool->close();
unlink($path);
