<?php
/*
 * What the bench scripts share: options, the programs measured against each other, numbers and tables. README.md tells the
 * method.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

const TRUE_PROGRAM = '/bin/true';

/* The options "--name=value" and "--name" of this script, over its defaults. An unknown one ends it. */
function options(array $defaults): array
{
	$defaults += ['floors' => __DIR__ . '/floors', 'vendor' => __DIR__ . '/vendor', 'cocur' => '', 'kohkimakimoto' => '', 'dir' => ''];
	foreach (array_slice($GLOBALS['argv'], 1) as $argument) {
		if (!preg_match('~^--([a-z-]+)(?:=(.*))?$~s', $argument, $m) || !array_key_exists($m[1], $defaults)) {
			fwrite(STDERR, "unknown option $argument; known: --" . implode(', --', array_keys($defaults)) . "\n");
			exit(2);
		}
		$defaults[$m[1]] = is_int($defaults[$m[1]]) ? (int) ($m[2] ?? 1) : ($m[2] ?? '1');
	}
	return $defaults;
}

/*
 * The interpreter with the options it was given itself, with the module or without: the peers are measured without, as they
 * are used, and because bgproc registers class names of one of them.
 */
function php_command(bool $module): array
{
	$words = explode("\0", rtrim((string) file_get_contents('/proc/self/cmdline'), "\0"));
	$words = array_slice($words, 1, (int) array_search($GLOBALS['argv'][0], $words, true) - 1);
	for ($i = count($words) - 1; !$module && $i > 0; $i--) {
		if ($words[$i - 1] === '-d' && preg_match('~^extension=.*bgproc(\.so)?$~', $words[$i])) {
			array_splice($words, $i - 1, 2);
		}
	}
	return [PHP_BINARY, ...$words];
}

/* This script once more, as a process that is measured. */
function php_worker(array $options, bool $module, array $more): Worker
{
	$same = array_map(static fn (string $name) => "--$name={$options[$name]}", ['floors', 'vendor', 'cocur', 'kohkimakimoto', 'dir']);
	return new Worker([...php_command($module), $GLOBALS['argv'][0], ...$same, ...$more]);
}

/* A command that answers each line on its stdin with a line on its stdout. */
final class Worker
{
	private $process;
	private array $pipes = [];

	public function __construct(array $command)
	{
		$this->process = proc_open($command, [0 => ['pipe', 'r'], 1 => ['pipe', 'w']], $this->pipes);
		if (!$this->process) {
			throw new \RuntimeException('cannot start ' . implode(' ', $command));
		}
	}

	public function ask(string $request): string
	{
		$this->write($request);
		return $this->read();
	}

	/* A line whose answer is read later. */
	public function write(string $request): void
	{
		fwrite($this->pipes[0], "$request\n");
	}

	/* A line it says unasked. */
	public function read(): string
	{
		$answer = fgets($this->pipes[1]);
		if ($answer === false) {
			throw new \RuntimeException('no answer from a worker');
		}
		return rtrim($answer);
	}

	/** @return list<float> the numbers of the answer, in nanoseconds */
	public function measure(string $request): array
	{
		$answer = $this->ask($request);
		if (!preg_match('~^\d+( \d+)*$~', $answer)) {
			throw new \RuntimeException("no numbers: $answer");
		}
		return array_map('floatval', explode(' ', $answer));
	}

	public function pid(): int
	{
		return proc_get_status($this->process)['pid'];
	}

	public function close(): void
	{
		fclose($this->pipes[0]);
		fclose($this->pipes[1]);
		proc_close($this->process);
	}
}

/* Polls a condition; false when it does not come true in time. */
function wait_until(callable $condition, float $seconds = 10.0): bool
{
	$deadline = hrtime(true) + $seconds * 1e9;
	while (!$condition()) {
		if (hrtime(true) > $deadline) {
			return false;
		}
		usleep(100);
	}
	return true;
}

function exists(string $path): bool
{
	clearstatcache(true, $path);
	return file_exists($path);
}

/* Whether a process has ended. A zombie has: when it is reaped is up to the init of the machine. */
function has_ended(int $pid): bool
{
	$stat = @file_get_contents("/proc/$pid/stat");
	return $stat === false || preg_match('~\) [ZX] ~', $stat) === 1;
}

/* A private directory below --dir (or the temporary directory), removed at the end of the script. */
function state_directory(array $options): string
{
	$directory = ($options['dir'] ?: sys_get_temp_dir()) . '/bgproc-bench-' . bin2hex(random_bytes(6));
	mkdir($directory, 0700);
	$owner = getmypid();
	register_shutdown_function(static function () use ($directory, $owner) {
		if (getmypid() === $owner) {
			remove_directory($directory);
		}
	});
	return $directory;
}

/* The type of the file system a directory is on, as /proc/mounts has it. */
function file_system(string $directory): string
{
	$type = '';
	$longest = 0;
	foreach ((array) @file('/proc/mounts') as $line) {
		[, $mount, $its] = explode(' ', (string) $line);
		if (strlen($mount) >= $longest && str_starts_with(realpath($directory) . '/', rtrim($mount, '/') . '/')) {
			$longest = strlen($mount);
			$type = $its;
		}
	}
	return $type;
}

function remove_directory(string $directory): void
{
	foreach (array_diff((array) @scandir($directory), ['.', '..', false]) as $name) {
		is_dir("$directory/$name") && !is_link("$directory/$name") ? remove_directory("$directory/$name") : @unlink("$directory/$name");
	}
	@rmdir($directory);
}

/* ---- numbers ---- */

function percentile(array $values, float $percent): float
{
	if (!$values) {
		return NAN;
	}
	sort($values);
	$at = $percent / 100 * (count($values) - 1);
	$low = (int) floor($at);
	$high = min($low + 1, count($values) - 1);
	return $values[$low] + ($values[$high] - $values[$low]) * ($at - $low);
}

function median(array $values): float
{
	return percentile($values, 50);
}

/*
 * How many times the cost of b that of a is: the ratio of the medians over all samples, and the middle half of the ratios
 * of the rounds, which shows how far the machine lets one trust it. Both are lists of rounds, each a list of samples.
 */
final class Ratio
{
	public float $value;
	public float $low;
	public float $high;
	private float $best;

	public function __construct(array $a, array $b)
	{
		$each = [];
		foreach (array_intersect_key($a, $b) as $round => $samples) {
			$each[] = median($samples) / median($b[$round]);
		}
		$all_a = array_merge(...array_values($a));
		$all_b = array_merge(...array_values($b));
		$this->value = median($all_a) / median($all_b);
		$this->best = percentile($all_a, 10) / percentile($all_b, 10);
		$this->low = percentile($each, 25);
		$this->high = percentile($each, 75);
	}

	public function text(): string
	{
		return sprintf('%s (%s-%s)', short($this->value), short($this->low), short($this->high));
	}

	/* With what the least disturbed tenth of either side says. */
	public function withBest(): string
	{
		return $this->text() . ', p10 ' . short($this->best);
	}
}

/* Three digits at most. */
function short(float $number): string
{
	return is_nan($number) ? '-' : number_format($number, $number < 10 ? 2 : ($number < 100 ? 1 : 0), '.', '');
}

function microseconds(float $nanoseconds): string
{
	return short($nanoseconds / 1000);
}

/* ---- what is printed: Markdown, which also reads well in a terminal ---- */

function title(string $text): void
{
	printf("## %s\n\n%s UTC, load average %s, %d processors\n\n", $text, gmdate('Y-m-d H:i:s'),
		implode(' ', array_slice(explode(' ', (string) file_get_contents('/proc/loadavg')), 0, 3)),
		preg_match_all('~^processor~m', (string) file_get_contents('/proc/cpuinfo')));
}

function table(array $head, array $rows): void
{
	$widths = array_map('strlen', $head);
	foreach ($rows as $row) {
		foreach ($row as $i => $cell) {
			$widths[$i] = max($widths[$i], strlen((string) $cell));
		}
	}
	$line = static function (array $cells) use ($widths): string {
		$out = '|';
		foreach ($widths as $i => $width) {
			$out .= ' ' . str_pad((string) $cells[$i], $width, ' ', $i === 0 ? STR_PAD_RIGHT : STR_PAD_LEFT) . ' |';
		}
		return "$out\n";
	};
	echo $line($head), '|', implode('|', array_map(static fn (int $i, int $w) => str_repeat('-', $w + 1) . ($i === 0 ? '-' : ':'),
		array_keys($widths), $widths)), "|\n";
	foreach ($rows as $row) {
		echo $line($row);
	}
	echo "\n";
}

/*
 * The targets of a script and whether they are reached. Nothing depends on the verdict: a bench measures, the tests decide.
 */
final class Targets
{
	private array $rows = [];

	public function atMost(string $what, float $value, float $target, string $shown = '', string $unit = 'x'): void
	{
		$this->add($what, $value, $value <= $target, $shown, '<= ' . short($target) . $unit);
	}

	public function atLeast(string $what, float $value, float $target, string $shown = '', string $unit = 'x'): void
	{
		$this->add($what, $value, $value >= $target, $shown, '>= ' . short($target) . $unit);
	}

	public function missing(string $what, string $why): void
	{
		$this->rows[] = [$what, '-', '-', "missing: $why"];
	}

	private function add(string $what, float $value, bool $reached, string $shown, string $target): void
	{
		$this->rows[] = [$what, $shown ?: short($value), $target, $reached ? 'reached' : 'not reached'];
	}

	public function print(): void
	{
		table(['target', 'measured', 'figure', 'verdict'], $this->rows);
	}
}
