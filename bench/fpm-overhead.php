<?php
/*
 * What does the module cost a php-fpm pool: requests per second without it, with it loaded and unused, and with 1, 10 and 100
 * tasks in each request? And what does a visitor wait for when a task takes 500 ms?
 *
 * Each variant has a pool of its own with one worker. Requests go one after the other over a kept FastCGI connection, so the
 * next one waits for the tasks: the figures contain all that a request costs, with no web server in between.
 *
 *     --rounds=N       rounds (default 200)
 *     --requests=N     requests per variant and round (default 100)
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

require __DIR__ . '/lib.php';
require __DIR__ . '/../tests/inc/servers.inc';

$options = options(['rounds' => 200, 'requests' => 100]);

/* The file that this process has loaded: servers must measure the same. */
function module_file(): ?string
{
	preg_match('~ (/\S*/bgproc\.so)$~m', (string) file_get_contents('/proc/self/maps'), $m);
	return $m[1] ?? null;
}

$module = module_file();
if ($module === null || \Servers::find('fpm') === null) {
	fwrite(STDERR, "needs bgproc.so loaded and php-fpm of this PHP\n");
	exit(1);
}

$servers = \Servers::open();
$servers->script('pid.php', '<?php echo getmypid();');
$servers->script('plain.php', '<?php echo str_repeat("answer ", 100);');
$servers->script('tasks.php', '<?php
	for ($i = (int) $_SERVER["QUERY_STRING"]; $i > 0; $i--) {
		background_processing_add(static function (int $n) { return $n * 2; }, $i);
	}
	echo str_repeat("answer ", 100);');
$servers->script('slow.php', '<?php
	$work = static function () { usleep(500000); };
	switch ($_SERVER["QUERY_STRING"]) {
		case "task": background_processing_add($work); break;
		case "before": $work(); break;
	}
	echo str_repeat("answer ", 100);');

$variants = ['module absent' => ['plain', ''], 'loaded, unused' => ['plain', ''], '1 task' => ['tasks', '1'],
	'10 tasks' => ['tasks', '10'], '100 tasks' => ['tasks', '100']];
$connections = $pids = [];
foreach (array_keys($variants) as $name) {
	$servers->module = $name === 'module absent' ? null : $module;
	$connections[$name] = new \FastCgi($servers->fpm(['log_errors' => 0], ['pm.max_children' => 1]), true);
	$connections[$name]->send("$servers->dir/www/pid.php");
	$pids[$name] = (int) $connections[$name]->receive()->body();
}

/* Nanoseconds from one answer to the next, each. */
function requests(\FastCgi $connection, string $file, string $query, int $count): array
{
	$each = [];
	for ($i = -2; $i < $count; $i++) {
		$start = hrtime(true);
		$connection->send($file, $query);
		if (!$connection->receive()->ended) {
			throw new \RuntimeException('no answer');
		}
		if ($i >= 0) {
			$each[] = hrtime(true) - $start;
		}
	}
	return $each;
}

/* Nanoseconds on a processor so far: who else uses the machine matters less to it than to the time that passes. */
function processor(int $pid): float
{
	return (float) strtok((string) file_get_contents("/proc/$pid/schedstat"), ' ');
}

title('What the module costs a php-fpm pool');
$time = $busy = [];
for ($round = 0; $round <= $options['rounds']; $round++) {
	$order = array_keys($variants);
	shuffle($order);
	foreach ($order as $name) {
		[$script, $query] = $variants[$name];
		$before = processor($pids[$name]);
		$each = requests($connections[$name], "$servers->dir/www/$script.php", $query, $options['requests']);
		if ($round > 0) {
			$time[$name][$round] = $each;
			/* requests() sends two before it counts. */
			$busy[$name][$round] = [(processor($pids[$name]) - $before) / ($options['requests'] + 2)];
		}
	}
}
$rows = [];
foreach (array_keys($variants) as $name) {
	$all = array_merge(...$time[$name]);
	$ratio = new Ratio($time['module absent'], $time[$name]);
	$rows[] = [$name, number_format(1e9 / median($all)), microseconds(median($all)), microseconds(percentile($all, 95)), $ratio->text(),
		microseconds(median(array_merge(...$busy[$name])))];
}
table(['', 'requests/s', 'us per request', 'p95', 'requests/s against absent', 'us of a processor'], $rows);
$targets = new Targets;
$ratio = new Ratio($time['module absent'], $time['loaded, unused']);
$targets->atLeast('requests/s, loaded and unused against absent', $ratio->value, 0.98, $ratio->text());
$ratio = new Ratio($busy['module absent'], $busy['loaded, unused']);
$targets->atLeast('the same by processor time', $ratio->value, 0.98, $ratio->text());
$targets->print();

title('What a visitor waits for when the work takes 500 ms');
$servers->stopAll();
$servers->module = $module;
$samples = 12;
$pool = $servers->fpm(['log_errors' => 0], ['pm.max_children' => $samples + 2]);
$rows = $waited = [];
foreach (['none' => 'no such work', 'task' => 'as a task', 'before' => 'before the answer ends'] as $query => $name) {
	fastcgi_request($pool, "$servers->dir/www/slow.php", 'none');
	for ($i = 0; $i < $samples; $i++) {
		$waited[$query][] = fastcgi_request($pool, "$servers->dir/www/slow.php", $query)->seconds * 1e3;
	}
	$rows[] = [$name, short(median($waited[$query])), short(max($waited[$query]))];
	/* Tasks of this variant must not keep the workers from the next one. */
	wait_until(static fn () => preg_match('~^active processes:\s+1$~m', fastcgi_request($pool, '/status', '', 'GET', '',
		['SCRIPT_NAME' => '/status'])->body()) === 1);
}
table(['the work', 'ms to the last byte', 'max'], $rows);
