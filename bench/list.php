<?php
/*
 * What does it cost to find one process, or all, among 10,000 records? listProcesses() against a bare readdir+open+read+close
 * in C over the same directory, loadProcess() against the ancestor's.
 *
 *   php -n -d extension=bgproc.so -d memory_limit=-1 bench/list.php [--rounds=N] [--records=N]
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';
require __DIR__ . '/peers.php';

/* ---- records ---- */

/* One process is run to its end; the other records are its own under other keys. Returns the keys. */
function fill(string $directory, int $count): array
{
	$process = new \BackgroundProcess([TRUE_PROGRAM], ['working_directory' => $directory, 'keep' => 86400]);
	$process->run();
	$process->wait(10.0);
	$key = $process->getKey();
	$text = (string) file_get_contents("$directory/$key.json");
	if (json_decode($text, true)['state'] !== 'succeeded') {
		throw new \RuntimeException('the process did not end well');
	}
	$keys = [$key];
	while (count($keys) < $count) {
		$other = $process->generateKey();
		file_put_contents("$directory/$other.json", str_replace($key, $other, $text));
		chmod("$directory/$other.json", 0600);
		$keys[] = $other;
	}
	return $keys;
}

/* The ancestor's records of the same processes, in its own words. */
function fill_kohkimakimoto(string $directory, array $keys): void
{
	foreach ($keys as $i => $key) {
		file_put_contents("$directory/$key.json", json_encode(['key' => $key, 'pid' => 1000 + $i, 'commandline' => TRUE_PROGRAM, 'created_at' => gmdate('Y-m-d H:i:s')]));
	}
}

/* ---- the measured side: the same three calls on either class. Requests are "WAY COUNT PAUSE_US". ---- */

function work(array $options): void
{
	$own = class_exists(\BackgroundProcessManager::class);
	if (!$own) {
		$why = load_kohkimakimoto($options);
		echo $why, "\n";
		if ($why !== null) {
			return;
		}
	}
	$class = $own ? \BackgroundProcessManager::class : \Kohkimakimoto\BackgroundProcess\BackgroundProcessManager::class;
	$manager = new $class(['working_directory' => $options['worker']]);
	$keys = array_map(static fn (string $name) => substr($name, 0, -5), array_values(array_filter(scandir($options['worker']), static fn ($name) => str_ends_with($name, '.json'))));
	$load = static function () use ($manager, $keys): void {
		$key = $keys[random_int(0, count($keys) - 1)];
		if ($manager->loadProcess($key)->getKey() !== $key) {
			throw new \RuntimeException("cannot load $key");
		}
	};
	$list = static function (bool $states) use ($manager, $keys): int {
		$begin = hrtime(true);
		$processes = $manager->listProcesses();
		if ($states) {
			foreach ($processes as $process) {
				$process->getState();
			}
		}
		$end = hrtime(true);
		if (count($processes) !== count($keys)) {
			throw new \RuntimeException(count($processes) . ' of ' . count($keys) . ' processes are listed');
		}
		return $end - $begin;
	};
	while (($line = fgets(STDIN)) !== false) {
		[$way, $count, $pause] = explode(' ', trim($line));
		$out = [];
		for ($i = 0; $i < (int) $count; $i++) {
			$begin = hrtime(true);
			$out[] = $way === 'load' ? [$load(), hrtime(true) - $begin][1] : $list($way === 'states');
			usleep((int) $pause);
		}
		echo implode(' ', $out), "\n";
	}
}

/* ---- the comparison ---- */

$options = options(['rounds' => 30, 'records' => 10000, 'worker' => '']);
if ($options['worker'] !== '') {
	work($options);
	exit(0);
}
title('List and load');
$directory = state_directory($options);
$keys = fill($directory, $options['records']);
$other = state_directory($options);
fill_kohkimakimoto($other, $keys);

$own = php_worker($options, true, ["--worker=$directory"]);
$peer = php_worker($options, false, ["--worker=$other"]);
$missing = $peer->read();
$n = number_format($options['records']);
/* name => [worker, request, what to call it, samples of a burst after the first] */
$plan = [
	'floor' => [new Worker([$options['floors'] . '/read_floor', $directory]), '', 'readdir+open+read+close in C', 3],
	'list' => [$own, 'list', 'listProcesses()', 3],
	'states' => [$own, 'states', 'listProcesses() and getState() of each', 3],
	'load' => [$own, 'load', 'loadProcess()', 50],
];
if ($missing === '') {
	$plan['their-list'] = [$peer, 'list', 'kohkimakimoto listProcesses()', 1];
	$plan['their-load'] = [$peer, 'load', 'kohkimakimoto loadProcess()', 2];
}
$samples = [];
for ($round = 0; $round <= $options['rounds']; $round++) {
	$order = array_keys($plan);
	shuffle($order);
	foreach ($order as $name) {
		[$worker, $way, , $burst] = $plan[$name];
		$values = $worker->measure(trim("$way " . ($burst + 1) . ' 1000'));
		if ($round > 0) {
			$samples[$name][$round] = array_slice($values, 1);
		}
	}
}
$rows = [];
foreach ($plan as $name => [, , $text]) {
	$all = array_merge(...array_values($samples[$name]));
	$rows[] = [$text, microseconds(median($all)), microseconds(percentile($all, 95)), microseconds(percentile($all, 25)) . '-' . microseconds(percentile($all, 75)),
		count($all), $name === 'floor' ? '1' : (str_contains($name, 'load') ? '-' : (new Ratio($samples[$name], $samples['floor']))->text())];
}
echo "In microseconds, among $n records of ended processes. Ratios are to the loop in C.\n\n";
table(['', 'p50', 'p95', 'p25-p75', 'samples', 'ratio'], $rows);
$targets = new Targets();
$ratio = new Ratio($samples['list'], $samples['floor']);
$targets->atMost("listProcesses() of $n against the loop in C", $ratio->value, 1.5, $ratio->text());
if ($missing !== '') {
	$targets->missing('kohkimakimoto', $missing);
}
$targets->print();
