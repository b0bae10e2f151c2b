<?php
/*
 * Runs the tasks when Symfony is done with the response. In an application of Symfony's put it into src/EventSubscriber: it
 * is found there by itself, and LoggerInterface is passed in.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

use Bgproc\BackgroundProcessingFailedException;
use Psr\Log\LoggerInterface;
use Symfony\Component\EventDispatcher\EventSubscriberInterface;
use Symfony\Component\HttpKernel\Event\TerminateEvent;
use Symfony\Component\HttpKernel\KernelEvents;

final class RunBackgroundTasks implements EventSubscriberInterface
{
    public function __construct(private ?LoggerInterface $logger = null)
    {
    }

    public static function getSubscribedEvents(): array
    {
        /* Behind the other listeners, which may add tasks. */
        return [KernelEvents::TERMINATE => ['run', -4096]];
    }

    public function run(TerminateEvent $event): void
    {
        try {
            background_processing_run();
        } catch (BackgroundProcessingFailedException $failures) {
            foreach ($failures->getExceptions() as $e) {
                $this->logger ? $this->logger->error('A task after the response failed', ['exception' => $e]) : error_log((string) $e);
            }
        }
    }
}
