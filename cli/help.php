<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/** The texts of --help, made from the tables in usage.php. */
final class Help
{
    public static function unknownCommand(string $command): UsageError
    {
        $job = str_starts_with($command, 'job ');
        $known = array_keys($job ? JOB_COMMANDS : COMMANDS + ['job' => []]);
        $mean = isset(SUGGESTIONS[$command]) ? '; did you mean "' . SUGGESTIONS[$command] . '"?'
            : Suggestion::for($command, [...$known, ...array_filter(array_keys(ALIASES), fn (string $alias) => str_starts_with($alias, 'job ') === $job)]);
        return new UsageError('unknown command "' . Text::escape($command) . '"' . ($mean ?: '; the commands are ' . implode(', ', $known)));
    }

    public static function text(string $name, string $of = ''): string
    {
        $full = trim("$name $of");
        $full = ALIASES[$full] ?? $full;
        if ($full !== '' && $full !== 'job' && !isset(App::commands()[$full])) {
            throw self::unknownCommand($full);
        }
        if ($full === 'job') {
            return "Usage: bgproc job COMMAND [OPTION]... [ARGUMENT]...\n\nJobs: background work with progress, a result and a history.\n\nCommands:\n"
                . self::commandText(JOB_COMMANDS) . "\n\"bgproc job COMMAND --help\" shows the options of a command. The state directory of jobs is\n"
                . "/tmp/php/bgproc_job unless --dir names another one.\n";
        }
        if ($full !== '') {
            $command = App::commands()[$full];
            return "Usage: bgproc {$command['usage']}\n\n{$command['about']}\n\n" . self::aliasText($full) . "Options:\n"
                . self::optionText($command['options'] + App::globalOptions($full)) . "\n" . NOTATION_TEXT . "\n";
        }
        return "Usage: bgproc COMMAND [OPTION]... [ARGUMENT]...\n\nBackground processes, tracked and stoppable.\n\nCommands:\n"
            . self::commandText(COMMANDS + ['job' => ['about' => 'Tracked jobs, with commands of their own: see "bgproc job --help".']])
            . "\nAliases: ls for list, status for show. \"bgproc COMMAND --help\" shows the options of a command.\n\nOptions of every command:\n"
            . self::optionText(GLOBAL_OPTIONS + ['--version' => 'show the version']) . "\n" . NOTATION_TEXT . "\n\n" . EXIT_CODE_TEXT . "\n";
    }

    private static function commandText(array $commands): string
    {
        $text = '';
        $width = max(array_map('strlen', array_keys($commands)));
        foreach ($commands as $name => $command) {
            $text .= sprintf("  %-{$width}s %s\n", $name, preg_replace('/(\.)(\s.*)?$/s', '$1', strtok($command['about'], "\n"), 1));
        }
        return $text;
    }

    private static function optionText(array $options): string
    {
        $text = '';
        foreach ($options as $option => $about) {
            $option = preg_replace('/\.\.\.$/', '', $option);
            $text .= strlen($option) < 23 ? sprintf("  %-22s %s\n", $option, $about) : "  $option\n" . str_repeat(' ', 25) . "$about\n";
        }
        return $text;
    }

    private static function aliasText(string $command): string
    {
        $names = array_keys(ALIASES, $command, true);
        return $names === [] ? '' : 'Also: bgproc ' . implode(', bgproc ', $names) . "\n\n";
    }
}
