--TEST--
stop() leaves nothing alive of a tree of 50 that ignores SIGTERM, with setsid, double-fork and hopping escapers
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 22. 3 rounds, 200 with BGPROC_TEST_SLOW=1.
 */
require __DIR__ . '/../inc/bgproc.inc';

$hopper = write_file('hopper', "#!/bin/sh\ntrap '' TERM INT HUP\nsleep 0.005\nsetsid \"\$0\" &\n", 0700);
$tree = <<<'SH'
trap '' TERM INT HUP QUIT
i=0
while [ $i -lt 12 ]; do
    sleep 300 &
    setsid sleep 300 &
    ( ( sleep 300 & ) & )
    setsid sh -c 'setsid sleep 300 & sleep 300' &
    i=$((i + 1))
done
"$0" &
echo ready > "$1"
while :; do sleep 300; done
SH;
$rounds = repeats(3, 200);

for ($round = 0; $round < $rounds; $round++) {
    $ready = test_dir() . "/ready$round";
    $process = start(['/bin/sh', '-c', $tree, $hopper, $ready]);
    wait_for_file($ready);
    check(wait_until(fn () => count(leftovers()) > 50), 'more than 50 are alive: ' . count(leftovers()));
    $grace = $round % 2 ? 0.0 : 0.3;
    $time = seconds(fn () => check($process->stop($grace), "round $round: stop() reports the end"));
    check_seconds($grace, $grace + 1, $time, "round $round: time to stop with a grace of $grace s");
    check_same([], leftovers(), "round $round: nothing is alive, at once");
    check_same(Bgproc\State::Stopped, $process->getState(), "round $round: state");
    check_same(0, $process->getMeta()['survivors'], "round $round: survivors");
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
