--TEST--
status(): state, server, and one row per task
--EXTENSIONS--
bgproc
--FILE--
<?php
$show = function () { $status = background_processing_status(); unset($status['results']); echo json_encode($status), "\n"; };
$show();
class Mailer { public function send() { usleep(20000); } }
background_processing_add([new Mailer, 'send']);
background_processing_add($show);
background_processing_add(function () { $GLOBALS['kept'] = str_repeat('x', 1 << 20); });
background_processing_add(function () { throw new RuntimeException('no luck'); });
background_processing_add('strlen', 'x');
background_processing_cancel(background_processing_add('usleep', 1));
$show();
try {
    background_processing_run();
} catch (Bgproc\BackgroundProcessingFailedException) {
}
$show();
foreach (background_processing_status()['results'] as $row) {
    echo implode(' ', array_keys($row)), ' = ', $row['number'], ' ', $row['name'], ' ', $row['state'], ' ', json_encode($row['error']), "\n";
    if ($row['number'] === 1) {
        var_dump($row['seconds'] >= 0.02 && $row['seconds'] < 5.0);
    }
    if ($row['number'] === 3) {
        /* Tools that replace PHP's allocator leave nothing to count. */
        var_dump(getenv('USE_ZEND_ALLOC') === '0' || ($row['memory'] >= 1 << 20 && $row['memory'] < 1 << 21));
    }
}
echo "===DONE===\n";
--EXPECTF--
{"state":"idle","sapi":"cli","function":null,"finished":false,"keepalive":false,"pending":0}
{"state":"idle","sapi":"cli","function":null,"finished":false,"keepalive":false,"pending":5}
{"state":"running","sapi":"cli","function":null,"finished":false,"keepalive":false,"pending":3}
{"state":"done","sapi":"cli","function":null,"finished":false,"keepalive":false,"pending":0}
number name state seconds memory error = 6 usleep cancelled null
number name state seconds memory error = 1 Mailer::send ok null
bool(true)
number name state seconds memory error = 2 {closure:%sstatus.php:2} ok null
number name state seconds memory error = 3 {closure:%sstatus.php:7} ok null
bool(true)
number name state seconds memory error = 4 {closure:%sstatus.php:8} failed "RuntimeException: no luck"
number name state seconds memory error = 5 strlen ok null
===DONE===
