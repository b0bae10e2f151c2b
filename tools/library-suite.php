<?php
/*
 * Runs test classes written for PHPUnit 3 with the little of PHPUnit that the suite of kohkimakimoto/BackgroundProcess uses. See
 * tools/library-suite.sh.
 *
 *   php tools/library-suite.php FILE...
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

class PHPUnit_Framework_TestCase
{
	public static int $assertions = 0;

	public function assertEquals(mixed $expected, mixed $actual): void
	{
		self::$assertions++;
		if ($expected != $actual) {
			throw new LogicException('expected ' . print_r($expected, true) . ', got ' . print_r($actual, true));
		}
	}

	public function assertRegExp(string $pattern, string $text): void
	{
		self::$assertions++;
		if (!preg_match($pattern, $text)) {
			throw new LogicException("\"$text\" does not match $pattern");
		}
	}
}

error_reporting(-1);
set_error_handler(static fn (int $level, string $text, string $file, int $line) => throw new ErrorException($text, 0, $level, $file, $line));
foreach (array_slice($argv, 1) as $file) {
	require $file;
}
$passed = $failed = 0;
foreach (get_declared_classes() as $class) {
	if (!is_subclass_of($class, PHPUnit_Framework_TestCase::class)) {
		continue;
	}
	foreach (preg_grep('/^test/', get_class_methods($class)) as $method) {
		try {
			(new $class)->$method();
			echo "PASS $class::$method\n";
			$passed++;
		} catch (Throwable $e) {
			echo "FAIL $class::$method: $e\n";
			$failed++;
		}
	}
}
printf("library-suite: %d passed, %d failed (%d assertions)\n", $passed, $failed, PHPUnit_Framework_TestCase::$assertions);
exit($failed || !$passed ? 1 : 0);
