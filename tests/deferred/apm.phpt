--TEST--
New Relic, when it is there: the web transaction ends with the response, each task is one of its own
--EXTENSIONS--
bgproc
--INI--
bgproc.allow_user_finish=1
--FILE--
<?php
foreach (['end_transaction', 'start_transaction', 'background_job', 'name_transaction', 'end_of_transaction'] as $name) {
    eval("function newrelic_$name(...\$a) { echo '$name(', str_replace('\\\\\/', '/', json_encode(\$a)), ')', \"\\n\"; }");
}
function fastcgi_finish_request() { echo "-- released\n"; return true; }
class Mailer { public static function send() { echo "send\n"; } }
background_processing_add('Mailer::send');
background_processing_add(function () { throw new RuntimeException('fails'); });
try {
    background_processing_run();
} catch (Bgproc\BackgroundProcessingFailedException $e) {
    echo $e->getMessage(), "\n";
}
ini_set('bgproc.apm', '0');
background_processing_add('Mailer::send');
background_processing_run();
echo "===DONE===\n";
--EXPECTF--
-- released
end_transaction([])
start_transaction([""])
background_job([true])
name_transaction(["Mailer::send"])
send
end_transaction([])
start_transaction([""])
background_job([true])
name_transaction(["{closure:%sapm.php:%d}"])
end_transaction([])
1 background processing task(s) failed
-- released
send
===DONE===
