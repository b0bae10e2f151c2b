--TEST--
Processes start in a user namespace that does not map root of the host
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/* There "/" belongs to the overflow user, and every state directory was refused: "/" belongs to another user. */
require __DIR__ . '/../inc/bgproc.inc';

$script = write_file('script.php', '<?php
require ' . var_export(dirname(__DIR__) . '/inc/bgproc.inc', true) . ';
[$below, $refused] = [$argv[1], ["/", ...array_slice($argv, 2)]];
$process = new BackgroundProcess(["sh", "-c", "exit 3"], ["working_directory" => "$below/one/two"]);
$process->run();
$process->wait(20);
echo $process->getExitCode(), " ", count($process->getManager()->listProcesses()), "\n";
foreach ($refused as $directory) {
    try {
        (new BackgroundProcess("true", ["working_directory" => $directory]))->run();
        echo "started in $directory\n";
    } catch (Bgproc\StoreException $e) {
        echo preg_replace("/.*\" (?=belongs|is )|, nobody .uid 65534.: give it to .*/", "", $e->getMessage()), "\n";
    }
}
', 0644);
$below = test_dir() . '/below';
mkdir($below);
$as = [];
$refused = ['/usr' => 'belongs to another user'];
if (posix_geteuid() === 0) {
    /* Root is one of those who are not mapped. What he leaves in a directory that is open to all could be anybody's. */
    $as = ['setpriv', '--reuid=33', '--regid=33', '--clear-groups'];
    $open = test_dir() . '/open';
    mkdir($open);
    mkdir("$open/planted");
    mkdir("$open/planted/state", 0700);
    symlink($below, "$open/link");
    symlink($below, test_dir() . '/link');
    array_map(fn ($path) => chown($path, 33), [test_dir(), $below, $open, "$open/planted/state"]);
    chmod($open, 01777);
    $refused += ["$open/planted/state" => 'belongs to another user', "$open/link/state" => 'is a symlink that belongs to another user'];
    $below = test_dir() . '/link';
}
$words = [...$as, 'unshare', '-Ur', ...php_words(), $script, $below, ...array_keys($refused)];
$child = proc_open($words, [['file', '/dev/null', 'r'], ['file', test_dir() . '/out', 'w'], ['redirect', 1]], $pipes);
$status = proc_close($child);
$output = file_get_contents(test_dir() . '/out');
/* Some machines forbid user namespaces. */
if (!preg_match('/^unshare: .*(not permitted|No space)/', $output)) {
    check_same([0, "3 0\nbelongs to another user\n" . implode("\n", $refused) . "\n"], [$status, $output], 'in the user namespace');
}
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
