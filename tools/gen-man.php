<?php
/*
 * The man page bgproc(1), made of the tables in cli/usage.php: what --help shows, in one page. Run by tools/gen-cli.sh.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

namespace Bgproc\Cli;

set_error_handler(fn (int $level, string $text) => throw new \ErrorException($text));
require __DIR__ . '/../cli/usage.php';

function escape(string $text): string
{
	$text = strtr($text, ['\\' => '\\e', '-' => '\\-', '~' => '\\(ti', '^' => '\\(ha', "'" => '\\(aq']);
	return preg_replace('/^([.\'])/m', '\\&$1', $text);
}

/** "--name=VALUE": the name in bold, the value in italics. */
function option(string $option): string
{
	$option = preg_replace('/\.\.\.$/', '', $option);
	return preg_replace_callback('/(--?[\w-]+)(=(.*))?/', fn (array $match) => '\\fB' . escape($match[1]) . '\\fR'
		. (isset($match[3]) ? '=\\fI' . escape($match[3]) . '\\fR' : ''), $option);
}

function options(array $options): string
{
	$text = '';
	foreach ($options as $option => $about) {
		$text .= ".TP\n" . option($option) . "\n" . escape(ucfirst($about)) . ".\n";
	}
	return $text;
}

function commands(array $commands): string
{
	$text = '';
	foreach ($commands as $name => $command) {
		$text .= '.SS ' . escape($name) . "\n";
		foreach (explode(' | ', $command['usage']) as $usage) {
			$text .= ".nf\n\\fBbgproc\\fR " . escape($usage) . "\n.fi\n";
		}
		$text .= ".PP\n" . escape($command['about']) . "\n";
		$aliases = array_keys(ALIASES, $name, true);
		$text .= $aliases === [] ? '' : ".PP\nAlso: bgproc " . escape(implode(', bgproc ', $aliases)) . ".\n";
		$text .= options($command['options']);
	}
	return $text;
}

/** Lines of "  NAME    TEXT" as a list; others as paragraphs. */
function lines(string $lines): string
{
	$text = '';
	foreach (explode("\n", $lines) as $line) {
		$text .= preg_match('/^  (\S+) +(.*)$/', $line, $match) ? ".TP\n.B " . escape($match[1]) . "\n" . escape(ucfirst($match[2])) . ".\n" : ".PP\n" . escape($line) . "\n";
	}
	return $text;
}

$package = file_get_contents(__DIR__ . '/../package.xml');
preg_match('~<date>([0-9-]+)</date>\s*<version><release>([^<]+)<~', $package, $match);
[, $date, $version] = $match;

echo ".\\\" SPDX-License-Identifier: Apache-2.0\n.\\\" Made by tools/gen-cli.sh from cli/usage.php: edit that file.\n";
echo ".TH BGPROC 1 $date \"bgproc $version\" \"User Commands\"\n";
echo ".SH NAME\nbgproc \\- background processes, tracked and stoppable\n";
echo ".SH SYNOPSIS\n\\fBbgproc\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n";
echo ".SH DESCRIPTION\nStarts commands that outlive their caller, lists them, shows their output, waits for them and stops them with all that they have\n"
	. "started. It works on the same records as the classes of the PHP extension bgproc.\n";
echo lines(NOTATION_TEXT);
echo ".SH OPTIONS\nOptions of every command:\n", options(GLOBAL_OPTIONS + ['--version' => 'show the version']);
echo ".SH COMMANDS\n", commands(COMMANDS);
echo ".SH COMMANDS OF JOBS\nJobs are background work with progress, a result and a history.\n", options(JOB_GLOBAL_OPTIONS), commands(JOB_COMMANDS);
echo ".SH EXIT STATUS\n", lines(preg_replace('/^Exit codes:\n/', '', EXIT_CODE_TEXT));
echo ".SH ENVIRONMENT\n.TP\n.B COLUMNS\nThe width of tables.\n.TP\n.B NO_COLOR\nNo colours when it is set and not empty.\n"
	. ".TP\n.B LC_ALL\\fR, \\fBLC_CTYPE\\fR, \\fBLANG\nWithout UTF\\-8 all beyond ASCII is escaped.\n";
echo ".SH FILES\n.TP\n.I /tmp/php/background_process\nThe default state directory of processes.\n.TP\n.I /tmp/php/bgproc_job\nThat of jobs.\n";
echo ".SH EXAMPLES\n.nf\nkey=$(bgproc run \\-\\-timeout=1h \\-\\- rsync \\-a /data backup:/data)\nbgproc ps\nbgproc logs \\-f \\-n 20 \"\$key\"\n"
	. "bgproc stop \"\$key\"\nbgproc run \\-\\-wait \\-\\-shell \\(aqmake && make test\\(aq\n.fi\n";
