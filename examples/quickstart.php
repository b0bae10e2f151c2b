<?php
/* Start a process, see it listed, wait for its end. SPDX-License-Identifier: Apache-2.0 */

$manager = new BackgroundProcessManager(['keep' => 60]);    // records stay for a minute after the end
$process = $manager->createProcess('echo "here is pid $$"; sleep 1; exit 3', ['capture_output' => true, 'confirm' => true]);
$process->run();                                            // returns at once
echo "started: {$process->getKey()}\n";

foreach ($manager->listProcesses(['state' => 'running']) as $running) {
    echo "listed:  {$running->getKey()}, {$running->getState()->value}, pid {$running->getPid()}\n";
}

$process->wait();                                           // sleeps until the end, without polling
echo "ended:   {$process->getState()->value}, exit code {$process->getExitCode()}\n";
echo "output:  {$process->getOutput()}";
