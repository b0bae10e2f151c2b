<?php
/*
 * What does it cost to have the module loaded? PHP is started and ended with it and without it, in turns: user and system time of
 * the process, and the memory that it has for itself (Private_Dirty of /proc/self/smaps_rollup) when the script begins.
 *
 * A module that is built with --enable-bgproc-dev is larger; measure what users install.
 *
 *   php -n -d extension=bgproc.so bench/module-load.php [--rounds=N] [--burst=N]
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';

/* KiB of private memory of a process that has started and done nothing else. */
function private_kib(array $php): int
{
	$code = 'preg_match("~^Private_Dirty: *(\d+) kB~m", file_get_contents("/proc/self/smaps_rollup"), $m); echo $m[1];';
	$process = proc_open([...$php, '-r', $code], [1 => ['pipe', 'w']], $pipes);
	$text = (string) stream_get_contents($pipes[1]);
	proc_close($process);
	if (!preg_match('~^\d+$~', $text)) {
		throw new \RuntimeException("no figure: $text");
	}
	return (int) $text;
}

$options = options(['rounds' => 40, 'burst' => 10]);
title('Loading the module');
$sides = ['without' => php_command(false), 'with' => php_command(true)];
$workers = $samples = $memory = [];
foreach ($sides as $side => $php) {
	$workers[$side] = new Worker([$options['floors'] . '/load_cost', ...$php, '-r', '']);
}
for ($round = 0; $round <= $options['rounds']; $round++) {
	$order = array_keys($sides);
	shuffle($order);
	foreach ($order as $side) {
		$values = $workers[$side]->measure(($options['burst'] + 1) . ' 0');
		$kib = private_kib($sides[$side]);
		if ($round > 0) {
			/* The system counts in steps; the mean of a burst is finer. */
			$values = array_slice($values, 1);
			$samples[$side][$round] = array_sum($values) / count($values);
			$memory[$side][$round] = $kib;
		}
	}
}
$beside = array_map(static fn (int $round) => $samples['with'][$round] - $samples['without'][$round], array_keys($samples['with']));
$rows = [];
foreach ($sides as $side => $php) {
	$workers[$side]->close();
	$rows[] = ["PHP $side the module", microseconds(median($samples[$side])), microseconds(percentile($samples[$side], 25)) . '-' .
		microseconds(percentile($samples[$side], 75)), count($samples[$side]), short(median($memory[$side]))];
}
$rows[] = ['the module', microseconds(median($beside)), microseconds(percentile($beside, 25)) . '-' . microseconds(percentile($beside, 75)),
	count($beside), short(median($memory['with']) - median($memory['without']))];
echo "A start and an end of PHP that does nothing: processor time in microseconds, the mean of {$options['burst']} per round; KiB of private memory.\n\n";
table(['', 'p50', 'p25-p75', 'rounds', 'private KiB'], $rows);
$targets = new Targets();
$targets->atMost('processor time of the module', median($beside) / 1e6, 0.3, '', ' ms');
$targets->atMost('private memory of the module', median($memory['with']) - median($memory['without']), 100, '', ' KiB');
$targets->print();
