<?php
/*
 * Makes types/bgproc.php, which IDEs, PHPStan and Psalm read, of stubs/*.stub.php, which PHP's generator reads. It takes out what
 * only the generator wants, puts every file into its namespace, and adds the names of the PHP libraries (INI bgproc.compat).
 *
 *   php tools/gen-types.php            writes types/bgproc.php
 *   php tools/gen-types.php --stdout   prints it instead
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

/* zend_register_class_alias() in src/php: alias => class. */
const ALIASES = [
	'Kohkimakimoto\BackgroundProcess\BackgroundProcess' => 'BackgroundProcess',
	'Kohkimakimoto\BackgroundProcess\BackgroundProcessManager' => 'BackgroundProcessManager',
	'CrowdStar\BackgroundProcessing\BackgroundProcessing' => 'BackgroundProcessing',
	'CrowdStar\BackgroundProcessing\Exception\AlreadyInvokedException' => 'Bgproc\AlreadyInvokedException',
	'CrowdStar\BackgroundProcessing\Exception\InvalidEnvironmentException' => 'Bgproc\InvalidEnvironmentException',
	'CrowdStar\BackgroundProcessing\Exception\BackgroundProcessingFailedException' => 'Bgproc\BackgroundProcessingFailedException',
	'CrowdStar\BackgroundProcessing\Timer\AbstractTimer' => 'Bgproc\Timer\AbstractTimer',
	'CrowdStar\BackgroundProcessing\Timer\NewRelicTimer' => 'Bgproc\Timer\NewRelicTimer',
];

/* A comment without the lines that only the generator wants; '' when nothing is left of it. */
function comment(string $text): string
{
	$text = preg_replace('~^[ \t]*\* @(generate-\S+|strict-properties|not-serializable|implementation-alias .*|cvalue .*)\n~m', '', $text);
	$text = preg_replace('~/\*\* @(generate-\S+|implementation-alias [^*]*|cvalue [^*]*) ?\*/~', '', $text);
	/* Empty lines that were before or between them. */
	$text = preg_replace('~(\n[ \t]*\*)+(\n[ \t]*\*/)~', '$2', $text);
	return preg_match('~^/\*\*\s*\*/$~', $text) ? '' : $text;
}

/* The declarations of one stub, each in the block of its namespace. */
function declarations(string $file): string
{
	$text = '';
	foreach (token_get_all(file_get_contents($file)) as $token) {
		$text .= match (is_array($token) ? $token[0] : null) {
			T_OPEN_TAG => '',
			T_DOC_COMMENT => comment($token[1]),
			default => is_array($token) ? $token[1] : $token,
		};
	}
	/* What is private cannot be called; a private constructor says that objects are not made so. */
	$text = preg_replace('~^[ \t]*/\*\*(?:(?!\*/).)*\*/\n[ \t]*private (?!function __construct)[^\n]*\n~ms', '', $text);
	$text = preg_replace('~^[ \t]*private (?!function __construct)[^\n]*\n~m', '', $text);
	$text = trim($text);
	if (preg_match('~^namespace (\S+);\s*(.*)$~s', $text, $match)) {
		$text = "namespace $match[1] {\n" . indent($match[2]) . "\n}";
	} elseif (!preg_match('~^namespace \S* ?\{~', $text)) {
		$text = "namespace {\n" . indent($text) . "\n}";
	}
	return preg_replace(['~\n{3,}~', '~\{\n\n~', '~\n\n([ \t]*\})~'], ["\n\n", "{\n", "\n\$1"], $text);
}

function indent(string $text): string
{
	return preg_replace('~^(?=.)~m', '    ', trim($text));
}

/* Who loads the file (types/bootstrap.php) needs what a class extends before the class. */
$files = glob(dirname(__DIR__) . '/stubs/*.stub.php');
usort($files, static fn (string $a, string $b): int => [!str_contains($a, 'exceptions'), $a] <=> [!str_contains($b, 'exceptions'), $b]);
$parts = array_map(declarations(...), $files);
$aliases = '';
foreach (ALIASES as $alias => $class) {
	$aliases .= "    class_alias('$class', '$alias');\n";
}
$parts[] = "namespace {\n    /* The names of the PHP libraries, with the INI entry bgproc.compat, which is on by default. */\n$aliases}";
$text = "<?php\n/*\n * Declarations of the extension bgproc, for IDEs, PHPStan and Psalm. No program loads this file: the extension has all of it.\n"
	. " * Made by tools/gen-types.php; do not edit.\n *\n * SPDX-License-Identifier: Apache-2.0\n */\n\n" . implode("\n\n", $parts) . "\n";
if (($argv[1] ?? '') === '--stdout') {
	echo $text;
} else {
	file_put_contents(dirname(__DIR__) . '/types/bgproc.php', $text);
}
