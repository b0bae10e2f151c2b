<?php
/*
 * What does a call to a worker of Bgproc\Pool cost, a pool itself, and an idle worker? Beside it, in the same run: the floor
 * (c/seqpacket_echo.c), pools of other PHP libraries, and those of Python.
 *
 *   php -n -d extension=bgproc.so -d memory_limit=-1 bench/pool.php --floors=DIR --vendor=DIR [--rounds=N] [--only=NAME,NAME]
 *
 *     --rounds=N            rounds of the round trips (default 11; the other tables take fewer)
 *     --milliseconds=N      how long a sample should take (default 30)
 *     --only=NAME,NAME      calls, payloads, start, map, memory, dispatch (default: all)
 *     --spatie-fork=DIR     a checkout of spatie/fork, where Composer does not have it
 *     --spatie-async=DIR    a checkout of spatie/async, likewise
 *     --python=FILE         default: python3
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';
require __DIR__ . '/peers.php';
require __DIR__ . '/pool_side.inc';
require __DIR__ . '/pool_sides.inc';

const WINDOW = 64;
const SIZES = ['64 B' => 64, '4 KiB' => 4096, '64 KiB' => 65536, '1 MiB' => 1 << 20, '8 MiB' => 8 << 20];
/* So much may be under way at once: with longer payloads the window is smaller. */
const WINDOW_BYTES = 64 << 20;

function window_of(int $bytes): int
{
	return min(WINDOW, max(1, intdiv(WINDOW_BYTES, max(1, $bytes))));
}

/* ---- a call without a payload ---- */
function bench_calls(PoolSides $sides, int $rounds): array
{
	title('Calls to a pool');
	echo "A number goes to a worker and comes back plus one; the floor sends 64 bytes. In microseconds per call.\n\n";
	$medians = [];
	foreach ([1, 2] as $workers) {
		$sides->openAll($workers);
		foreach (['each' => 1, 'ahead' => WINDOW] as $mode => $window) {
			$floor = $sides->floor([64, $window, $workers]);
			$samples = $sides->rounds($rounds, $mode, 0, $window, $floor);
			$floor->close();
			printf("%d worker%s, %s:\n\n", $workers, $workers > 1 ? 's' : '', $mode === 'each' ? 'waiting for each result' : "$window calls ahead");
			table(['', 'p50', 'p95', 'calls/s', 'times the floor'], $sides->rows($samples, static fn (array $all, array $of, string $way) =>
				[microseconds(median($all)), microseconds(percentile($all, 95)), short(1e9 / median($all)),
					$way === 'floor' ? '1' : (new Ratio($of, $samples['floor']))->text()]));
			$medians[$workers][$mode] = array_map(static fn (array $of) => median(array_merge(...array_values($of))), $samples);
		}
		$sides->closeAll();
	}
	return $medians;
}

/* ---- strings that are echoed ---- */
function bench_payloads(PoolSides $sides, int $rounds): void
{
	title('Payloads');
	echo "A string goes to the only worker and comes back. In microseconds per call, the median; in brackets times the floor.\n\n";
	$sides->openAll(1);
	foreach (['each', 'ahead'] as $mode) {
		$cells = [];
		foreach (SIZES as $name => $bytes) {
			$window = $mode === 'each' ? 1 : window_of($bytes);
			$floor = $sides->floor([$bytes, $window, 1]);
			$samples = $sides->rounds($rounds, $mode, $bytes, $window, $floor);
			$floor->close();
			foreach ($samples as $way => $of) {
				$ratio = $way === 'floor' ? '' : ' (' . short((new Ratio($of, $samples['floor']))->value) . ')';
				$cells[$way][$name] = microseconds(median(array_merge(...array_values($of)))) . $ratio;
			}
		}
		echo $mode === 'each' ? "Waiting for each result:\n\n" : 'Up to ' . WINDOW . ' calls and ' . (WINDOW_BYTES >> 20) . " MiB ahead:\n\n";
		table(['', ...array_keys(SIZES)], $sides->table(count(SIZES), static fn (string $way) =>
			array_map(static fn (string $name) => $cells[$way][$name] ?? ($mode === 'each' ? 'hangs' : '-'), array_keys(SIZES))));
	}
	$sides->closeAll();
}

/* ---- a pool of two workers ---- */
function bench_start(PoolSides $sides, int $rounds, array $heaps): void
{
	foreach ($heaps as $heap => $these) {
		title("Start of a pool, $heap MiB of heap");
		$floor = $these->floor(['start', $heap]);
		$made = $first = [];
		for ($round = 0; $round <= $rounds; $round++) {
			$sample = ['floor' => [NAN, $floor->measure('1 0')[0]]];
			foreach ($these->shuffled() as $way) {
				$sample[$way] = $these->measure($way, 'open 2');
				$these->measure($way, 'close');
				usleep(3000);
			}
			foreach ($round > 0 ? array_filter($sample) : [] as $way => [$one, $other]) {
				$made[$way][$round] = [$one];
				$first[$way][$round] = [$other];
			}
		}
		$floor->close();
		echo "Two workers, in microseconds. The floor is one child with its socket until the first answer.\n\n";
		table(['', 'constructor', 'first result', 'p95', 'times the floor'], $these->rows($first, static fn (array $all, array $of, string $way) =>
			[$way === 'floor' ? '-' : microseconds(median(array_merge(...array_values($made[$way])))), microseconds(median($all)), microseconds(percentile($all, 95)),
				$way === 'floor' ? '1' : (new Ratio($of, $first['floor']))->text()]));
	}
}

/* ---- map() ---- */
function bench_map(PoolSides $sides, int $rounds, int $items): void
{
	title('map()');
	$sides->openAll(2);
	$counts = $samples = [];
	for ($round = 0; $round < $rounds; $round++) {
		foreach ($sides->shuffled() as $way) {
			$counts[$way] = $sides->isSlow($way) ? max(4, $sides->count($way, 'each', 0, 1)) : $items;
			$samples[$way][$round] = $sides->measure($way, "map $counts[$way]");
		}
	}
	$sides->closeAll();
	echo "Two workers, numbers, in microseconds per item. Where each item is a process, fewer items were mapped. multiprocessing.Pool sends\n" .
		"items in chunks, which is its default.\n\n";
	table(['', 'items', 'p50', 'items/s', "ms for $items"], $sides->rows($samples, static fn (array $all, array $of, string $way) =>
		[$counts[$way], microseconds(median($all)), short(1e9 / median($all)), short(median($all) * $items / 1e6)], false));
}

/* ---- idle workers ---- */
function bench_memory(PoolSides $sides, int $workers): void
{
	title('Memory of an idle worker');
	$sides->openAll($workers);
	$measured = [];
	foreach ($sides->shuffled() as $way) {
		if ($sides->isSlow($way)) {
			continue;
		}
		if ($sides->measure($way, 'ahead 100 0 ' . WINDOW)) {
			$measured[$way] = $sides->memory($way);
		}
	}
	$sides->closeAll();
	echo "KiB, the median of $workers workers after 100 calls; what else the pool runs (a zygote, a shell), all together.\n\n";
	table(['', 'PSS', 'private', 'workers', 'PSS beside them'], $sides->table(4, static fn (string $way) => isset($measured[$way]) ?
		[short(median(array_column($measured[$way]['workers'], 'pss'))), short(median(array_column($measured[$way]['workers'], 'private'))),
			count($measured[$way]['workers']), short(array_sum(array_column($measured[$way]['others'], 'pss')))] : ['none stays', '-', '-', '-'], false));
}

/* ---- dispatch ---- */
function bench_dispatch(PoolSides $sides, int $rounds, int $count): void
{
	title('Dispatch');
	$floor = $sides->floor(['dispatch']);
	$sides->openAll(1);
	$samples = [];
	for ($round = 0; $round < $rounds; $round++) {
		$samples['floor'][$round] = $floor->measure("$count 1000");
		foreach ($sides->shuffled() as $way) {
			$samples[$way][$round] = $sides->measure($way, 'dispatch ' . ($sides->isSlow($way) ? 4 : $count));
		}
	}
	$sides->closeAll();
	$floor->close();
	echo "From submit() until the worker has the call, one call after another with 1 ms between them, in microseconds.\n\n";
	table(['', 'p50', 'p99', 'samples', 'times the floor'], $sides->rows($samples, static fn (array $all, array $of, string $way) =>
		[microseconds(median($all)), microseconds(percentile($all, 99)), count($all),
			$way === 'floor' ? '1' : (new Ratio($of, $samples['floor']))->text()]));
}

/* Each mode with the best of the others that keep their workers. */
function print_pool_targets(PoolSides $sides, array $medians): void
{
	$targets = new Targets;
	foreach ($medians as $workers => $modes) {
		foreach ($modes as $mode => $of) {
			$what = ($mode === 'each' ? 'a call awaited' : WINDOW . ' calls ahead') . ", $workers worker(s), to the best peer";
			$peers = array_filter($of, static fn (string $way) => $way !== 'floor' && $way !== 'own', ARRAY_FILTER_USE_KEY);
			if (!isset($of['own']) || !$peers) {
				$targets->missing($what, $sides->missing['own'] ?? 'no peer');
			} else {
				$targets->atMost($what, $of['own'] / min($peers), 1);
			}
		}
	}
	$targets->print();
}

$options = options(['rounds' => 11, 'milliseconds' => 30, 'only' => '', 'spatie-fork' => '', 'spatie-async' => '', 'python' => 'python3',
	'way' => '', 'heap' => 0]);
if ($options['way'] !== '') {
	work_pool($options);
	exit(0);
}
$wanted = static fn (string $name): bool => $options['only'] === '' || in_array($name, explode(',', $options['only']), true);
/* The children of the peers read php.ini: without the modules that this machine happens to have. */
putenv('PHP_INI_SCAN_DIR=');
$few = max(3, intdiv($options['rounds'], 2));
$sides = new PoolSides($options, 0);
$medians = $wanted('calls') ? bench_calls($sides, $options['rounds']) : [];
if ($wanted('payloads')) {
	bench_payloads($sides, $few);
}
if ($wanted('start')) {
	$large = new PoolSides($options, 256);
	bench_start($sides, $few, [0 => $sides, 256 => $large]);
	$large->close();
}
if ($wanted('map')) {
	bench_map($sides, 3, 10000);
}
if ($wanted('memory')) {
	bench_memory($sides, 4);
}
if ($wanted('dispatch')) {
	bench_dispatch($sides, $few, 100);
}
$sides->printMissing();
if ($medians) {
	print_pool_targets($sides, $medians);
}
$sides->close();
