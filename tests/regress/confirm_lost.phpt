--TEST--
confirm: when the supervisor dies during the start, run() does not claim that nothing runs
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
/*
 * The command may have been executed in the moment before; a SpawnException would promise that nothing is left.
 */
require __DIR__ . '/../inc/bgproc.inc';

$supervisor = write_file('supervisor', "#!/bin/sh\nkill -9 \$\$\n", 0700);
[$code, $text] = run_php(<<<'PHP'
    $process = manager(['working_directory' => $argv[1]])->createProcess(['true'], ['confirm' => true]);
    $e = check_throws('Bgproc\StateException', fn () => $process->run(), 'run()', '/ is lost: .* may run$/');
    check_same(Bgproc\State::Lost, $process->getState(), 'state');
    check_same(['lost'], array_map(fn ($process) => $process->getState()->value, $process->getManager()->listProcesses()), 'the record');
    PHP, [state_dir()], ['bgproc.supervisor' => $supervisor]);
check_same([0, ''], [$code, $text], 'the script');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
