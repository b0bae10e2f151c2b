<?php
/*
 * For PHPStan where the extension is not loaded: it knows a class_alias() only when that has been called.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
declare(strict_types=1);

if (!extension_loaded('bgproc')) {
    require __DIR__ . '/bgproc.php';
}
