<?php
/*
 * How many processes can be started per second, for as long as one likes? 1, 2 and 8 callers start /bin/true one after the other
 * without waiting for the ends: run() without and with a record that is kept, against exec('... &').
 *
 * Nothing is left to be done later: the clock stops when the last process and the last supervisor have ended. c/reap.c, a
 * subreaper above each caller, tells.
 *
 *   php -n -d extension=bgproc.so bench/sustained.php [--rounds=N] [--count=N] [--memory=DIR]
 *
 *     --rounds=N     rounds (default 12)
 *     --count=N      starts per round, shared by the callers (default 400)
 *     --memory=DIR   a directory on tmpfs for the second half (default /dev/shm; empty: left out)
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';

const CALLERS = [1, 2, 8];
const WAYS = ['exec' => "exec('... &')", 'removed' => 'run(), record removed at the end (default)', 'kept' => 'run(), record kept'];

/* ---- a caller: says that it is ready, waits for a line, starts COUNT processes ---- */

function call(array $options): void
{
	$how = ['working_directory' => $options['worker'], 'keep' => $options['way'] === 'kept' ? 3600 : 0];
	if ($options['way'] !== 'exec') {
		/* The first start of a process looks at the directory and reads what does not change. */
		(new \BackgroundProcess([TRUE_PROGRAM], $how))->run();
	}
	echo "ready\n";
	fgets(STDIN);
	for ($i = 0; $i < $options['count']; $i++) {
		if ($options['way'] === 'exec') {
			exec(TRUE_PROGRAM . ' > /dev/null 2>&1 &');
		} else {
			(new \BackgroundProcess([TRUE_PROGRAM], $how))->run();
		}
	}
}

/* Starts per second of one round. */
function rate(array $options, string $way, int $callers, string $directory): float
{
	$each = max(1, intdiv($options['count'], $callers));
	$workers = [];
	for ($i = 0; $i < $callers; $i++) {
		$workers[] = new Worker([$options['floors'] . '/reap', ...php_command($way !== 'exec'), __FILE__, "--way=$way", "--worker=$directory", "--count=$each"]);
	}
	foreach ($workers as $worker) {
		$worker->read();
	}
	/* The first processes of the callers have ended as well. */
	usleep(20000);
	$begin = hrtime(true);
	foreach ($workers as $worker) {
		$worker->write('go');
	}
	foreach ($workers as $worker) {
		$answer = $worker->read();
		if (!preg_match('~^orphans (\d+) ~', $answer, $m) || (int) $m[1] !== $each + ($way === 'exec' ? 0 : 1)) {
			throw new \RuntimeException("$way: \"$answer\" of $each starts");
		}
	}
	$end = hrtime(true);
	foreach ($workers as $worker) {
		$worker->close();
	}
	array_map('unlink', glob("$directory/*.json"));
	return $callers * $each / ($end - $begin) * 1e9;
}

/* ---- the comparison ---- */

$options = options(['rounds' => 12, 'count' => 400, 'memory' => '/dev/shm', 'way' => '', 'worker' => '']);
if ($options['worker'] !== '') {
	call($options);
	exit(0);
}
title('Sustained starts');
$directories = [state_directory($options)];
if ($options['memory'] !== '' && is_writable($options['memory'])) {
	$directories[] = state_directory(['dir' => $options['memory']]);
}
$samples = [];
for ($round = 0; $round <= $options['rounds']; $round++) {
	$plan = [];
	foreach ($directories as $d => $directory) {
		foreach (CALLERS as $callers) {
			foreach (WAYS as $way => $text) {
				/* What exec() does is nowhere near the directory. */
				if ($d === 0 || $way !== 'exec') {
					$plan[] = [$d, $callers, $way];
				}
			}
		}
	}
	shuffle($plan);
	foreach ($plan as [$d, $callers, $way]) {
		$value = rate($options, $way, $callers, $directories[$d]);
		if ($round > 0) {
			$samples[$d][$callers][$way][$round] = [$value];
		}
	}
}
echo "Processes per second, {$options['count']} per round, until the last one is gone. Ratios are to exec('... &') with as many callers.\n\n";
$rows = [];
$targets = new Targets();
foreach ($directories as $d => $directory) {
	$on = file_system($directory);
	foreach (CALLERS as $callers) {
		$exec = $samples[0][$callers]['exec'];
		foreach ($samples[$d][$callers] as $way => $rounds) {
			$all = array_merge(...$rounds);
			$ratio = new Ratio($rounds, $exec);
			$name = $way === 'exec' ? WAYS[$way] : WAYS[$way] . ", $on";
			$rows[] = [$callers, $name, short(median($all)), short(percentile($all, 25)) . '-' . short(percentile($all, 75)), count($all),
				$way === 'exec' ? '1' : $ratio->text()];
			if ($way !== 'exec') {
				$targets->atLeast($callers . ($callers === 1 ? ' caller' : ' callers') . ", $name, of exec('... &')", $ratio->value, 1.2, $ratio->text());
			}
		}
	}
}
usort($rows, static fn (array $a, array $b) => $a[0] <=> $b[0]);
table(['callers', '', 'p50', 'p25-p75', 'rounds', 'ratio'], $rows);
$targets->print();
