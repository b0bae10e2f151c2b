<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

/*
 * bgproc: background processes on the command line. A thin layer over the classes of the PHP extension bgproc; everything
 * that it shows comes from them, except the figures of "top", which come from /proc.
 *
 * Exit codes are part of the interface, see "bgproc --help".
 */

namespace Bgproc\Cli;

final class App
{
    use Lookup;
    use RunCommand;
    use ProcessCommands;
    use LogsCommand;
    use StopCommands;
    use JobCommands;
    use JobOutput;
    use TopCommand;

    private string $command = '';
    private array $options = [];
    private int $result = EXIT_OK;

    public function run(array $words): int
    {
        if (($words[0] ?? '') === '__complete') {
            Terminal::write(implode("\n", Completion::of(array_slice($words, 2))) . "\n");
            return EXIT_OK;
        }
        [$before, $words] = Options::parse($words, GLOBAL_OPTIONS + JSON_OPTION + ['--version' => ''], false);
        if (isset($before['version'])) {
            Terminal::write(sprintf("bgproc %s (PHP %s)\n", phpversion('bgproc') ?: '(the extension is not loaded)', PHP_VERSION));
            return EXIT_OK;
        }
        $this->command = array_shift($words) ?? '';
        if ($this->command === 'help' || ($this->command === '' && isset($before['help']))) {
            Terminal::write(Help::text($words[0] ?? '', $words[1] ?? ''));
            return EXIT_OK;
        }
        if ($this->command === '') {
            throw new UsageError('no command');
        }
        if ($this->command === 'job') {
            if (in_array($words[0] ?? '--help', ['-h', '--help', 'help'], true)) {
                Terminal::write(Help::text('job', $words[1] ?? ''));
                return EXIT_OK;
            }
            [$more, $words] = Options::parse($words, JOB_GLOBAL_OPTIONS + JSON_OPTION, false);
            $before = $more + $before;
            $this->command = 'job ' . (array_shift($words) ?? throw new UsageError('no command behind "job"'));
        }
        return $this->command($words, $before);
    }

    private function command(array $words, array $before): int
    {
        $this->command = ALIASES[$this->command] ?? $this->command;
        $command = self::commands()[$this->command] ?? throw Help::unknownCommand($this->command);
        $permute = !in_array($this->command, ['run', 'job run', 'job call'], true);
        /* The notation of kill(1). */
        if ($this->command === 'kill' && preg_match('/^-(\d{1,3}|[A-Z][A-Z0-9]{2,})$/D', $words[0] ?? '', $match)) {
            $words[0] = "--signal=$match[1]";
        }
        [$options, $operands] = Options::parse($words, self::globalOptions($this->command) + $command['options'], $permute,
            str_starts_with($this->command, 'job ') ? NOT_FOR_JOBS : []);
        $this->options = $options + $before;
        if (isset($this->options['help'])) {
            Terminal::write(Help::text(...explode(' ', $this->command)));
            return EXIT_OK;
        }
        if (isset($this->options['json']) && !isset($command['options']['--json'])) {
            throw new UsageError("{$this->command} has no option --json");
        }
        if ($this->command === 'completion') {
            if (count($operands) !== 1 || !isset(COMPLETION_SCRIPTS[$operands[0]])) {
                throw new UsageError('completion takes one of ' . implode(', ', array_keys(COMPLETION_SCRIPTS)));
            }
            Terminal::write(COMPLETION_SCRIPTS[$operands[0]]);
            return EXIT_OK;
        }
        self::needExtension();
        if ($this->option('all-users')) {
            $this->asTheirUser($operands);
        } else {
            $this->perform($operands);
        }
        return $this->result;
    }

    private function perform(array $operands): void
    {
        $this->{lcfirst(str_replace(' ', '', ucwords($this->command))) . 'Command'}($operands);
    }

    public static function globalOptions(string $command): array
    {
        return str_starts_with($command, 'job') ? JOB_GLOBAL_OPTIONS : GLOBAL_OPTIONS;
    }

    public static function commands(): array
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

    private function option(string $name, ?callable $convert = null): mixed
    {
        $value = $this->options[$name] ?? null;
        return $value === null || $convert === null ? $value : $convert($value, "--$name");
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
    /* An unexpected warning is a failure. A deprecation notice of a later PHP is not. */
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
    } catch (HintException $error) {
        Terminal::complain(Text::escape($error->getMessage()) . "\n{$error->hint}");
        return EXIT_FAILURE;
    } catch (\ValueError | \TypeError $error) {
        Terminal::complain(Text::escape($error->getMessage()));
        return EXIT_USAGE;
    } catch (\Throwable $error) {
        Terminal::complain(Text::escape($error->getMessage()));
        return EXIT_FAILURE;
    }
}

exit(main(array_slice($_SERVER['argv'], 1)));
