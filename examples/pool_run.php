<?php
/*
 * A few different tasks at the same time: Pool::run() forks a process for each, so the tasks may be closures over any variable.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

$words = ['pear', 'apple', 'fig'];
/** @var array{longest: int, sorted: list<string>} $results */
$results = Bgproc\Pool::run(
    longest: fn() => max(array_map(strlen(...), $words)),
    sorted: function () use ($words) {
        sort($words);
        return $words;
    },
);
echo "longest: {$results['longest']}, sorted: ", implode(' ', $results['sorted']), ', here: ', implode(' ', $words), "\n";

/* All tasks end before the failure of one is thrown. */
try {
    Bgproc\Pool::run(fn() => 1, fn() => intdiv(1, 0));
} catch (DivisionByZeroError $e) {
    echo $e->getMessage(), "\n";
}
