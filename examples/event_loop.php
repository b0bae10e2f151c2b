<?php
/*
 * Many processes in one loop: getStream() gives a stream that becomes readable when the process ends, so stream_select()
 * (or any event loop) can wait for processes, sockets and timers together. Do not read from the stream.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

$manager = new BackgroundProcessManager();
$processes = $streams = [];
foreach (['slow' => 0.6, 'middle' => 0.4, 'fast' => 0.2] as $name => $seconds) {
    $process = $manager->createProcess(['sleep', (string) $seconds], ['labels' => ['name' => $name]]);
    $process->run();
    $processes[$name] = $process;
    $streams[$name] = $process->getStream();
}

while ($streams) {
    $readable = $streams;
    $none = null;
    if (stream_select($readable, $none, $none, 10) === 0) {
        echo "still waiting for ", implode(', ', array_keys($streams)), "\n";
        continue;
    }
    foreach ($readable as $name => $stream) {
        /* The process has said how it ended; getState() does not wait. */
        echo "$name: {$processes[$name]->getState()->value}\n";
        fclose($stream);
        unset($streams[$name]);
    }
}
