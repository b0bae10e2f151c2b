<?php
/*
 * The contents of package.xml.
 *
 *   php -n tools/package-contents.php --list package.xml                        prints "path role" per file
 *   php -n tools/package-contents.php --update package.xml < files              prints package.xml with the contents of that list
 *   php -n tools/package-contents.php --roles < files                           prints "path role" for what would be packed
 *
 * The list on stdin is one path per line. It is the only place that knows which file gets which role.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

/* What stays in the repository: tools for developers and what only git reads. */
const NOT_PACKED = '~^(\.|tools/|bench/|web/|compat/|package\.xml$)~';

function role(string $path): ?string
{
	if (preg_match(NOT_PACKED, $path)) {
		return null;
	}
	return match (true) {
		str_starts_with($path, 'src/'), str_starts_with($path, 'stubs/'), str_starts_with($path, 'cli/') => 'src',
		in_array($path, ['config.m4', 'config.w32', 'Makefile.frag', 'php_bgproc.h', 'composer.json'], true) => 'src',
		$path === 'bin/bgproc' => 'script',
		str_starts_with($path, 'share/man/') => 'man',
		str_starts_with($path, 'share/'), str_starts_with($path, 'types/') => 'data',
		str_starts_with($path, 'tests/') => 'test',
		str_starts_with($path, 'docs/'), str_starts_with($path, 'examples/') => 'doc',
		preg_match('~^[A-Z][A-Za-z.]*$~', $path) === 1 => 'doc',
		default => throw new RuntimeException("no role for $path: add it to tools/package-contents.php"),
	};
}

function packed(): array
{
	$roles = [];
	foreach (file('php://stdin', FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) as $path) {
		$role = role($path);
		if ($role !== null) {
			$roles[$path] = $role;
		}
	}
	ksort($roles, SORT_STRING);
	return $roles;
}

function tree(array $roles): array
{
	$tree = [];
	foreach ($roles as $path => $role) {
		$at = &$tree;
		foreach (explode('/', (string) $path) as $part) {
			$at = &$at[$part];
		}
		$at = $role;
		unset($at);
	}
	return $tree;
}

function xml(array $tree, int $depth): string
{
	$out = '';
	$indent = str_repeat(' ', $depth);
	foreach ($tree as $name => $node) {
		$name = htmlspecialchars((string) $name, ENT_XML1 | ENT_QUOTES);
		$out .= is_array($node)
			? "$indent<dir name=\"$name\">\n" . xml($node, $depth + 1) . "$indent</dir>\n"
			: "$indent<file name=\"$name\" role=\"$node\"/>\n";
	}
	return $out;
}

/* Reads what tree() and xml() write: one element per line. */
function listed(string $package): array
{
	$dirs = [];
	$files = [];
	if (!preg_match('~<contents>\s*<dir name="/">(.*)</dir>\s*</contents>~s', $package, $m)) {
		throw new RuntimeException('package.xml has no <contents>');
	}
	foreach (preg_split('~\R~', $m[1]) as $line) {
		if (preg_match('~^\s*<dir name="([^"]+)">$~', $line, $d)) {
			$dirs[] = htmlspecialchars_decode($d[1], ENT_XML1 | ENT_QUOTES);
		} elseif (preg_match('~^\s*</dir>$~', $line)) {
			array_pop($dirs);
		} elseif (preg_match('~^\s*<file name="([^"]+)" role="([a-z]+)"/>$~', $line, $f)) {
			$files[implode('/', [...$dirs, htmlspecialchars_decode($f[1], ENT_XML1 | ENT_QUOTES)])] = $f[2];
		} elseif (trim($line) !== '') {
			throw new RuntimeException("package.xml: cannot read: $line");
		}
	}
	return $files;
}

function show(array $roles): void
{
	foreach ($roles as $path => $role) {
		echo "$path $role\n";
	}
}

try {
	switch ($argv[1] ?? '') {
		case '--list':
			show(listed(file_get_contents($argv[2])));
			break;
		case '--roles':
			show(packed());
			break;
		case '--update':
			$contents = " <contents>\n  <dir name=\"/\">\n" . xml(tree(packed()), 3) . "  </dir>\n </contents>";
			$package = preg_replace_callback('~^ <contents>.*</contents>~ms', static fn () => $contents, file_get_contents($argv[2]), -1, $n);
			if ($n !== 1) {
				throw new RuntimeException('package.xml has no <contents>');
			}
			echo $package;
			break;
		default:
			throw new RuntimeException('usage: package-contents.php --list FILE | --update FILE | --roles');
	}
} catch (RuntimeException $e) {
	fwrite(STDERR, $e->getMessage() . "\n");
	exit(1);
}
