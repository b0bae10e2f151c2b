--TEST--
Jobs: the same words with another directory, environment or header are not the same; a large body can be repeated
--EXTENSIONS--
bgproc
--FILE--
<?php
/* unique => true returned the job of another directory or tenant; the body for retry() was cut at 4 MiB. */
require __DIR__ . '/../inc/job.inc';

$manager = jobs(['fastcgi' => 'unix:' . test_dir() . '/nobody', 'document_root' => test_dir()]);
$wait = ['unique' => true, 'delay' => 100];
$command = fn (array $options) => $manager->startCommand(['true'], $options + $wait)->id();
$request = fn (array $options) => $manager->start('/a.php', $options + $wait)->id();

$ids = [$command([])];
$others = [['cwd' => '/'], ['cwd' => '/usr'], ['env' => ['A' => '1']], ['env' => ['A' => '2']], ['env' => ['B' => '1']], ['env' => ['A' => 1.5]], ['env' => ['A' => 2.5]],
    ['stdin' => __FILE__], ['umask' => 027]];
foreach ($others as $options) {
    $ids[] = $command($options);
    check_same(end($ids), $command($options), 'the same: ' . json_encode($options));
}
$ids[] = $request([]);
foreach ([['headers' => ['X-Tenant' => '1']], ['headers' => ['X-Tenant' => '2']], ['body' => 'x'], ['body' => 'y']] as $options) {
    $ids[] = $request($options);
    check_same(end($ids), $request($options), 'the same: ' . json_encode($options));
}
$elsewhere = [['fastcgi' => 'unix:' . test_dir() . '/other'], ['document_root' => '/'], ['front_controller' => '/index.php'],
    ['fastcgi' => null, 'base_url' => 'http://a.example', 'key' => KEY], ['fastcgi' => null, 'base_url' => 'http://b.example', 'key' => KEY]];
foreach ($elsewhere as $options) {
    $options = array_filter($options + ['fastcgi' => 'unix:' . test_dir() . '/nobody', 'document_root' => test_dir()]);
    $ids[] = jobs($options)->start('/a.php', $wait)->id();
    check_same(end($ids), jobs($options)->start('/a.php', $wait)->id(), 'the same: ' . json_encode($options));
}
check_same($ids, array_values(array_unique($ids)), 'all are different');

$large = $manager->start('/a.php', ['delay' => 100, 'body' => str_repeat('b', 5000000)]);
$large->cancel(0);
$again = $manager->retry($large->id(), ['delay' => 100]);
check_same($large->id(), $again->status()['retry_of'], 'repeated');
foreach ($manager->list() as $job) {
    $job->cancel(0);
}
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
