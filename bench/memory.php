<?php
/*
 * How much memory does a running background process hold beside the command itself? The proportional and the private part
 * (/proc/PID/smaps_rollup) of the supervisor, with 20 running; of the ancestor its PHP wrapper.
 *
 *   php -n -d extension=bgproc.so bench/memory.php [--running=N]
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';
require __DIR__ . '/peers.php';

/* In KiB: Pss and what no other process shares. */
function memory_of(int $pid): array
{
	$text = (string) file_get_contents("/proc/$pid/smaps_rollup");
	if (!preg_match_all('~^(Pss|Private_Clean|Private_Dirty|Rss):\s+(\d+) kB$~m', $text, $m)) {
		throw new \RuntimeException("no smaps_rollup of process $pid");
	}
	$value = array_combine($m[1], array_map('intval', $m[2]));
	return ['pss' => $value['Pss'], 'private' => $value['Private_Clean'] + $value['Private_Dirty'], 'rss' => $value['Rss']];
}

/* All are there and have come to rest: two looks with the same result. */
function memory_of_all(array $pids): array
{
	$last = null;
	wait_until(static function () use ($pids, &$last): bool {
		usleep(200000);
		$now = array_map(memory_of(...), $pids);
		$same = $now === $last;
		$last = $now;
		return $same;
	});
	return $last;
}

function own(array $options): array
{
	$manager = new \BackgroundProcessManager(['working_directory' => state_directory($options)]);
	$processes = [];
	try {
		for ($i = 0; $i < $options['running']; $i++) {
			$processes[$i] = new \BackgroundProcess(['/bin/sleep', '600'], $manager);
			$processes[$i]->run();
		}
		foreach ($processes as $process) {
			if (!wait_until(static fn () => $process->getState() === \Bgproc\State::Running)) {
				throw new \RuntimeException('a process does not run');
			}
		}
		return memory_of_all(array_map(static fn ($process) => $process->getPid(), $processes));
	} finally {
		foreach ($processes as $process) {
			$process->stop(1.0);
		}
	}
}

/* In a process without the module, see php_command(). The commands last until somebody writes to the FIFO. */
function work_kohkimakimoto(array $options): void
{
	$why = load_kohkimakimoto($options);
	if ($why !== null) {
		echo json_encode(['missing' => $why]), "\n";
		return;
	}
	$directory = state_directory($options);
	$fifo = "$directory/fifo";
	exec('mkfifo ' . escapeshellarg($fifo));
	$records = [];
	for ($i = 0; $i < $options['running']; $i++) {
		$process = kohkimakimoto_process("exec cat $fifo", $directory);
		$process->run();
		$records[] = [$process, "$directory/" . $process->getKey() . '.json'];
	}
	$pids = [];
	foreach ($records as [, $record]) {
		/* The record is written in place: until it is whole it is not JSON. */
		wait_until(static function () use ($record, &$pids): bool {
			$pid = json_decode((string) @file_get_contents($record), true)['pid'] ?? 0;
			if ($pid > 0) {
				$pids[] = $pid;
			}
			return $pid > 0;
		}, 15.0);
	}
	echo json_encode(['memory' => memory_of_all($pids)]), "\n";
	$writer = fopen($fifo, 'r+');
	fclose($writer);
	foreach ($records as [$process]) {
		wait_until(static fn () => !exists($process->getExecutablePHPFilePath()));
	}
}

$options = options(['running' => 20, 'worker' => '']);
if ($options['worker'] !== '') {
	work_kohkimakimoto($options);
	exit(0);
}
title('Memory');
$sides = ['bgproc, the supervisor' => own($options)];
$worker = php_worker($options, false, ['--worker=1', "--running={$options['running']}"]);
$answer = json_decode($worker->read(), true);
$worker->close();
if (isset($answer['memory'])) {
	$sides['kohkimakimoto, the PHP wrapper'] = $answer['memory'];
}
$pss = median(array_column($sides['bgproc, the supervisor'], 'pss'));
$rows = [];
foreach ($sides as $text => $memory) {
	$each = array_column($memory, 'pss');
	$rows[] = [$text, short(median($each)), short(min($each)) . '-' . short(max($each)), short(median(array_column($memory, 'private'))),
		short(median(array_column($memory, 'rss'))), count($memory), short(median($each) / $pss)];
}
echo "KiB per running process, without the command itself, {$options['running']} running at once: the median.\n\n";
table(['', 'PSS', 'min-max', 'private', 'RSS', 'processes', 'ratio'], $rows);
$targets = new Targets();
$targets->atMost("PSS of the supervisor, {$options['running']} running", $pss, 200, short($pss) . ' KiB', ' KiB');
if (isset($answer['missing'])) {
	$targets->missing('kohkimakimoto/background-process', $answer['missing']);
}
$targets->print();
