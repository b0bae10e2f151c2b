--TEST--
bgproc stop: one that may not be stopped keeps nobody from the others
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/refusal.inc';
if (!is_root()) {
    echo 'skip needs two users';
}
?>
--FILE--
<?php
require __DIR__ . '/cli.inc';
require __DIR__ . '/../inc/refusal.inc';

$theirs = new BackgroundProcess(['sleep', '300'], ['working_directory' => state_dir()]);
$theirs->setKey('a.theirs');
$theirs->run();
check(wait_until(fn () => (record($theirs)['state'] ?? '') === 'running'), 'it runs');
/* A record of their own that says so, as a backup brings it back under another owner. */
$text = var_export(file_get_contents(record_file($theirs)), true);
$tool = var_export(file_get_contents(TOOL), true);
[$status, $output] = run_php_as_nobody(<<<CODE
    mkdir("\$dir/state", 0700);
    file_put_contents("\$dir/state/a.theirs.json", $text);
    chmod("\$dir/state/a.theirs.json", 0600);
    file_put_contents("\$dir/tool", $tool);
    \$mine = new BackgroundProcess(['sleep', '300'], ['working_directory' => "\$dir/state", 'keep' => 60]);
    \$mine->setKey('b.mine');
    \$mine->run();
    passthru(PHP_BINARY . " -n -d extension=\$dir/bgproc.so \$dir/tool --dir \$dir/state stop --grace=0 a.theirs b.mine 2>&1", \$status);
    \$mine->wait(10.0);
    echo "\$status ", \$mine->getState()->value, "\\n";
    CODE);
check((bool) preg_match('/^bgproc: Cannot signal .*a\.theirs.*\n1 stopped$/s', $output), "the other was stopped: $status $output");
check_same(true, $theirs->isRunning(), 'theirs runs on');
$theirs->stop(0);
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
