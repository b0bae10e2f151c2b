--TEST--
The names of crowdstar/background-processing are the same classes, unless bgproc.compat is off
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('names.php', <<<'PHP'
<?php
$library = 'CrowdStar\BackgroundProcessing\\';
$names = ['BackgroundProcessing' => 'BackgroundProcessing', 'Exception\AlreadyInvokedException' => 'Bgproc\AlreadyInvokedException',
    'Exception\InvalidEnvironmentException' => 'Bgproc\InvalidEnvironmentException',
    'Exception\BackgroundProcessingFailedException' => 'Bgproc\BackgroundProcessingFailedException',
    'Timer\AbstractTimer' => 'Bgproc\Timer\AbstractTimer', 'Timer\NewRelicTimer' => 'Bgproc\Timer\NewRelicTimer'];
foreach ($names as $theirs => $ours) {
    echo class_exists($library . $theirs) ? (new ReflectionClass($library . $theirs))->getName() === $ours ? 'same ' : 'other ' : 'none ';
}
echo json_encode(is_subclass_of('Bgproc\AlreadyInvokedException', 'Bgproc\Throwable')), "\n";
PHP);
echo $servers->run($script)[0];
echo $servers->run($script, ['bgproc.compat' => 0])[0];
echo "===DONE===\n";
--EXPECTF--
same same same same same same true
none none none none none none true
===DONE===
