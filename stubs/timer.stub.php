<?php

/** @generate-class-entries */

namespace Bgproc\Timer;

/** A clock that measures the request and is stopped when the response has been sent. */
abstract class AbstractTimer
{
    abstract public function stopTiming(): AbstractTimer;
}

/** Ends the timing of New Relic's transaction. Does nothing if New Relic is not loaded. */
class NewRelicTimer extends AbstractTimer
{
    public function stopTiming(): AbstractTimer {}
}
