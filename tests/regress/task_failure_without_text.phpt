--TEST--
The message of an exception may be no text: the task after it runs, and no failure is invented for it
--EXTENSIONS--
bgproc
--FILE--
<?php
/* What was thrown while the message was made a string stayed pending: the next task was not called, and said to have thrown it. */
final class Speechless extends Exception
{
    public function __construct(mixed $message)
    {
        $this->message = $message;
    }
}

set_error_handler(fn (int $level, string $text) => throw new ErrorException($text));
$messages = [['an array'], new class {
    public function __toString(): string
    {
        throw new LogicException('no text');
    }
}];
foreach ($messages as $i => $message) {
    background_processing_add(fn () => throw new Speechless($message));
    background_processing_add(function () use ($i) { echo "the task after $i\n"; });
}
try {
    background_processing_run();
} catch (Bgproc\BackgroundProcessingFailedException $e) {
    echo implode(' ', array_map(get_class(...), $e->getExceptions())), "\n";
}
foreach (background_processing_status()['results'] as $result) {
    echo "$result[number] $result[state] $result[error]\n";
}
restore_error_handler();
background_processing_add(fn () => throw new Speechless($messages[1]));
background_processing_add(function () { echo "the last task\n"; });
echo "===DONE===\n";
?>
--EXPECTF--
the task after 0
the task after 1
Speechless Speechless
1 failed Speechless: (array)
2 ok 
3 failed Speechless: (%s)
4 ok 
===DONE===

Warning: Post-response task 5 ({closure:%s:%d}) failed: Speechless: (%s) in %s on line %d
the last task
