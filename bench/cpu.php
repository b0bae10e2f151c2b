<?php
/*
 * How much processor time does one background process cost in all? User and system time of one `true`, from run() to the
 * final record: the caller's part, the supervisor's and the command's, against a bare fork+exec+wait of `true`.
 *
 * The supervisor is nobody's child, so the measured script runs below c/reap.c, a subreaper that adds up what is orphaned.
 *
 *   php -n -d extension=bgproc.so bench/cpu.php [--rounds=N] [--count=N]
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';
require __DIR__ . '/peers.php';

const PAUSE_US = 2000;

/* ---- the measured side: starts COUNT times and prints the microseconds that it and its own children used ---- */

function used_us(): int
{
	$sum = 0;
	foreach ([0, 1] as $who) {
		$usage = getrusage($who);
		$sum += ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1000000 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
	}
	return $sum;
}

function start_and_wait(string $way, string $directory): void
{
	switch ($way) {
		case 'removed':
		case 'kept':
			$process = new \BackgroundProcess([TRUE_PROGRAM], ['working_directory' => $directory, 'keep' => $way === 'kept' ? 3600 : 0]);
			$process->run();
			if (!$process->wait(10.0) || $process->getExitCode() !== 0) {
				throw new \RuntimeException('the process did not end well');
			}
			break;
		case 'exec':
			exec(TRUE_PROGRAM . ' > /dev/null 2>&1 &');
			break;
		case 'symfony':
			(new \Symfony\Component\Process\Process([TRUE_PROGRAM]))->run();
			break;
		case 'kohkimakimoto':
			$process = kohkimakimoto_process(TRUE_PROGRAM, $directory);
			$process->run();
			/* Looking costs; once in a while is enough to know the end. */
			while (exists($process->getExecutablePHPFilePath())) {
				usleep(10000);
			}
			break;
	}
}

function work(array $options): void
{
	$load = "load_{$options['way']}";
	if (function_exists(__NAMESPACE__ . "\\$load")) {
		(__NAMESPACE__ . "\\$load")($options);
	}
	/* Class loading and first calls are not the question; c/reap.c counts the average over all. */
	start_and_wait($options['way'], $options['worker']);
	$sum = 0;
	for ($i = 0; $i < $options['count']; $i++) {
		usleep(PAUSE_US);
		$before = used_us();
		start_and_wait($options['way'], $options['worker']);
		$sum += used_us() - $before;
	}
	/* The last supervisor may still be leaving; it is reaped after us. */
	echo "own $sum\n";
}

/* ---- the comparison ---- */

/* Nanoseconds per start, the mean over one run of the script below c/reap.c. */
function below_reaper(array $options, string $way, string $directory, int $count): float
{
	$reaper = new Worker([$options['floors'] . '/reap', ...php_command(in_array($way, ['removed', 'kept'], true)), __FILE__, "--way=$way",
		"--worker=$directory", "--count=$count", "--vendor={$options['vendor']}", "--kohkimakimoto={$options['kohkimakimoto']}"]);
	$own = $reaper->read();
	$orphans = $reaper->read();
	$reaper->close();
	if (!preg_match('~^own (\d+)$~', $own, $o) || !preg_match('~^orphans (\d+) (\d+)$~', $orphans, $r)) {
		throw new \RuntimeException("$way: \"$own\", \"$orphans\"");
	}
	if (!in_array((int) $r[1], [0, $count + 1], true)) {
		throw new \RuntimeException("$way: $r[1] orphans of " . ($count + 1) . ' starts');
	}
	return 1000 * ($o[1] / $count + ($r[1] > 0 ? $r[2] / $r[1] : 0));
}

/* Asked of a process without the module, see php_command(). */
function missing(array $options): array
{
	$worker = php_worker($options, false, ['--way=missing', '--worker=.']);
	return ['symfony' => $worker->ask('symfony'), 'kohkimakimoto' => $worker->ask('kohkimakimoto')];
}

$options = options(['rounds' => 25, 'count' => 40, 'way' => '', 'worker' => '']);
if ($options['way'] === 'missing') {
	while (($peer = fgets(STDIN)) !== false) {
		echo (__NAMESPACE__ . '\\load_' . trim($peer))($options), "\n";
	}
	exit(0);
}
if ($options['worker'] !== '') {
	work($options);
	exit(0);
}
title('Processor time');
$directory = state_directory($options);
$missing = missing($options);
$ways = ['kept' => ['bgproc, final record kept', 1], 'removed' => ['bgproc, record removed at the end (default)', 1],
	'exec' => ["exec('... &')", 1], 'symfony' => ['symfony/process run()', 1], 'kohkimakimoto' => ['kohkimakimoto/background-process', 5]];
$ways = array_filter($ways, static fn (string $way) => ($missing[$way] ?? '') === '', ARRAY_FILTER_USE_KEY);
$floor = new Worker([$options['floors'] . '/cpu_floor', TRUE_PROGRAM]);
$samples = [];
for ($round = 0; $round <= $options['rounds']; $round++) {
	$values = $floor->measure(($options['count'] + 1) . ' ' . PAUSE_US);
	if ($round > 0) {
		$samples['floor'][$round] = [array_sum($values) / count($values)];
	}
	$order = array_keys($ways);
	shuffle($order);
	foreach ($order as $way) {
		if ($round % $ways[$way][1] !== 0) {
			continue;
		}
		$value = below_reaper($options, $way, $directory, $way === 'kohkimakimoto' ? 5 : $options['count']);
		if ($round > 0) {
			$samples[$way][$round] = [$value];
		}
	}
}
$rows = [];
foreach (array_intersect_key(['floor' => ['fork+exec+wait in C', 1]] + $ways, $samples) as $way => [$text]) {
	$all = array_merge(...array_values($samples[$way]));
	$rows[] = [$text, microseconds(median($all)), microseconds(percentile($all, 25)) . '-' . microseconds(percentile($all, 75)), count($all),
		$way === 'floor' ? '1' : (new Ratio($samples[$way], $samples['floor']))->text()];
}
echo 'User and system time of everything, in microseconds per start of ' . TRUE_PROGRAM . ". A round is the mean of {$options['count']} starts; shown is\n" .
	"the median of the rounds.\n\n";
table(['', 'p50', 'p25-p75', 'rounds', 'ratio'], $rows);
$targets = new Targets();
$ratio = new Ratio($samples['kept'], $samples['floor']);
$targets->atMost('from run() to the final record, against fork+exec+wait', $ratio->value, 2.2, $ratio->text());
foreach (array_filter($missing) as $peer => $why) {
	$targets->missing($peer, $why);
}
$targets->print();
