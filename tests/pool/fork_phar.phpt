--TEST--
Workers of a script in a phar load its files at the same time
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php if (!file_exists(ini_get('extension_dir') . '/phar.so') && !extension_loaded('phar')) { die('skip needs phar'); } ?>
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$phar = test_dir() . '/app.phar';
$ini = ['phar.readonly' => 0] + (extension_loaded('phar') ? [] : ['extension' => 'phar']);
[$exit, $output] = run_script('$phar = new Phar(' . var_export($phar, true) . ');
    $phar->startBuffering();
    for ($i = 0; $i < 400; $i++) {
        $phar["f$i.php"] = "<?php return $i; /* " . str_repeat(md5($i), 100) . " */";
    }
    $phar["main.php"] = \'<?php
        include "phar://" . __DIR__ . "/f0.php";
        $dir = __DIR__;
        $dir = str_starts_with($dir, "phar://") ? $dir : "phar://$dir";
        include "$dir/f0.php";
        $pool = new Bgproc\Pool(function (array $numbers) use ($dir) {
            foreach ($numbers as $i) {
                if ((include "$dir/f$i.php") !== $i) { return "wrong at $i"; }
            }
            return "good";
        }, ["workers" => 4, "prefetch" => 1]);
        $results = $pool->map(array_fill(0, 16, range(1, 399)));
        echo implode(",", array_unique($results));\';
    $phar->setStub("<?php Phar::mapPhar(\'app.phar\'); include \'phar://app.phar/main.php\'; __HALT_COMPILER();");
    $phar->stopBuffering();
    echo "made";', $ini);
check_same([0, 'made'], [$exit, $output], 'the phar');
[$exit, $output] = run_script("error_reporting(E_ALL & ~E_WARNING); include '$phar';", $ini);
check_same([0, 'good'], [$exit, $output], 'the script in it');
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
