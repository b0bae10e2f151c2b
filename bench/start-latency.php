<?php
/*
 * How long does a start keep the caller? run(), with an empty and with a full heap, against a bare posix_spawn() of the
 * same program and against what PHP and its libraries offer. Only the call that starts is timed, not the making of the
 * object and not the end.
 *
 *   php -n -d extension=bgproc.so -d memory_limit=-1 bench/start-latency.php [--rounds=N] [--burst=N] [--heap=MEGABYTES]
 *                                                                           [--app-heap=MEGABYTES]
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';
require __DIR__ . '/peers.php';

const PAUSE_US = 3000;

/* ---- the ways to start; each returns nanoseconds and leaves nothing running ---- */

function settle_bgproc(\BackgroundProcess $process): void
{
	$process->wait(10.0);
	$pid = $process->getPid();
	wait_until(static fn () => has_ended($pid));
}

/* With the module. */
function own_ways(string $directory, string $memory): array
{
	$run = static function (string $directory): \Closure {
		$manager = new \BackgroundProcessManager(['working_directory' => $directory]);
		return static function () use ($manager): int {
			$process = new \BackgroundProcess([TRUE_PROGRAM], $manager);
			$begin = hrtime(true);
			$process->run();
			$end = hrtime(true);
			settle_bgproc($process);
			return $end - $begin;
		};
	};

	return [
		'run' => $run($directory),
		'run-memory' => $run($memory ?: $directory),
		'new' => static function () use ($directory): int {
			$begin = hrtime(true);
			$process = new \BackgroundProcess([TRUE_PROGRAM], ['working_directory' => $directory]);
			$process->run();
			$end = hrtime(true);
			settle_bgproc($process);
			return $end - $begin;
		},
	];
}

/* Without. */
function other_ways(string $directory): array
{
	$null = [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']];

	return [
		'exec' => static function (): int {
			$begin = hrtime(true);
			exec(TRUE_PROGRAM . ' > /dev/null 2>&1 &');
			return hrtime(true) - $begin;
		},
		'proc_open' => static function () use ($null): int {
			$begin = hrtime(true);
			$process = proc_open([TRUE_PROGRAM], $null, $pipes);
			$end = hrtime(true);
			proc_close($process);
			return $end - $begin;
		},
		'symfony' => static function (): int {
			$process = new \Symfony\Component\Process\Process([TRUE_PROGRAM]);
			$begin = hrtime(true);
			$process->start();
			$end = hrtime(true);
			$process->wait();
			return $end - $begin;
		},
		'cocur' => static function (): int {
			$process = new \Cocur\BackgroundProcess\BackgroundProcess(TRUE_PROGRAM);
			$begin = hrtime(true);
			$process->run();
			return hrtime(true) - $begin;
		},
		'kohkimakimoto' => static function () use ($directory): int {
			$process = kohkimakimoto_process(TRUE_PROGRAM, $directory);
			$begin = hrtime(true);
			$process->run();
			$end = hrtime(true);
			/* Its wrapper removes itself last. */
			wait_until(static fn () => !exists($process->getExecutablePHPFilePath()));
			return $end - $begin;
		},
		'kohkimakimoto-record' => static function () use ($directory): int {
			/* The record goes with the end: the command must last until it has been seen. */
			$process = kohkimakimoto_process('sleep 0.1', $directory);
			$record = "$directory/" . $process->getKey() . '.json';
			$begin = hrtime(true);
			$process->run();
			if (!wait_until(static fn () => exists($record))) {
				throw new \RuntimeException('kohkimakimoto: no record');
			}
			$end = hrtime(true);
			wait_until(static fn () => !exists($process->getExecutablePHPFilePath()));
			return $end - $begin;
		},
	];
}

/*
 * The measured side: a process of its own with a heap of the wanted size. Requests are "WAY COUNT PAUSE_US", or the name of
 * a peer, answered with why it is missing.
 */
function work(array $options): void
{
	$ways = class_exists(\BackgroundProcess::class) ? own_ways($options['worker'], $options['memory']) : other_ways($options['worker']);
	$heap = [];
	for ($i = 0; $i < $options['heap']; $i++) {
		$heap[] = str_repeat(chr($i % 256), 1 << 20);
	}
	while (($line = fgets(STDIN)) !== false) {
		$words = explode(' ', trim($line));
		if (count($words) === 1) {
			echo (__NAMESPACE__ . "\\load_$words[0]")($options), "\n";
			continue;
		}
		$out = [];
		for ($i = 0; $i < (int) $words[1]; $i++) {
			$out[] = $ways[$words[0]]();
			usleep((int) $words[2]);
		}
		echo implode(' ', $out), "\n";
	}
}

/* ---- the comparison ---- */

/* name => [worker, way, what to call it, in every how manieth round]; missing: peer => why. */
function plan(array $options, string $directory, array &$missing): array
{
	$mb = ['' => 0, '-app' => $options['app-heap'], '-large' => $options['heap']];
	foreach (['own' => true, 'other' => false] as $side => $module) {
		foreach ($mb as $size => $heap) {
			$workers[$side . $size] = php_worker($options, $module, ["--worker=$directory", "--heap=$heap", "--memory={$options['memory']}"]);
			foreach ($module ? [] : ['symfony', 'cocur', 'kohkimakimoto'] as $peer) {
				$missing[$peer] = $workers[$side . $size]->ask($peer);
			}
		}
	}
	$detach = static fn (string $directory) => new Worker([$options['floors'] . '/detach_floor', TRUE_PROGRAM, $directory]);
	$plan = ['floor' => [new Worker([$options['floors'] . '/spawn_floor', TRUE_PROGRAM]), '', 'posix_spawn() in C', 1],
		'detach' => [$detach($directory), '', "nobody's child and one file, in C", 1]];
	if ($options['memory'] !== '') {
		$plan['detach-memory'] = [$detach($options['memory']), '', "nobody's child and one file, in C, tmpfs", 1];
	}
	foreach (['run' => 'run()', 'new' => 'new + run()', 'exec' => "exec('... &')", 'proc_open' => 'proc_open()',
		'symfony' => 'symfony/process start()', 'cocur' => 'cocur/background-process run()'] as $way => $text) {
		$side = in_array($way, ['run', 'new'], true) ? 'own' : 'other';
		if (($missing[$way] ?? '') === '') {
			$plan[$way] = [$workers[$side], $way, $text, 1];
			foreach (in_array($way, ['new', 'cocur'], true) ? [] : ['-app', '-large'] as $size) {
				$plan["$way$size"] = [$workers["$side$size"], $way, "$text, $mb[$size] MB heap", 1];
			}
		}
	}
	if ($options['memory'] !== '') {
		$plan['run-memory'] = [$workers['own'], 'run-memory', 'run(), records on tmpfs', 1];
	}
	if ($missing['kohkimakimoto'] === '') {
		/* Slow: every fourth round is enough. */
		$plan['kohkimakimoto'] = [$workers['other'], 'kohkimakimoto', 'kohkimakimoto/background-process run()', 4];
		$plan['kohkimakimoto-record'] = [$workers['other'], 'kohkimakimoto-record', 'kohkimakimoto, until its record exists', 4];
	}
	return $plan;
}

/* Rounds in an order that changes; of each burst the first sample warms up, and so does the first round. */
function measure(array $plan, array $options): array
{
	$samples = [];
	for ($round = 0; $round <= $options['rounds']; $round++) {
		$order = array_keys($plan);
		shuffle($order);
		foreach ($order as $name) {
			[$worker, $way, , $every] = $plan[$name];
			if ($round % $every !== 0) {
				continue;
			}
			$values = $worker->measure(trim($way . ' ' . ($options['burst'] + 1) . ' ' . PAUSE_US));
			if ($round > 0) {
				$samples[$name][$round] = array_slice($values, 1);
			}
		}
	}
	return $samples;
}

$options = options(['rounds' => 60, 'burst' => 5, 'heap' => 512, 'app-heap' => 32, 'worker' => '', 'memory' => '']);
if ($options['worker'] !== '') {
	work($options);
	exit(0);
}
title('Start latency');
$missing = [];
$directory = state_directory($options);
if (file_system($directory) !== 'tmpfs' && file_system('/dev/shm') === 'tmpfs' && is_writable('/dev/shm')) {
	$options['memory'] = state_directory(['dir' => '/dev/shm']);
}
$plan = plan($options, $directory, $missing);
$samples = measure($plan, $options);
$rows = [];
foreach ($samples as $name => $rounds) {
	$all = array_merge(...array_values($rounds));
	$rows[$name] = [$plan[$name][2], microseconds(percentile($all, 10)), microseconds(percentile($all, 50)), microseconds(percentile($all, 95)), microseconds(percentile($all, 25)) . '-' .
		microseconds(percentile($all, 75)), count($all), $name === 'floor' ? '1' : (new Ratio($rounds, $samples['floor']))->text()];
}
echo 'The caller waits, in microseconds. The program is ' . TRUE_PROGRAM . ', the state directory is on ' . file_system($directory) . ". Ratios are to\n" .
	"posix_spawn() in C: of the medians, and in brackets the middle half of the rounds.\n" .
	"run() is judged against a start in C that makes two processes and one file and does nothing else; what peers cost depends on\n" .
	"the machine.\n\n";
table(['', 'p10', 'p50', 'p95', 'p25-p75', 'samples', 'ratio of p50'], array_values(array_replace(array_intersect_key($plan, $rows), $rows)));

$targets = new Targets();
$compare = static fn (string $a, string $b) => new Ratio($samples[$a], $samples[$b]);
$ratio = $compare('run', 'detach');
$targets->atMost("run() against nobody's child and one file, in C", $ratio->value, 1.2, $ratio->withBest());
if (isset($samples['run-memory'])) {
	$ratio = $compare('run-memory', 'detach-memory');
	$targets->atMost("run() with its records on tmpfs against nobody's child and one file, in C", $ratio->value, 1.2, $ratio->withBest());
}
$ratio = $compare('run-large', 'run');
$targets->atMost("run() with {$options['heap']} MB of heap against an empty one", $ratio->value, 1.2, $ratio->withBest());
foreach (array_filter($missing) as $peer => $why) {
	$targets->missing($peer, $why);
}
$targets->print();
