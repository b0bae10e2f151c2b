<?php
/*
 * What does a tracked job cost: update() for the work that reports, start() of each kind for the request that starts, and a
 * whole job in processor time?
 *
 *     --rounds=N       rounds (default 30)
 *     --updates=N      updates per round (default 2000)
 *     --count=N        jobs per round of the last table (default 20)
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

use Bgproc\JobManager;

require __DIR__ . '/lib.php';
require __DIR__ . '/jobs_update.inc';
require __DIR__ . '/../tests/inc/servers.inc';

const PAUSE_US = 3000;

/* ---- the measured side of a whole job, below c/reap.c as in cpu.php ---- */

/* The workers of a pool that root starts are somebody else. */
function manager_options(string $directory): array
{
	return ['working_directory' => $directory] + (\Servers::root() ? ['worker_user' => 'www-data'] : []);
}

function start_job(string $way, array $options): void
{
	$jobs = new JobManager(manager_options($options['worker']) + ['fastcgi' => "unix:{$options['pool']}", 'document_root' => $options['root']]);
	$job = match ($way) {
		'command' => $jobs->startCommand([TRUE_PROGRAM]),
		'call' => $jobs->startCall('strrev', ['abc'], ['php_binary' => php_command(true)]),
		'fastcgi' => $jobs->start('/job.php'),
	};
	if (!$job->wait(10.0) || $job->state() !== \Bgproc\State::Succeeded) {
		throw new \RuntimeException("$way: " . json_encode($job->status()));
	}
}

function work(array $options): void
{
	start_job($options['way'], $options);
	$sum = 0;
	for ($i = 0; $i < $options['count']; $i++) {
		usleep(PAUSE_US);
		$before = used_ns();
		start_job($options['way'], $options);
		$sum += used_ns() - $before;
	}
	echo 'own ', intdiv($sum, 1000), "\n";
}

function below_reaper(array $options, string $way, string $directory, string $pool, string $root): float
{
	$reaper = new Worker([$options['floors'] . '/reap', ...php_command(true), __FILE__, "--way=$way", "--worker=$directory",
		"--count={$options['count']}", "--pool=$pool", "--root=$root"]);
	$own = $reaper->read();
	$orphans = $reaper->read();
	$reaper->close();
	if (!preg_match('~^own (\d+)$~', $own, $o) || !preg_match('~^orphans (\d+) (\d+)$~', $orphans, $r) || (int) $r[1] !== $options['count'] + 1) {
		throw new \RuntimeException("$way: \"$own\", \"$orphans\"");
	}
	return 1000 * ($o[1] / $options['count'] + $r[2] / $r[1]);
}

$options = options(['rounds' => 30, 'updates' => 2000, 'count' => 20, 'way' => '', 'worker' => '', 'pool' => '', 'root' => '']);
if ($options['way'] === 'updates') {
	measure_updates($options['rounds'], $options['updates']);
	exit(0);
}
if ($options['worker'] !== '') {
	work($options);
	exit(0);
}

if (\Servers::find('fpm') === null) {
	fwrite(STDERR, "needs php-fpm of this PHP\n");
	exit(1);
}
preg_match('~ (/\S*/bgproc\.so)$~m', (string) file_get_contents('/proc/self/maps'), $m);
$servers = \Servers::open();
$servers->module = $m[1];
$servers->script('job.php', '<?php Bgproc\JobManager::current()->finish();');
$pool = $servers->fpm(['log_errors' => 0]);
$root = "$servers->dir/www";
$directory = state_directory($options);
chmod($directory, 0711);
$jobs = new JobManager(manager_options($directory) + ['fastcgi' => "unix:$pool", 'document_root' => $root, 'base_url' => 'http://127.0.0.1:1',
	'key' => 'a key for a bench, of 32 bytes or more']);

/* ---- update() ---- */
title('What update() costs');
/* A copy: the workers may not be able to read this directory. */
copy(__DIR__ . '/jobs_update.inc', "$root/jobs_update.inc");
$servers->script('updates.php', "<?php set_time_limit(0); require 'jobs_update.inc'; Bench\\measure_updates({$options['rounds']}, {$options['updates']});");
$rows = [];
$seen = [];
foreach (['CLI' => fn () => $jobs->startCommand([...php_command(true), __FILE__, '--way=updates', "--rounds={$options['rounds']}", "--updates={$options['updates']}"]),
	'FPM' => fn () => $jobs->start('/updates.php')] as $where => $start) {
	$job = $start();
	$job->wait(300);
	if (!is_array($job->result())) {
		throw new \RuntimeException("$where: " . json_encode($job->error()) . $job->output());
	}
	foreach (array_keys($job->result()[0]) as $case) {
		$clock = array_column(array_column($job->result(), $case), 0);
		$processor = array_filter(array_column(array_column($job->result(), $case), 1), is_float(...)) ?:
			array_filter(array_column(array_column($job->result(), $case), 1), is_int(...));
		$seen[$where][$case] = [median($clock), $processor ? median($processor) : NAN];
		$rows[] = ["$where: $case", microseconds(median($clock)), microseconds(percentile($clock, 95)),
			$processor ? microseconds(median($processor)) : '-'];
	}
}
echo "In microseconds per call, {$options['updates']} calls without a pause in each of {$options['rounds']} rounds, but for the last line. By the clock, and of the\n" .
	"processor time of the process that reports.\n\n";
table(['', 'p50', 'p95', 'processor'], $rows);
$targets = new Targets;
foreach ($seen as $where => $cases) {
	foreach (['another percent', 'percent and another text'] as $case) {
		$targets->atMost("$where: update(), $case", $cases[$case][0] / 1000, 5, '', ' us');
		$targets->atMost("$where: update(), $case, processor time", $cases[$case][1] / 1000, 5, '', ' us');
	}
}
$targets->print();

/* ---- start() ---- */
title('How long start() keeps the caller');
$manager = new \BackgroundProcessManager(['working_directory' => $directory]);
$ways = [
	'process' => ['BackgroundProcess::run()', fn () => $manager->createProcess([TRUE_PROGRAM])],
	'command' => ['startCommand()', fn () => $jobs->startCommand([TRUE_PROGRAM])],
	'call' => ['startCall()', fn () => $jobs->startCall('strrev', ['abc'], ['php_binary' => php_command(true)])],
	'fastcgi' => ['start() by FastCGI', fn () => $jobs->start('/job.php')],
	'http' => ['start() by HTTP (nobody answers)', fn () => $jobs->start('/job', ['transport' => 'http', 'start_timeout' => 5])],
];
$samples = [];
for ($round = 0; $round <= $options['rounds']; $round++) {
	$order = array_keys($ways);
	shuffle($order);
	foreach ($order as $way) {
		for ($i = 0; $i < 5; $i++) {
			usleep(PAUSE_US);
			$begin = hrtime(true);
			$started = $ways[$way][1]();
			if ($way === 'process') {
				$begin = hrtime(true);
				$started->run();
			}
			$end = hrtime(true);
			if (!$started->wait(20)) {
				throw new \RuntimeException("$way does not end");
			}
			if ($round > 0 && $i > 0) {
				$samples[$way][$round][] = $end - $begin;
			}
		}
	}
}
$rows = [];
foreach ($ways as $way => [$text]) {
	$all = array_merge(...array_values($samples[$way]));
	$rows[] = [$text, microseconds(median($all)), microseconds(percentile($all, 95)), count($all), $way === 'process' ? '1' : (new Ratio($samples[$way], $samples['process']))->text()];
}
echo 'In microseconds, with the record on disk (' . file_system($directory) . "); `true`, `strrev()`, an empty script.\n\n";
table(['', 'p50', 'p95', 'samples', 'ratio'], $rows);
$targets = new Targets;
foreach (array_slice($ways, 1) as $way => [$text]) {
	$targets->atMost($text, median(array_merge(...array_values($samples[$way]))) / 1e6, 20, '', ' ms');
}
$targets->print();

/* ---- a whole job ---- */
title('Processor time of a job');
$floor = new Worker([$options['floors'] . '/cpu_floor', TRUE_PROGRAM]);
$ways = ['command' => 'startCommand() of true', 'call' => 'startCall() of strrev(), PHP included',
	'fastcgi' => 'start() by FastCGI, without the worker'];
$samples = [];
$rounds = max(3, intdiv($options['rounds'], 3));
for ($round = 0; $round <= $rounds; $round++) {
	$values = $floor->measure(($options['count'] + 1) . ' ' . PAUSE_US);
	if ($round > 0) {
		$samples['floor'][$round] = [array_sum($values) / count($values)];
	}
	foreach (array_keys($ways) as $way) {
		$value = below_reaper($options, $way, $directory, $pool, $root);
		if ($round > 0) {
			$samples[$way][$round] = [$value];
		}
	}
}
$rows = [];
foreach (['floor' => 'fork+exec+wait of true in C'] + $ways as $way => $text) {
	$all = array_merge(...array_values($samples[$way]));
	$rows[] = [$text, microseconds(median($all)), microseconds(percentile($all, 25)) . '-' . microseconds(percentile($all, 75)), count($all),
		$way === 'floor' ? '1' : (new Ratio($samples[$way], $samples['floor']))->text()];
}
echo 'User and system time of everything from the start to the last record (on ' . file_system($directory) . "), in microseconds per job.\n\n";
table(['', 'p50', 'p25-p75', 'rounds', 'ratio'], $rows);
