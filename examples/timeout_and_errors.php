<?php
/*
 * What can go wrong, and where it shows: an exception when nothing could be started, the state and the exit code when
 * something ran, the error log for everybody who was not there.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

$directory = sys_get_temp_dir() . '/bgproc-example-' . bin2hex(random_bytes(4));
$manager = new BackgroundProcessManager(['working_directory' => $directory, 'keep' => 60]);

/* A program that does not exist is known before anything runs. */
try {
    $manager->createProcess(['no-such-program'])->run();
} catch (Bgproc\SpawnException $e) {
    echo $e->getMessage(), "\n";
}

/* A mistake in the options is a \ValueError. */
try {
    $manager->createProcess(['true'], ['timeout' => -1]);
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}

/* A command that takes too long. */
$process = $manager->createProcess('sleep 100', ['timeout' => 0.3]);
$process->run();
$process->wait();
echo "{$process->getState()->value}, exit code ", var_export($process->getExitCode(), true), ", signal {$process->getTermSignal()}\n";

/* A command that fails. Its standard error is kept and goes to the error log. */
$process = $manager->createProcess('echo "cannot find the moon" >&2; exit 7');
$process->run();
$process->wait();
echo "{$process->getState()->value}, exit code {$process->getExitCode()}: {$process->getErrorOutput()}";

$log = (string) $manager->getErrorLog();
echo "error log:\n", preg_replace('/^.*\t.*\t/m', '    ', (string) file_get_contents($log));

$manager->prune();
foreach ([$log, ...(glob("$directory/.lock-*") ?: [])] as $file) {
    unlink($file);
}
rmdir($directory);
