<?php
/*
 * One function, many items: map() calls the function in worker processes and returns the results under the keys of the items.
 * A single call is submit(), which returns a future at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

function count_primes(int $limit): int
{
    $composite = [];
    for ($n = 2, $count = 0; $n <= $limit; $n++) {
        if (isset($composite[$n])) {
            continue;
        }
        $count++;
        for ($multiple = $n * $n; $multiple <= $limit; $multiple += $n) {
            $composite[$multiple] = true;
        }
    }
    return $count;
}

$pool = new Bgproc\Pool('count_primes', ['workers' => 4]);

/** @var array<string, int> $counts */
$counts = $pool->map(['ten' => 10, 'hundred' => 100, 'thousand' => 1000]);
foreach ($counts as $name => $count) {
    echo "primes up to a $name: $count\n";
}

/** @var array<string, int> $counts */
$counts = Bgproc\Future::all(['small' => $pool->submit(20), 'large' => $pool->submit(20000)]);
foreach ($counts as $name => $count) {
    echo "$name: $count\n";
}
