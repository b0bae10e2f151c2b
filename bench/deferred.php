<?php
/*
 * What does a post-response task cost beside the work itself: add() and run(), per task, in time and memory, against
 * crowdstar/background-processing? Below both lies what direct calls of the same closures take.
 *
 *     --tasks=N        tasks per run (default 1000)
 *     --rounds=N       rounds (default 60)
 *     --crowdstar=DIR  a checkout of the library (default: Composer's)
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';

$options = options(['tasks' => 1000, 'rounds' => 60, 'crowdstar' => '', 'worker' => '']);

/* The library ends a request, so it must believe that it can. */
function load_crowdstar(array $options): ?string
{
	$directory = $options['crowdstar'] ?: $options['vendor'] . '/crowdstar/background-processing';
	if (!is_file("$directory/src/BackgroundProcessing.php")) {
		return 'no checkout of crowdstar/background-processing (--crowdstar=DIR)';
	}
	spl_autoload_register(static function (string $class) use ($directory) {
		$prefix = 'CrowdStar\\BackgroundProcessing\\';
		if (str_starts_with($class, $prefix)) {
			@include_once "$directory/src/" . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
		}
	});
	if (!function_exists('fastcgi_finish_request')) {
		eval('function fastcgi_finish_request() { return true; }');
	}
	return class_exists(\CrowdStar\BackgroundProcessing\BackgroundProcessing::class) ? null : "no class in $directory";
}

/* One run: nanoseconds for all tasks, bytes for all that wait. */
function measure(string $side, int $count): array
{
	$library = \CrowdStar\BackgroundProcessing\BackgroundProcessing::class;
	$sum = 0;
	$tasks = [];
	for ($i = 0; $i < $count; $i++) {
		$tasks[] = static function (int $n) use (&$sum): void { $sum += $n; };
	}
	if ($side === 'crowdstar') {
		/* Its state is static and never reset; its own tests do this. */
		foreach (['closures' => [], 'invoked' => false] as $name => $value) {
			(new \ReflectionProperty($library, $name))->setValue(null, $value);
		}
	}
	gc_collect_cycles();
	gc_disable();
	$before = memory_get_usage();
	$start = hrtime(true);
	if ($side === 'direct') {
		foreach ($tasks as $n => $task) {
			$task($n);
		}
		$memory = 0;
	} elseif ($side === 'bgproc') {
		foreach ($tasks as $n => $task) {
			background_processing_add($task, $n);
		}
		$memory = memory_get_usage() - $before;
		background_processing_run();
	} else {
		foreach ($tasks as $n => $task) {
			$library::add($task, $n);
		}
		$memory = memory_get_usage() - $before;
		$library::run();
	}
	$end = hrtime(true);
	gc_enable();
	if ($sum !== $count * ($count - 1) / 2) {
		throw new \RuntimeException("$side: the tasks did not run");
	}
	return [$end - $start, $memory];
}

if ($options['worker'] !== '') {
	if ($options['worker'] === 'crowdstar') {
		$missing = load_crowdstar($options);
		echo $missing ?? 'ready', "\n";
	} else {
		echo "ready\n";
	}
	ini_set('bgproc.max_tasks', (string) $options['tasks']);
	while (fgets(STDIN) !== false) {
		echo implode(' ', measure($options['worker'], $options['tasks'])), "\n";
	}
	exit;
}

title('What a post-response task costs');
$workers = [];
$missing = null;
foreach (['direct' => false, 'bgproc' => true, 'crowdstar' => false] as $side => $module) {
	$worker = php_worker($options, $module, ["--worker=$side", "--tasks={$options['tasks']}", "--crowdstar={$options['crowdstar']}"]);
	$answer = $worker->read();
	if ($answer === 'ready') {
		$workers[$side] = $worker;
	} else {
		$missing = $answer;
		$worker->close();
	}
}

$time = $memory = [];
for ($round = 0; $round <= $options['rounds']; $round++) {
	$order = array_keys($workers);
	shuffle($order);
	foreach ($order as $side) {
		[$nanoseconds, $bytes] = $workers[$side]->measure('go');
		if ($round > 0) {
			$time[$side][$round] = $nanoseconds / $options['tasks'];
		} else {
			/* Later rounds find the space of the results of earlier ones. */
			$memory[$side] = $bytes / $options['tasks'];
		}
	}
}

$rows = [];
$overhead = [];
foreach ($workers as $side => $worker) {
	$worker->close();
	$overhead[$side] = array_map(static fn (int $round) => [$time[$side][$round] - $time['direct'][$round]], array_keys($time['direct']));
	$beside = array_merge(...$overhead[$side]);
	$rows[] = [$side, short(median($time[$side])), $side === 'direct' ? '-' : short(median($beside)),
		$side === 'direct' ? '-' : short(percentile($beside, 95)), $side === 'direct' ? '-' : short($memory[$side])];
}
table(['', 'ns per task', 'beside the call, ns', 'p95', 'bytes per waiting task'], $rows);

$targets = new Targets;
if ($missing !== null) {
	$targets->missing('time beside the call, of crowdstar\'s', $missing);
	$targets->missing('memory of a waiting task, of crowdstar\'s', $missing);
} else {
	$ratio = new Ratio($overhead['bgproc'], $overhead['crowdstar']);
	$targets->atMost('time beside the call, of crowdstar\'s', $ratio->value, 0.2, $ratio->text());
	$targets->atMost('memory of a waiting task, of crowdstar\'s', $memory['bgproc'] / $memory['crowdstar'], 0.3);
}
$targets->print();
