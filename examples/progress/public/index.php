<?php
/*
 * The page: a form that starts the job, and the last job of this visitor. All of it works without JavaScript; the bar then moves
 * when the page is loaded again.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

require __DIR__ . '/../app.php';

$visitor = visitor(true);
$list = jobs($visitor['scope'])->list();
$status = $list ? end($list)->status() : null;
$state = $status['state'] ?? '';
$busy = $status && !$status['final'];
$id = $status['id'] ?? '';

header('Content-Type: text/html; charset=utf-8');
header('Cache-Control: no-store');
header("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    . "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
header('X-Content-Type-Options: nosniff');
header('Referrer-Policy: same-origin');
?>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Report</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="progress.css">
<script src="progress.js" defer></script>
</head>
<body>
<main id="page" data-job="<?= html($id) ?>" data-words="<?= html(json_encode(WORDS, JSON_THROW_ON_ERROR)) ?>"
data-retried="<?= html(json_encode(RETRIED, JSON_THROW_ON_ERROR)) ?>">
<h1>Yearly report</h1>
<form id="start" method="post" action="start.php">
<input type="hidden" name="token" value="<?= html($visitor['token']) ?>">
<label>Make
<select name="kind">
<?php foreach (KINDS as $kind => $name): ?>
<option value="<?= html($kind) ?>"><?= html($name) ?></option>
<?php endforeach ?>
</select></label>
<label>with <input name="pages" type="number" min="1" max="1000" value="40" required aria-label="pages"> pages</label>
<button id="go"<?= $busy ? ' disabled' : '' ?>>Start</button>
</form>

<section id="job" class="<?= html($state) ?>" aria-labelledby="title"<?= $status ? '' : ' hidden' ?>>
<h2 id="title" tabindex="-1">Progress</h2>
<p class="line"><strong id="state" role="status"><?= html(WORDS[$state] ?? '') ?></strong>
<span id="percent"><?= html($status['progress'] ?? 0) ?> %</span></p>
<progress id="bar" aria-labelledby="title" max="100" value="<?= html($status['progress'] ?? 0) ?>"></progress>
<p class="line"><span id="text"><?= html($status['status_text'] ?? '') ?></span>
<span id="time"><?= html($status ? times($status) : '') ?></span></p>
<div class="line">
<form id="cancel" method="post" action="cancel.php"<?= $busy ? '' : ' hidden' ?>>
<input type="hidden" name="token" value="<?= html($visitor['token']) ?>">
<input type="hidden" name="id" value="<?= html($id) ?>">
<button>Cancel</button>
</form>
<form id="retry" method="post" action="retry.php"<?= in_array($state, RETRIED, true) ? '' : ' hidden' ?>>
<input type="hidden" name="token" value="<?= html($visitor['token']) ?>">
<input type="hidden" name="id" value="<?= html($id) ?>">
<button>Try again</button>
</form>
<a id="result" href="result.php?id=<?= html(rawurlencode($id)) ?>"<?= $state === 'succeeded' ? '' : ' hidden' ?>>Download the report</a>
<a id="log" href="log.php?id=<?= html(rawurlencode($id)) ?>">Log</a>
</div>
</section>

<p id="notice" role="alert" hidden></p>
<p class="mode"><label><input id="live" type="checkbox"> live (server-sent events instead of polling)</label></p>
<noscript><p><a href="./">Load the page again</a> to see how far it is.</p></noscript>
</main>
</body>
</html>
