--TEST--
examples/progress in a browser: start, a bar that moves, result, failure with its reason, cancel, reload, a lost connection, narrow screens, accessibility
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/axe.inc';
Browser::skip();
Servers::skip('fpm', 'nginx');
Axe::skip();
?>
--FILE--
<?php
require __DIR__ . '/../inc/axe.inc';
require __DIR__ . '/../inc/progress.inc';
$servers = Servers::open();
$site = new Progress($servers);
$browser = new Browser($servers);

/* Each value of the bar and each state, as the page shows them. */
function watch(Browser $browser): void
{
    $browser->run('window.bars = []; window.states = [];
        if (window.watched) { return; }
        window.watched = true;
        const bar = document.getElementById("bar"), state = document.getElementById("state");
        new MutationObserver(() => { bars.push([Number(bar.getAttribute("value")), document.getElementById("percent").textContent,
            bar.position]); }).observe(bar, {attributeFilter: ["value"]});
        new MutationObserver(() => { states.push(state.textContent); }).observe(state, {childList: true});');
}

function until_text(Browser $browser, string $selector, string $text, float $seconds = 45.0): void
{
    try {
        Servers::until(fn () => str_contains($browser->text($selector), $text), "\"$text\" in $selector", $seconds);
    } catch (RuntimeException $e) {
        throw new RuntimeException($e->getMessage() . ', it has "' . $browser->text($selector) . '", the page: ' . $browser->text('body'));
    }
}

/* The colours in both schemes. */
function accessible(Browser $browser, string $when): void
{
    $browser->colours('dark');
    check_same([], Axe::violations($browser, ['color-contrast']), "colours $when, dark");
    $browser->colours('light');
    check_same([], Axe::violations($browser), "accessibility $when");
}

function quiet(Browser $browser, string $when): void
{
    check_same([], $browser->console(), "console $when");
}

/* Empty at first. */
$browser->open('http://' . substr($site->address, 6) . '/');
echo $browser->text('h1'), "\n";
check(!$browser->shown('#job') && !$browser->shown('#notice'), 'nothing yet');
quiet($browser, 'of the empty page');
accessible($browser, 'of the empty page');
$browser->run('document.body.append(new Image());');
check_same(['image-alt'], array_map(fn ($line) => strtok($line, ':'), Axe::violations($browser)), 'what is wrong is found');
$browser->run('document.images[0].remove();');

/* A report, to its end. */
watch($browser);
$browser->click('#go');
Servers::until(fn () => (int) $browser->attribute('#bar', 'value') >= 35, 'the bar at 35', 45.0);
check($browser->attribute('#go', 'disabled') !== null, 'one at a time');
check((bool) preg_match('/^\d+ s, about \d+ s left$/', $browser->text('#time')), 'time and estimate: ' . $browser->text('#time'));
accessible($browser, 'at work');
if (getenv('BGPROC_SCREENSHOT')) {
    $browser->screenshot(getenv('BGPROC_SCREENSHOT'));
}
until_text($browser, '#state', 'Done');
[$bars, $states] = $browser->run('return [bars, states];');
$values = array_column($bars, 0);
check(count(array_unique($values)) >= 5, 'the bar moved: ' . json_encode($values));
$sorted = $values;
sort($sorted);
check_same($sorted, $values, 'upwards only');
check_same(100, end($values), 'to the end');
foreach ($bars as [$value, $percent, $position]) {
    check_same(["$value %", $value], [$percent, (int) round($position * 100)], 'number and width');
}
check((bool) preg_match('/^took \d+ s$/', $browser->text('#time')), 'how long it took: ' . $browser->text('#time'));
echo implode(', ', array_diff($states, ['Waiting for a free worker'])), ': ', $browser->text('#percent'), ', ', $browser->text('#text'), "\n";
check($browser->shown('#result') && !$browser->shown('#cancel') && !$browser->shown('#retry'), 'what is offered at the end');
check($browser->attribute('#go', 'disabled') === null, 'it can be started again');

/* What came out of it, with the session of the page. */
$fetch = 'const [selector] = arguments; const url = document.querySelector(selector).href;
    return fetch(url).then(async (r) => [r.status, r.headers.get("Content-Type"), await r.text()]);';
[$code, $type, $text] = $browser->run($fetch, '#result');
echo "$code $type: ", implode(' ', array_slice(explode("\n", $text), 0, 3)), ', ', substr_count($text, "\n"), " lines\n";
[$code, $type, $text] = $browser->run($fetch, '#log');
echo "$code $type: ", strtok($text, "\n"), ', ', substr_count($text, "\n"), " lines\n";
accessible($browser, 'of the report');
quiet($browser, 'of the report');

/* One that fails says why. */
watch($browser);
$browser->select('#start select', 'broken');
$browser->click('#go');
until_text($browser, '#state', 'Failed');
echo implode(', ', array_diff($browser->run('return states;'), ['Waiting for a free worker'])), ' at ', $browser->text('#percent'), ': ', $browser->text('#text'), "\n";
check(!$browser->shown('#result') && !$browser->shown('#cancel'), 'nothing to have');
$failed = $browser->run('return document.querySelector("#retry input[name=id]").value;');
$colour = fn (string $selector) => $browser->run('return getComputedStyle(document.querySelector(arguments[0])).color;', $selector);
$red = $colour('#state');
check($red !== $colour('h1'), "a failure is red: $red");
$browser->click('#retry button');
until_text($browser, '#state', 'Running');
check($browser->run('return document.activeElement.id;') === 'title', 'the focus is not lost with the button');
until_text($browser, '#state', 'Failed');
check($browser->run('return document.querySelector("#retry input[name=id]").value;') !== $failed, 'tried again, as a new job');
accessible($browser, 'of the failure');
quiet($browser, 'of the failure');

/* A long one: seen again after a reload, and cancelled. */
$browser->select('#start select', 'report');
$browser->type('#start input[name=pages]', '1000');
$browser->click('#go');
until_text($browser, '#text', 'of 1000');
until_text($browser, '#state', 'Running');
$browser->reload();
/* As the server renders it, before and without any script. */
$html = $browser->run('return fetch("./").then((r) => r.text());');
check((bool) preg_match('~<strong id="state" role="status">Running</strong>.*page \d+ of 1000~s', $html), 'rendered by the server');
check_same('Running', $browser->text('#state'), 'still there');
$before = $browser->text('#text');
Servers::until(fn () => ($now = $browser->text('#text')) !== $before && str_contains($now, 'of 1000'), 'it goes on', 45.0);
check($browser->attribute('#go', 'disabled') !== null, 'busy after the reload');
quiet($browser, 'of the reload');

/* Nobody there for a while. */
$browser->network(false);
until_text($browser, '#notice', 'The server does not answer.');
check_same('Running', $browser->text('#state'), 'the last that is known stays');
$before = $browser->text('#text');
$browser->network(true);
Servers::until(fn () => !$browser->shown('#notice') && $browser->text('#text') !== $before, 'it is back', 45.0);
check_same([], preg_grep('/ERR_INTERNET_DISCONNECTED/', $browser->console(), PREG_GREP_INVERT), 'console without a network');

/* By events: the same page, the same job, and nobody asks any more. */
$polls = fn () => preg_match_all('~GET /status\.php~', file_get_contents("$servers->dir/run/access.log"));
$browser->click('#live');
$change = function () use ($browser) {
    $before = $browser->text('#text');
    Servers::until(fn () => $browser->text('#text') !== $before, 'the next page', 45.0);
};
$change();
$before = $polls();
for ($i = 0; $i < 4; $i++) {
    $change();
}
check_same($before, $polls(), 'no polls');
check($before > 10, "but $before before");
quiet($browser, 'of events');
$browser->click('#live');
$change();

/* Somebody else: to him the job does not exist. */
$cookies = $browser->takeCookies();
until_text($browser, '#notice', 'This job does not exist any more.');
check(!$browser->shown('#job') && $browser->attribute('#go', 'disabled') === null, 'as if nothing was');
$browser->console();
$browser->giveCookies($cookies);
$browser->reload();
until_text($browser, '#state', 'Running');
check($browser->shown('#job') && !$browser->shown('#notice'), 'his again');

watch($browser);
$browser->click('#cancel button');
until_text($browser, '#state', 'Cancelled');
check(!$browser->shown('#cancel') && !$browser->shown('#result') && !$browser->shown('#retry'), 'over');
check_same($colour('h1'), $colour('#state'), 'what the visitor wanted is no failure');
check($browser->attribute('#go', 'disabled') === null, 'free again');
echo implode(', ', $browser->run('return states;')), "\n";
$servers->wait('php.log', 'report cancelled');
echo "the worker has heard of it\n";
accessible($browser, 'of the cancel');
quiet($browser, 'of the cancel');

/* Without JavaScript: forms and links do the same, and the bar is where the server saw it. */
$browser->scripts(false);
$browser->open('http://' . substr($site->address, 6) . '/');
$browser->select('#start select', 'broken');
$browser->type('#start input[name=pages]', '20');
$browser->follow('#go');
Servers::until(function () use ($browser) {
    $browser->follow('noscript a');
    return $browser->text('#state') === 'Failed';
}, 'the failure', 45.0);
check_same(['30', '100', '30 %'], [$browser->attribute('#bar', 'value'), $browser->attribute('#bar', 'max'), $browser->text('#percent')], 'the bar');
check((bool) preg_match('/^took \d+ s$/', $browser->text('#time')), 'how long it took: ' . $browser->text('#time'));
$failed = $browser->attribute('#retry input[name=id]', 'value');
$browser->follow('#retry button');
check($browser->attribute('#retry input[name=id]', 'value') !== $failed, 'tried again, as a new job');
Servers::until(function () use ($browser) {
    $browser->follow('noscript a');
    return $browser->text('#state') === 'Failed';
}, 'the second failure', 45.0);
$browser->type('#start input[name=pages]', '1000');
$browser->follow('#go');
$browser->follow('#cancel button');
check_same('Cancelled', $browser->text('#state'), 'cancelled');
$browser->scripts(true);
$browser->open('http://' . substr($site->address, 6) . '/');

/* A session that is over. */
$browser->run('document.querySelector("#start [name=token]").value = "x";');
$browser->click('#go');
until_text($browser, '#notice', 'Your session is over. Load the page again.');
check($browser->attribute('#go', 'disabled') === null, 'it can be tried again');
accessible($browser, 'of the notice');
check_same([], preg_grep('~start.php.*403~', $browser->console(), PREG_GREP_INVERT), 'console of the refusal');

/* With room enough the form is one row; on a phone nothing is wider than the window. */
$browser->size(900, 700);
Servers::until(fn () => abs($browser->run('return window.innerWidth;') - 900) < 20, 'a width of 900');
check($browser->run('const middles = [...document.querySelectorAll("#start > label, #start > button")].map((e) => { const r = e.getBoundingClientRect();
    return Math.round((r.top + r.bottom) / 2); }); return Math.max(...middles) - Math.min(...middles) <= 1;'), 'the form in one row');
foreach ([[1200, 800], [520, 800], [360, 640]] as [$width, $height]) {
    $browser->size($width, $height);
    Servers::until(fn () => abs($browser->run('return window.innerWidth;') - $width) < 200, "a width of $width");
    check($browser->run('return document.documentElement.scrollWidth <= document.documentElement.clientWidth;'), "no scroll bar at $width");
}
accessible($browser, 'of a narrow page');

echo implode(', ', $site->states()), "\n";
echo preg_replace('/^.*report cancelled: job job\.[0-9a-f]+\n/m', '', $site->complaints());
$servers->close();
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
Yearly report
Running, Done: 100 %, 40 pages
200 text/csv; charset=utf-8: page,checksum 1,32051076 2,ab0c41cc, 41 lines
200 text/plain; charset=utf-8: page 1: done, 40 lines
Running, Failed at 15 %: Page 7 cannot be read
Cancelled
the worker has heard of it
succeeded, failed, failed, stopped, failed, failed, stopped
===DONE===
