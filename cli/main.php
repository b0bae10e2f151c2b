<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

/*
 * bgproc: background processes on the command line. A thin layer over the classes of the PHP extension bgproc; whatever
 * it shows it has from them, except the figures of "top", which come from /proc.
 *
 * Exit codes are part of the interface, see "bgproc --help".
 */

namespace Bgproc\Cli;

final class App
{
    use ProcessCommands;
    use JobCommands;
    use TopCommand;

    private string $command = '';
    private array $options = [];
    private int $result = EXIT_OK;

    public function run(array $words): int
    {
        [$before, $words] = Options::parse($words, GLOBAL_OPTIONS + JSON_OPTION + ['--version' => ''], false);
        if (isset($before['version'])) {
            Terminal::write(sprintf("bgproc %s (PHP %s)\n", phpversion('bgproc') ?: '(the extension is not loaded)', PHP_VERSION));
            return EXIT_OK;
        }
        $this->command = array_shift($words) ?? '';
        if ($this->command === 'help' || ($this->command === '' && isset($before['help']))) {
            Terminal::write(self::help($words[0] ?? '', $words[1] ?? ''));
            return EXIT_OK;
        }
        if ($this->command === '') {
            throw new UsageError('no command');
        }
        if ($this->command === 'job') {
            if (in_array($words[0] ?? '--help', ['-h', '--help', 'help'], true)) {
                Terminal::write(self::help('job', $words[1] ?? ''));
                return EXIT_OK;
            }
            [$more, $words] = Options::parse($words, JOB_GLOBAL_OPTIONS, false);
            $before = $more + $before;
            $this->command = 'job ' . (array_shift($words) ?? throw new UsageError('no command behind "job"'));
        }
        $command = self::commands()[$this->command] ?? throw self::unknownCommand($this->command);
        $permute = !in_array($this->command, ['run', 'job run', 'job call'], true);
        [$options, $operands] = Options::parse($words, self::globalOptions($this->command) + $command['options'], $permute);
        $this->options = $options + $before;
        if (isset($this->options['help'])) {
            Terminal::write(self::help(...explode(' ', $this->command)));
            return EXIT_OK;
        }
        if (isset($this->options['json']) && !isset($command['options']['--json'])) {
            throw new UsageError("{$this->command} has no option --json");
        }
        self::needExtension();
        $this->{lcfirst(str_replace(' ', '', ucwords($this->command))) . 'Command'}($operands);
        return $this->result;
    }

    private static function globalOptions(string $command): array
    {
        return str_starts_with($command, 'job') ? JOB_GLOBAL_OPTIONS : GLOBAL_OPTIONS;
    }

    private static function unknownCommand(string $command): UsageError
    {
        $job = str_starts_with($command, 'job ');
        $known = array_keys($job ? JOB_COMMANDS : COMMANDS + ['job' => []]);
        return new UsageError('unknown command "' . Text::escape($command) . '"; the commands are ' . implode(', ', $known));
    }

    private static function commands(): array
    {
        return COMMANDS + JOB_COMMANDS;
    }

    private static function needExtension(): void
    {
        if (extension_loaded('bgproc')) {
            return;
        }
        $where = PHP_CONFIG_FILE_SCAN_DIR !== '' ? 'a file in ' . PHP_CONFIG_FILE_SCAN_DIR : (php_ini_loaded_file() ?: 'php.ini');
        Terminal::complain('the PHP extension bgproc is not loaded in ' . PHP_BINARY . ".\n"
            . "Put the line \"extension=bgproc\" into $where, or run this once:\n"
            . '  ' . PHP_BINARY . ' -d extension=bgproc ' . $_SERVER['argv'][0] . ' ...');
        exit(EXIT_FAILURE);
    }

    private static function help(string $name, string $of = ''): string
    {
        $full = trim("$name $of");
        if ($full !== '' && $full !== 'job' && !isset(self::commands()[$full])) {
            throw self::unknownCommand($full);
        }
        if ($full === 'job') {
            return "Usage: bgproc job COMMAND [OPTION]... [ARGUMENT]...\n\nJobs: background work with progress, a result and a history.\n\nCommands:\n"
                . self::commandText(JOB_COMMANDS) . "\n\"bgproc job COMMAND --help\" tells more. The state directory of jobs is /tmp/php/bgproc_job\n"
                . "unless --dir names another one.\n";
        }
        if ($full !== '') {
            $command = self::commands()[$full];
            return "Usage: bgproc {$command['usage']}\n\n{$command['about']}\n\nOptions:\n"
                . self::optionText($command['options'] + self::globalOptions($full)) . "\n"
                . "Words after \"--\" are never options, so that keys may begin with \"-\".\n";
        }
        return "Usage: bgproc COMMAND [OPTION]... [ARGUMENT]...\n\nBackground processes, tracked and stoppable.\n\nCommands:\n"
            . self::commandText(COMMANDS + ['job' => ['about' => 'Tracked jobs, with commands of their own: see "bgproc job --help".']])
            . "\n\"bgproc COMMAND --help\" tells more.\n\nOptions of every command:\n"
            . self::optionText(GLOBAL_OPTIONS + ['--version' => 'show the version']) . "\n" . EXIT_CODE_TEXT . "\n";
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

    private function option(string $name, ?callable $convert = null): mixed
    {
        $value = $this->options[$name] ?? null;
        return $value === null || $convert === null ? $value : $convert($value, "--$name");
    }

    /** $prefix: what is meant when --prefix is not given. */
    private function manager(string $prefix, array $more = []): \BackgroundProcessManager
    {
        return new \BackgroundProcessManager(['key_prefix' => $this->option('prefix') ?? $prefix] + $more + $this->directory());
    }

    private function directory(): array
    {
        $directory = $this->option('dir');
        if ($directory === null) {
            return [];
        }
        $relative = $directory !== '' && $directory[0] !== '/';
        return ['working_directory' => $relative ? getcwd() . "/$directory" : $directory];
    }

    /**
     * The processes of these keys; unknown ones are told and cost the exit code 3.
     *
     * @return list<\BackgroundProcess>
     */
    private function load(array $keys): array
    {
        $manager = $this->manager('');
        $processes = [];
        if ($keys === []) {
            throw new UsageError("{$this->command} needs a key");
        }
        foreach (array_unique($keys) as $key) {
            $process = $manager->loadProcess($key);
            if ($process) {
                $processes[] = $process;
            } else {
                $this->unknown($key);
            }
        }
        return $processes;
    }

    private function loadOne(array $keys): ?\BackgroundProcess
    {
        if (count($keys) > 1) {
            throw new UsageError("{$this->command} takes one key");
        }
        return $this->load($keys)[0] ?? null;
    }

    private function unknown(string $key): void
    {
        Terminal::complain('no process has the key "' . Text::escape($key) . '"');
        $this->result = EXIT_UNKNOWN_KEY;
    }

    private function printRecords(array $metas): void
    {
        Terminal::json(array_map([Record::class, 'forJson'], $metas));
    }

    private static function noOperands(array $operands, string $command): void
    {
        if ($operands !== []) {
            throw new UsageError("$command takes no argument \"" . Text::escape($operands[0]) . '"');
        }
    }
}

function main(array $words): int
{
    if (PHP_SAPI !== 'cli') {
        exit("bgproc needs the command line version of PHP\n");
    }
    ini_set('display_errors', 'stderr');
    ini_set('memory_limit', '-1');
    error_reporting(E_ALL & ~E_DEPRECATED);
    /* A warning that nobody expected is a failure; what a later PHP may find old-fashioned is none. */
    set_error_handler(
        fn (int $level, string $text, string $file, int $line): bool => error_reporting() & $level
            ? throw new \ErrorException($text, 0, $level, $file, $line) : false,
        E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED
    );
    try {
        return (new App())->run($words);
    } catch (UsageError $error) {
        Terminal::complain($error->getMessage() . "\nTry \"bgproc --help\".");
        return EXIT_USAGE;
    } catch (\ValueError | \TypeError $error) {
        Terminal::complain(Text::escape($error->getMessage()));
        return EXIT_USAGE;
    } catch (\Throwable $error) {
        Terminal::complain(Text::escape($error->getMessage()));
        return EXIT_FAILURE;
    }
}

exit(main(array_slice($_SERVER['argv'], 1)));
