<?php
/*
 * How far is it? JSON with an ETag for those who poll, server-sent events for an EventSource. The id comes from the query; a job
 * of another visitor is not there.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

require __DIR__ . '/../app.php';

jobs(visitor()['scope'])->serveStatus(events: true);
