<?php

/** @generate-class-entries */

namespace Bgproc {
    /** BackgroundProcessing::run() was called a second time in one request, or from inside a task. */
    class AlreadyInvokedException extends Exception
    {
    }

    /** BackgroundProcessing::run() was called under a server that cannot release the client. The tasks stay queued. */
    class InvalidEnvironmentException extends Exception
    {
    }

    /** Thrown after the last task when at least one has failed. The previous exception is the first failure. */
    class BackgroundProcessingFailedException extends Exception
    {
        /** @var list<\Throwable> */
        private array $exceptions = [];

        /**
         * @param array $exceptions \Throwable[] in the order in which they were thrown
         *
         * @phpstan-param list<\Throwable> $exceptions
         */
        public function __construct(array $exceptions) {}

        /** @return list<\Throwable> in the order in which they were thrown */
        public function getExceptions(): array {}
    }
}

namespace {
    /**
     * Post-response tasks with the interface of crowdstar/background-processing. They use the queue of
     * background_processing_add().
     *
     * @strict-properties
     * @not-serializable
     */
    final class BackgroundProcessing
    {
        /**
         * run() throws the first failure unchanged; the tasks after it are skipped.
         *
         * @var int
         */
        const EXECUTION_TYPE_STOP_ON_ERROR = 0;

        /**
         * Every task runs; then one exception for all failures.
         *
         * @var int
         */
        const EXECUTION_TYPE_CONTINUE_ON_ERROR = 1;

        /** @throws \Bgproc\StateException as background_processing_add() */
        public static function add(\Closure $op, mixed ...$params): void {}

        /**
         * @param bool $stopTiming calls stopTiming() of every timer before the first task
         *
         * @throws \Bgproc\AlreadyInvokedException at the second call in a request
         * @throws \Bgproc\InvalidEnvironmentException where nothing can release the client. No task is lost, and run()
         *     does not count as invoked: the tasks run at the end of the script
         * @throws \Bgproc\BackgroundProcessingFailedException when tasks have failed and the type is to continue
         */
        public static function run(bool $stopTiming = false): void {}

        public static function addTimer(\Bgproc\Timer\AbstractTimer $timer): void {}

        /** @throws \ValueError for a value that is not one of the two types */
        public static function setExecutionType(int $executionType): void {}

        public static function getExecutionType(): int {}

        /** PHP calls this at the end of the script. */
        private static function atShutdown(): void {}
    }
}
