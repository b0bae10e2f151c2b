<?php
/*
 * The packages that tests, examples and bench take from Packagist and npm. Each folder that needs some says which in composer.json or
 * package.json (exact versions), and has a lock beside it: packages.lock for Composer (tests/inc/composer.inc), package-lock.json for npm.
 *
 *   php tools/packages.php install DIR                  installs them and prints the vendor or node_modules directory
 *   php tools/packages.php lock DIR                     writes DIR/packages.lock anew: what composer.json asks for and what that requires
 *   php tools/packages.php project LOCK NAME TARGET     one package without what it requires, as LOCK has it, into the new folder TARGET
 *   php tools/packages.php check < FILES                what floats in these files (tools/check-pins.sh)
 *   php tools/packages.php outdated < FILES             what is newer (tools/outdated.sh)
 *
 * FILES are paths, one a line. Sums of a package are those of its files, so that it does not matter who packed them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

require __DIR__ . '/../tests/inc/npm.inc';

const EXACT = '~^v?\d+(\.\d+){1,3}(-[A-Za-z0-9.]+)?$~';

/* What the PHP itself has is no package. */
function is_platform(string $name): bool
{
	return $name === 'php' || preg_match('~^(ext|lib|php|composer)-~', $name) === 1 || !str_contains($name, '/');
}

function temporary(): string
{
	$dir = sys_get_temp_dir() . '/bgproc-lock-' . bin2hex(random_bytes(8));
	mkdir($dir, 0700);
	register_shutdown_function(static fn () => packages_client(['rm', '-rf', $dir], '/', []));
	return $dir;
}

function composer(array $words, string $dir): void
{
	if (!packages_client(['composer', '--no-interaction', '--no-plugins', '--no-scripts', ...$words], $dir,
		['COMPOSER_ALLOW_SUPERUSER' => '1', 'COMPOSER_NO_AUDIT' => '1'])) {
		throw new RuntimeException("composer $words[0] failed:\n" . file_get_contents("$dir/log"));
	}
}

function install(string $from): string
{
	$npm = is_file("$from/package.json");
	return ($npm ? npm_modules($from) : composer_vendor($from))
		?? throw new RuntimeException("$from: " . ($npm ? 'npm' : 'Composer') . ' or the packages cannot be had (see bgproc-packages-*/log in '
			. sys_get_temp_dir() . '; a failure counts for ten minutes)');
}

function lock(string $from): void
{
	$dir = temporary();
	$root = json_decode(file_get_contents("$from/composer.json"), true);
	$root['config'] = ['allow-plugins' => false, 'lock' => false, 'platform' => ['php' => '8.2.20']];
	file_put_contents("$dir/composer.json", json_encode($root, JSON_UNESCAPED_SLASHES));
	composer(['--no-dev', 'update'], $dir);
	$lines = '';
	foreach (json_decode(file_get_contents("$dir/vendor/composer/installed.json"), true)['packages'] as $package) {
		$lines .= "$package[name] $package[version] " . package_sum("$dir/vendor/$package[name]") . "\n";
	}
	file_put_contents("$from/packages.lock", "# Written by tools/packages.php lock: name, version, SHA-256 of the files.\n$lines");
}

function project(string $lock, string $name, string $target): void
{
	[$version, $sum] = packages_locked($lock)[$name] ?? throw new RuntimeException("$lock does not name $name");
	$dir = temporary();
	composer(['create-project', '--no-install', '--ignore-platform-reqs', $name, "$dir/project", $version], $dir);
	$found = package_sum("$dir/project");
	if ($found !== $sum) {
		throw new RuntimeException("$name $version: the sum of its files is $found, $lock says $sum");
	}
	@mkdir(dirname($target), 0755, true);
	rename("$dir/project", $target) ?: throw new RuntimeException("cannot make $target");
}

/* What floats in a composer.json, or is not as packages.lock beside it says. */
function check_composer(string $file): array
{
	$json = json_decode(file_get_contents($file), true);
	if (!is_array($json)) {
		return ["$file: not JSON"];
	}
	$bad = [];
	$lock = dirname($file) . '/packages.lock';
	$locked = is_file($lock) ? packages_locked($lock) : null;
	foreach (['require', 'require-dev'] as $kind) {
		foreach ($json[$kind] ?? [] as $name => $version) {
			if (is_platform($name)) {
				continue;
			}
			if (!preg_match(EXACT, $version)) {
				$bad[] = "$file: $name floats: \"$version\" is not one version";
			} elseif ($locked === null) {
				$bad[] = "$file: no packages.lock beside it (php tools/packages.php lock " . dirname($file) . ')';
				$locked = [];
			} elseif ($locked !== [] && $kind === 'require' && ltrim($locked[$name][0] ?? 'none', 'v') !== ltrim($version, 'v')) {
				$bad[] = "$file: $name $version, but packages.lock has " . ($locked[$name][0] ?? 'none');
			}
		}
	}
	return $bad;
}

/* What floats in a package.json, or has no hash in package-lock.json beside it. */
function check_npm(string $file): array
{
	$json = json_decode(file_get_contents($file), true);
	if (!is_array($json)) {
		return ["$file: not JSON"];
	}
	$bad = [];
	$wanted = [];
	foreach (['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as $kind) {
		foreach ($json[$kind] ?? [] as $name => $version) {
			$wanted[$name] = $version;
			if (!preg_match(EXACT, $version)) {
				$bad[] = "$file: $name floats: \"$version\" is not one version";
			}
		}
	}
	$lock = dirname($file) . '/package-lock.json';
	if ($wanted === []) {
		return $bad;
	}
	if (!is_file($lock)) {
		return [...$bad, "$file: no package-lock.json beside it (npm install --package-lock-only)"];
	}
	$locked = json_decode(file_get_contents($lock), true)['packages'] ?? [];
	foreach ($wanted as $name => $version) {
		if (($locked["node_modules/$name"]['version'] ?? 'none') !== $version) {
			$bad[] = "$file: $name $version, but package-lock.json has " . ($locked["node_modules/$name"]['version'] ?? 'none');
		}
	}
	foreach ($locked as $path => $package) {
		if ($path !== '' && !str_starts_with($package['integrity'] ?? '', 'sha512-')) {
			$bad[] = "$lock: $path has no sha512 hash";
		}
		if (isset($package['resolved'])) {
			$bad[] = "$lock: $path has a download address, which differs from registry to registry";
		}
	}
	return $bad;
}

/* Who asks a registry for a package must do it through the functions above: they know the versions. */
function check_calls(string $file): array
{
	if (preg_match('~\.md$|^(tools/packages\.php|tests/inc/(composer|npm)\.inc|tools/tests/check-pins\.sh)$~', $file)) {
		return [];
	}
	$clients = '~create-project|\bcomposer[^\n#]{0,60}\b(install|update|require|global)\b|\bnpm[\s\',"]+(i|install|ci|add|exec|x)\b|\bnpx\b|\bpip3? install\b~';
	$bad = [];
	foreach (explode("\n", file_get_contents($file)) as $i => $line) {
		/* Comments speak of them, and so do messages. */
		if (preg_match($clients, $line, $match) && !preg_match('~^\s*(#|//|/?\*)|composer install was not run~', $line)) {
			$bad[] = "$file:" . ($i + 1) . ": \"$match[0]\" asks a registry; use tools/packages.php, composer_vendor() or npm_modules()";
		}
	}
	return $bad;
}

function check(array $files): array
{
	$bad = [];
	foreach ($files as $file) {
		if (!is_file($file) || str_contains(substr(file_get_contents($file), 0, 8000), "\0")) {
			continue;
		}
		try {
			array_push($bad, ...match (basename($file)) {
				'composer.json' => check_composer($file),
				'package.json' => check_npm($file),
				'packages.lock' => packages_locked($file) ? [] : ["$file: no package"],
				'package-lock.json' => [],
				default => check_calls($file),
			});
		} catch (RuntimeException $e) {
			$bad[] = $e->getMessage();
		}
	}
	return $bad;
}

/* What a client of a registry prints as JSON, or an empty array. */
function answer(array $command, ?string $dir = null): array
{
	$null = ['file', '/dev/null', 'w'];
	$process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], $null], $pipes, $dir, ['COMPOSER_ALLOW_SUPERUSER' => '1'] + getenv());
	$text = stream_get_contents($pipes[1]);
	proc_close($process);
	return json_decode($text, true) ?? [];
}

/* Prints "FOLDER: NAME VERSION, newest is VERSION" for what has moved on. */
function outdated(array $files): void
{
	$composer = ['composer', '--no-interaction', '--no-plugins', '--format=json'];
	foreach ($files as $file) {
		$from = dirname($file);
		$newest = [];
		switch (basename($file)) {
			case 'packages.lock':
				$answer = answer([...$composer, '--working-dir', dirname(install($from)), 'outdated']);
				$newest = array_map(null, array_column($answer['installed'] ?? [], 'name'), array_column($answer['installed'] ?? [], 'version'),
					array_column($answer['installed'] ?? [], 'latest'));
				break;
			case 'peers.lock':
				foreach (packages_locked($file) as $name => [$version]) {
					$newest[] = [$name, $version, answer([...$composer, 'show', '--all', $name])['versions'][0] ?? 'unknown'];
				}
				break;
			case 'package-lock.json':
				$dir = temporary();
				copy("$from/package.json", "$dir/package.json");
				copy($file, "$dir/package-lock.json");
				foreach (answer(['npm', 'outdated', '--json'], $dir) as $name => $package) {
					$newest[] = [$name, $package['wanted'], $package['latest']];
				}
				break;
		}
		foreach ($newest as [$name, $version, $latest]) {
			echo $version === $latest ? '' : "$from: $name $version, newest is $latest\n";
		}
	}
}

function main(array $words): int
{
	$files = static fn () => file('php://stdin', FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES);
	switch ([$words[0] ?? '', count($words)]) {
		case ['install', 2]:
			echo install(rtrim($words[1], '/')), "\n";
			return 0;
		case ['lock', 2]:
			lock(rtrim($words[1], '/'));
			return 0;
		case ['project', 4]:
			project($words[1], $words[2], $words[3]);
			return 0;
		case ['check', 1]:
			$bad = check($files());
			echo $bad ? implode("\n", $bad) . "\n" : '';
			return $bad ? 1 : 0;
		case ['outdated', 1]:
			outdated($files());
			return 0;
	}
	throw new RuntimeException('usage: php tools/packages.php install DIR | lock DIR | project LOCK NAME TARGET | check < FILES | outdated < FILES');
}

try {
	exit(main(array_slice($argv, 1)));
} catch (RuntimeException $e) {
	fwrite(STDERR, $e->getMessage() . "\n");
	exit(1);
}
