<?php
/*
 * The PHP libraries bgproc is compared with. Each function makes one of them usable and returns null, or says why it is
 * missing. They are found in the Composer directory (--vendor) or in a checkout (--cocur, --kohkimakimoto).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bench;

function load_vendor(array $options): ?string
{
	/* Two of the peers are older than the interpreter, which has much to say about them. */
	error_reporting(E_ALL & ~E_DEPRECATED);
	$autoloader = $options['vendor'] . '/autoload.php';
	if (!is_file($autoloader)) {
		return 'composer install was not run (--vendor=DIR)';
	}
	require_once $autoloader;
	return null;
}

function load_symfony(array $options): ?string
{
	return load_vendor($options) ?? (class_exists(\Symfony\Component\Process\Process::class) ? null : 'no symfony/process');
}

function load_cocur(array $options): ?string
{
	$directory = $options['cocur'] ?: $options['vendor'] . '/cocur/background-process';
	if (!is_file("$directory/src/BackgroundProcess.php")) {
		return 'no checkout of cocur/background-process (--cocur=DIR)';
	}
	spl_autoload_register(static function (string $class) use ($directory) {
		$prefix = 'Cocur\\BackgroundProcess\\';
		if (str_starts_with($class, $prefix)) {
			@include_once "$directory/src/" . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
		}
	});
	return class_exists(\Cocur\BackgroundProcess\BackgroundProcess::class) ? null : "no class in $directory";
}

/* The ancestor. It throws an Exception of its own namespace that it does not define, and needs two parts of Symfony. */
function load_kohkimakimoto(array $options): ?string
{
	$directory = $options['kohkimakimoto'] ?: $options['vendor'] . '/kohkimakimoto/background-process';
	if (!is_file("$directory/src/Kohkimakimoto/BackgroundProcess/BackgroundProcess.php")) {
		return 'no checkout of kohkimakimoto/background-process (--kohkimakimoto=DIR)';
	}
	$missing = load_vendor($options);
	if ($missing !== null) {
		return $missing;
	}
	foreach ([\Symfony\Component\Filesystem\Filesystem::class, \Symfony\Component\Finder\Finder::class] as $class) {
		if (!class_exists($class)) {
			return "no $class";
		}
	}
	spl_autoload_register(static function (string $class) use ($directory) {
		$prefix = 'Kohkimakimoto\\BackgroundProcess\\';
		if ($class === $prefix . 'Exception') {
			class_alias(\RuntimeException::class, $class);
		} elseif (str_starts_with($class, $prefix)) {
			@include_once "$directory/src/" . strtr($class, '\\', '/') . '.php';
		}
	});
	if (!class_exists(\Kohkimakimoto\BackgroundProcess\BackgroundProcess::class)) {
		return "no class in $directory";
	}
	$class = new \ReflectionClass(\Kohkimakimoto\BackgroundProcess\BackgroundProcess::class);
	return $class->isInternal() ? 'its name is taken by bgproc; load the module with -d, not from php.ini' : null;
}

/* Its wrapper is "nohup php FILE", the php of the PATH with its whole configuration, and needs posix there. */
function kohkimakimoto_process(string $command, string $directory): object
{
	return new \Kohkimakimoto\BackgroundProcess\BackgroundProcess($command, ['working_directory' => $directory]);
}
