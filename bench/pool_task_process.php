<?php
/* One task in a process of its own: the argument comes on stdin, serialized, and the result leaves on stdout.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

require __DIR__ . '/pool_task.inc';

echo serialize(Bench\pool_task(unserialize(stream_get_contents(STDIN))));
