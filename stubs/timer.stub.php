<?php

/** @generate-class-entries */

namespace Bgproc\Timer;

/** Something that measures the request and is to stop when the response has been sent. */
abstract class AbstractTimer
{
    abstract public function stopTiming(): AbstractTimer;
}

/** Ends the timing of New Relic's transaction. Does nothing where New Relic is not loaded. */
class NewRelicTimer extends AbstractTimer
{
    public function stopTiming(): AbstractTimer {}
}
