--TEST--
Cycle collection: a waiting task is alive, one that ran, was cancelled or skipped is garbage with all its cycles
--EXTENSIONS--
bgproc
--INI--
bgproc.allow_user_finish=1
--FILE--
<?php
class Node
{
    public ?Closure $closure = null;
    public array $self = [];
    public static int $alive = 0;
    public function __construct() { self::$alive++; }
    public function __destruct() { self::$alive--; }
    public function run() {}
}
/* Three cycles through what is queued: closure -> node -> closure, bound $this, and by an argument. */
function queue(): int
{
    $node = new Node;
    $node->closure = function () use ($node) {};
    $node->self = [&$node->self, $node];
    return background_processing_add($node->closure, $node, [$node, 'run']);
}
function method(): int
{
    $node = new Node;
    $node->closure = $node->run(...);
    return background_processing_add([$node, 'run']);
}
gc_collect_cycles();
$first = queue();
$second = method();
$third = queue();
gc_collect_cycles();
echo 'waiting: ', Node::$alive, "\n";

background_processing_cancel($first);
var_dump(gc_collect_cycles() > 0);
echo 'one cancelled: ', Node::$alive, "\n";

background_processing_run();
var_dump(gc_collect_cycles() > 0);
echo 'run: ', Node::$alive, "\n";

function fastcgi_finish_request() { return true; }
background_processing_add(function () { throw new RuntimeException; });
queue();
try {
    BackgroundProcessing::run();
} catch (RuntimeException) {
}
gc_collect_cycles();
echo 'skipped: ', Node::$alive, "\n";

/* The exceptions that run() throws hold what failed, and report it. */
$node = new Node;
class Failure extends RuntimeException { public ?Node $node = null; }
$failure = new Failure;
$node->self[] = new Bgproc\BackgroundProcessingFailedException([$failure]);
$failure->node = $node;
$failure = $node = null;
var_dump(gc_collect_cycles() > 0);
echo 'in an exception: ', Node::$alive, "\n";
echo "===DONE===\n";
--EXPECTF--
waiting: 3
bool(true)
one cancelled: 2
bool(true)
run: 0
skipped: 0
bool(true)
in an exception: 0
===DONE===
