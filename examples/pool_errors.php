<?php
/*
 * What can go wrong in a call, and what the caller sees: the exception of the call, the loss of its worker, a timeout. The pool
 * continues after each of them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

function hang(): string
{
    sleep(60);
    return 'awake';
}

function work(string $what): string
{
    return match ($what) {
        'throw' => throw new DomainException('there is no such moon'),
        'exit' => exit(3),
        'hang' => hang(),
        default => "$what is done",
    };
}

$pool = new Bgproc\Pool('work', ['workers' => 1, 'timeout' => 0.5]);
foreach (['one', 'throw', 'exit', 'hang', 'two'] as $what) {
    $future = $pool->submit($what);
    try {
        /** @var string $result */
        $result = $future->await();
        echo "$result\n";
    } catch (Throwable $e) {
        echo "$what: {$future->getState()->value}, ", $e::class, $e instanceof DomainException ? ": {$e->getMessage()}" : '', "\n";
    }
}

/* The soft timeout is an exception inside the call, which can still give a result. */
$pool = new Bgproc\Pool(function (): string {
    try {
        return hang();
    } catch (Bgproc\CallTimeoutException) {
        return 'partial';
    }
}, ['workers' => 1, 'soft_timeout' => 0.5]);
$future = $pool->submit();

/* A limit of await() ends the wait, not the call. */
try {
    $future->await(0.01);
} catch (Bgproc\TimeoutException) {
    echo "not yet\n";
}
/** @var string $result */
$result = $future->await();
echo "$result\n";
