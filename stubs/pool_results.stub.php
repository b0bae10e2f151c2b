<?php

/** @generate-class-entries */

namespace Bgproc;

/**
 * What Pool::each() returns: results as they come.
 *
 * @implements \Iterator<mixed, mixed>
 *
 * @strict-properties
 * @not-serializable
 */
final class PoolResults implements \Iterator
{
    private function __construct() {}

    public function current(): mixed {}

    public function key(): mixed {}

    public function next(): void {}

    /** @throws StateException after the first result: results cannot be had again */
    public function rewind(): void {}

    public function valid(): bool {}
}
