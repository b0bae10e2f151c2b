<?php
/*
 * More items than memory: each() takes items from a generator only as fast as the workers are, at most max_pending ahead, and
 * gives each result as soon as it is there.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

$read = 0;

/** @return Generator<int, int> */
function numbers(?int $last, int &$read): Generator
{
    for ($i = 1; $last === null || $i <= $last; $i++) {
        $read = $i;
        yield $i;
    }
}

$pool = new Bgproc\Pool(function (int $number): int {
    usleep(1000);
    return $number ** 2;
}, ['workers' => 2, 'max_pending' => 4]);

$sum = 0;
/** @var int $square */
foreach ($pool->each(numbers(100, $read)) as $square) {
    $sum += $square;
}
echo "$read numbers, sum of their squares: $sum\n";

/* An endless generator: leaving the loop cancels what has not begun. */
$results = 0;
foreach ($pool->each(numbers(null, $read)) as $square) {
    if (++$results === 20) {
        break;
    }
}
echo "$results results, fewer than 100 numbers were read: ", $read < 100 ? 'yes' : "no, $read", "\n";
