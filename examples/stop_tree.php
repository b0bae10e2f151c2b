<?php
/*
 * stop() ends all that a command has started: here a shell that ignores SIGTERM, and a child of it in a session of its own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

$process = new BackgroundProcess('trap "" TERM; setsid sleep 1000 & echo "$!"; wait', ['capture_output' => true, 'keep' => 60]);
$process->run();
while ($process->getOutput() === '') {
    usleep(1000);
}
$escaped = (int) $process->getOutput();
echo 'the child runs: ', file_exists("/proc/$escaped") ? 'yes' : 'no', "\n";

$stopped = $process->stop(0.5);                 // SIGTERM, after half a second SIGKILL
echo 'stopped: ', $stopped ? 'yes' : 'no', ", {$process->getState()->value} by signal {$process->getTermSignal()}\n";
echo 'the child runs: ', file_exists("/proc/$escaped") ? 'yes' : 'no', "\n";
