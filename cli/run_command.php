<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

/** The commands "run" and "restart", and the start options that they share with "job run". */
trait RunCommand
{
    private function runCommand(array $words): void
    {
        $line = $this->commandline($words);
        $manager = $this->manager(\BackgroundProcessManager::DEFAULT_KEY_PREFIX, $this->errorLog());
        $options = $this->processOptions();
        $process = $manager->createProcess($line, $options);
        if ($this->option('key') !== null) {
            $process->setKey($this->option('key'));
        }
        $this->start($words, fn () => $process->run());
        $this->afterStart($process, $options['capture_output']);
    }

    /** Stops the process if it has not ended, and starts its command line as a new process. */
    private function restartCommand(array $keys): void
    {
        $old = $this->loadOne($keys);
        if (!$old) {
            return;
        }
        $record = $old->getMeta();
        if ($record['reason'] === 'corrupt' || $record['reason'] === 'newer-version') {
            throw new \Bgproc\StateException("{$record['key']}: the record cannot be read ({$record['reason']}), its command line is not known");
        }
        if ((new \Bgproc\JobManager(['working_directory' => $this->manager('')->getWorkingDirectory()]))->jobExists($record['key'])) {
            throw new UsageError("{$record['key']} is a job: use \"bgproc job retry\"");
        }
        $options = $this->optionsAsBefore($record) + $this->processOptions();
        $prefix = preg_match('/^(.{1,96})[0-9a-f]{32}$/D', $record['key'], $match) ? $match[1] : \BackgroundProcessManager::DEFAULT_KEY_PREFIX;
        $manager = $this->manager($prefix, $this->errorLog());
        /* Checked before the stop: a wrong option, a missing directory or an unknown user must not stop the old process. */
        $process = $manager->createProcess($record['commandline'], $options);
        $this->tryStart($record, $options);
        if (!$old->stop($options['grace'] ?? 10.0)) {
            Terminal::complain("{$record['key']}: something could not be ended in time, so it is not started again");
            $this->result = EXIT_FAILURE;
            return;
        }
        $process->run();
        $this->afterStart($process, $options['capture_output']);
    }

    /** Runs "exit 0" with those options that may be impossible here. Throws when it cannot be run. */
    private function tryStart(array $record, array $options): void
    {
        /* Not opened: that might empty a file to which the old process still writes, or take what a FIFO has for the new one. */
        foreach (array_intersect_key($options, array_flip(['stdin', 'stdout', 'stderr'])) as $name => $file) {
            $path = is_array($file) ? ($file[0] === 'file' ? $file[1] : null) : ($file === 'stdout' ? null : $file);
            if ($path !== null && !($name === 'stdin' ? is_readable($path) : is_writable(file_exists($path) ? $path : dirname($path)))) {
                throw new \Bgproc\SpawnException("Cannot open the file of option \"$name\", $path");
            }
        }
        $options = array_intersect_key($options, array_flip(['cwd', 'user', 'group', 'nice', 'umask', 'limits']));
        if ($options === []) {
            return;
        }
        $trial = $this->manager('restart.', ['error_log' => null])->createProcess('exit 0', $options + ['confirm' => true, 'keep' => 0]);
        try {
            $trial->run();
        } catch (\Bgproc\SpawnException $exception) {
            throw new \Bgproc\SpawnException(str_replace(['exit 0', $trial->getKey()], [Text::command($record['commandline']), $record['key']], $exception->getMessage()), 0, $exception);
        }
        if (!$trial->wait(10.0) || !$trial->isSuccessful()) {
            $trial->stop(0.0);
            throw new \Bgproc\SpawnException("{$record['key']} is not restarted: a command cannot run with these options (\"exit 0\" ended as {$trial->getState()->value})");
        }
    }

    /** Start options that are in the record and not given in this call. */
    private function optionsAsBefore(array $record): array
    {
        $files = $this->option('stdout') !== null || ($this->option('stderr') ?? 'stdout') !== 'stdout';
        return ($this->option('label') === null ? ['labels' => $record['labels']] : [])
            + ($this->option('scope') === null ? ['scope' => $record['scope']] : [])
            + ($this->option('keep') === null && $record['keep'] > 0 ? ['keep' => $record['keep']] : [])
            + ($this->option('output-limit') === null && $record['capture'] ? ['output_limit' => $record['output_limit']] : [])
            + (!$files && !$this->option('no-capture') ? ['capture_output' => $record['capture']] : []);
    }

    private function afterStart(\BackgroundProcess $process, bool $captured): void
    {
        if (!$this->option('wait')) {
            $this->printStarted($process);
            return;
        }
        if (!$this->option('json') && stream_isatty(STDERR)) {
            Terminal::complain($process->getKey());
        }
        $this->waitForStarted($process, $captured);
        if ($this->option('json')) {
            $this->printStarted($process);
        }
    }

    /** @return string|list<string> what the classes take: a string is for the shell */
    private function commandline(array $words): string|array
    {
        if ($words === []) {
            throw new UsageError("{$this->command} needs a program");
        }
        if (!$this->option('shell')) {
            return $words;
        }
        if (count($words) > 1) {
            throw new UsageError("{$this->command} --shell takes one command line: put it in quotes");
        }
        return $words[0];
    }

    /** Calls $start. When it fails because a whole command line was given as the program, the exception suggests --shell. */
    private function start(array $words, callable $start): mixed
    {
        try {
            return $start();
        } catch (\Bgproc\SpawnException $exception) {
            if ($this->option('shell') || count($words) > 1 || !preg_match('/[\s|&;<>$`]/', $words[0]) || file_exists($words[0])) {
                throw $exception;
            }
            throw new HintException("Cannot execute $words[0]" . strrchr($exception->getMessage(), ':'), "The whole of it was taken for the name of a program. Use --shell for a shell command line:\n"
                . "  bgproc {$this->command} --shell " . Text::command([$words[0]]), $exception);
        }
    }

    private function printStarted(\BackgroundProcess $process): void
    {
        if ($this->option('json')) {
            Terminal::json(Record::forJson($process->getMeta()));
        } else {
            Terminal::write($process->getKey() . "\n");
        }
    }

    /** "run --wait": prints the output and sets the exit code. An end that the output does not explain is reported. */
    private function waitForStarted(\BackgroundProcess $process, bool $captured): void
    {
        Signals::exitOn();
        $show = !$this->option('json');
        if ($show && $captured) {
            $this->follow($process, ['stdout' => STDOUT, 'stderr' => STDERR], null);
        } else {
            $process->wait();
        }
        if ($show && !$captured && $this->option('stderr') === null && !$this->option('no-capture')) {
            Terminal::write($process->getErrorOutput(), STDERR);
        }
        $meta = $process->getMeta();
        if ($meta['error'] !== null || in_array($meta['state'], ['timed_out', 'stopped', 'lost'], true)) {
            Terminal::complain("{$meta['key']}: " . Record::state($meta) . ($meta['error'] === null ? '' : ': ' . Text::escape($meta['error']['message'])));
        }
        $this->result = Record::exitCode($meta);
    }

    private function errorLog(): array
    {
        if ($this->option('no-error-log')) {
            return ['error_log' => null];
        }
        return $this->option('error-log') === null ? [] : ['error_log' => $this->option('error-log')];
    }

    private function processOptions(): array
    {
        $options = $this->startOptions() + array_filter([
            'timeout' => $this->option('timeout', [Options::class, 'seconds']),
            'idle_timeout' => $this->option('idle-timeout', [Options::class, 'seconds']),
            'scope' => $this->option('scope'),
        ], fn (mixed $value) => $value !== null);
        $mode = $this->option('append') ? 'a' : 'w';
        foreach (['stdout', 'stderr'] as $name) {
            if ($this->option($name) !== null) {
                $merged = $name === 'stderr' && $this->option($name) === 'stdout';
                $options[$name] = $merged ? 'stdout' : ['file', $this->option($name), $mode];
            }
        }
        return $options + [
            'capture_output' => !$this->option('no-capture') && !isset($options['stdout']) && ($options['stderr'] ?? 'stdout') === 'stdout',
            'keep' => $this->option('keep', [Options::class, 'wholeSeconds']) ?? ((int) ini_get('bgproc.keep') ?: KEEP_DEFAULT),
            'confirm' => !$this->option('no-confirm'),
        ];
    }

    /** START_OPTIONS without the scope, because the scope of a job comes from its manager. */
    private function startOptions(): array
    {
        $env = array_fill_keys($this->option('unset-env') ?? [], null) + Options::pairs($this->option('env') ?? [], '--env');
        return array_filter([
            'cwd' => $this->option('cwd'),
            'env' => $env === [] ? null : $env,
            'inherit_env' => $this->option('clear-env') ? false : null,
            'grace' => $this->option('grace', [Options::class, 'seconds']),
            'output_limit' => $this->option('output-limit', [Options::class, 'bytes']),
            'nice' => $this->option('nice', [Options::class, 'integer']),
            'umask' => $this->option('umask', [Options::class, 'octal']),
            'user' => $this->option('user', [Options::class, 'account']),
            'group' => $this->option('group', [Options::class, 'account']),
            'labels' => $this->option('label', [Options::class, 'pairs']),
            'limits' => $this->option('limit', fn (array $words, string $option) => array_map([Options::class, 'limit'], Options::pairs($words, $option))),
            'stdin' => $this->input(),
        ], fn (mixed $value) => $value !== null);
    }

    /** The standard input of the command: a file, or the whole standard input of this tool, of any size. */
    private function input(): string|array|null
    {
        if ($this->option('stdin') !== '-') {
            return $this->option('stdin');
        }
        error_clear_last();
        $bytes = defined('STDIN') ? @stream_get_contents(STDIN) : false;
        if ($bytes === false || error_get_last() !== null) {
            throw new UsageError('option --stdin=-: standard input cannot be read');
        }
        return ['string', $bytes];
    }
}
