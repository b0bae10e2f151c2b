/*
 * Starts the job without leaving the page and shows how far it is: by polling, with the pace and the ETag of the server, or by
 * server-sent events.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
'use strict';

(() => {
	const at = (id) => document.getElementById(id);
	const page = at('page');
	const words = JSON.parse(page.dataset.words);
	const retried = JSON.parse(page.dataset.retried);
	let id = page.dataset.job;
	let turn = 0; /* answers of an earlier turn are not looked at */
	let timer = 0;
	let source = null;
	let final = true;
	let lost = false; /* the notice is about the connection */
	let known = null; /* the last status, and when it came */

	const url = (script) => `${script}.php?id=${encodeURIComponent(id)}`;

	function notice(text) {
		if (at('notice').textContent !== text) {
			at('notice').textContent = text;
		}
		at('notice').hidden = text === '';
	}

	function noticeLost() {
		lost = true;
		notice('The server does not answer. The job goes on; trying again …');
	}

	/* Takes back no other notice than the one above. */
	function noticeReached() {
		if (lost) {
			lost = false;
			notice('');
		}
	}

	/* ---- times: the same as seconds() and times() of app.php ---- */

	function seconds(value) {
		const s = Math.round(value);
		if (s < 60) {
			return `${s} s`;
		}
		if (s < 3600) {
			return `${Math.floor(s / 60)} min ${s % 60} s`;
		}
		return `${Math.floor(s / 3600)} h ${Math.floor(s / 60) % 60} min`;
	}

	function showTimes() {
		let text = '';
		if (known && known.status.duration !== null) {
			const {duration, progress} = known.status;
			if (final) {
				text = `took ${seconds(duration)}`;
			} else {
				/* Time goes on between two answers. The estimate is of the last one: it does not grow while nothing is heard. */
				text = seconds(duration + (performance.now() - known.at) / 1000);
				if (duration >= 2 && progress >= 5) {
					text += `, about ${seconds(duration * (100 / progress - 1))} left`;
				}
			}
		}
		if (at('time').textContent !== text) {
			at('time').textContent = text;
		}
	}

	/* What has the focus and disappears gives it to the next that can be used. */
	function hide(element, hidden) {
		const focused = hidden && element.contains(document.activeElement);
		element.hidden = hidden;
		if (focused) {
			at('title').focus();
		}
	}

	function show(status) {
		final = status.final;
		known = {status, at: performance.now()};
		at('job').hidden = false;
		at('job').className = status.state;
		/* An unchanged text is not set again: a screen reader would read it again. */
		if (at('state').textContent !== words[status.state]) {
			at('state').textContent = words[status.state];
		}
		at('percent').textContent = `${status.progress} %`;
		at('bar').value = status.progress;
		at('text').textContent = status.status_text;
		showTimes();
		at('result').href = url('result');
		at('log').href = url('log');
		at('result').hidden = status.state !== 'succeeded';
		hide(at('cancel'), final);
		hide(at('retry'), !retried.includes(status.state));
		at('cancel').elements.id.value = id;
		at('retry').elements.id.value = id;
		at('go').disabled = !final;
	}

	function gone() {
		final = true;
		at('job').hidden = true;
		at('go').disabled = false;
		lost = false;
		notice('This job does not exist any more.');
	}

	/* ---- polling ---- */

	async function poll(mine, past = {tag: '', wait: 250, failures: 0}) {
		try {
			const headers = past.tag ? {'If-None-Match': past.tag} : {};
			const response = await fetch(url('status'), {headers, cache: 'no-store', signal: AbortSignal.timeout(15000)});
			const status = response.status === 200 ? await response.json() : null;
			if (mine !== turn) {
				return;
			}
			if (response.status === 404) {
				gone();
				return;
			}
			if (!status && response.status !== 304) {
				throw new Error(`The server answered ${response.status}.`);
			}
			past.failures = 0;
			noticeReached();
			if (status) {
				past.tag = response.headers.get('ETag') ?? '';
				past.wait = status.poll;
				show(status);
			} else {
				past.wait = Math.min(past.wait * 1.5, 2000);
			}
			if (final) {
				return;
			}
		} catch (error) {
			if (mine !== turn) {
				return;
			}
			past.failures++;
			past.wait = Math.min(500 * 2 ** past.failures, 10000);
			noticeLost();
		}
		timer = setTimeout(poll, past.wait, mine, past);
	}

	/* ---- server-sent events ---- */

	function listen(mine) {
		const stream = new EventSource(url('status'));
		source = stream;
		stream.onmessage = (event) => {
			clearTimeout(timer);
			noticeReached();
			show(JSON.parse(event.data));
			if (final) {
				stream.close();
			}
		};
		stream.onopen = () => {
			clearTimeout(timer);
			noticeReached();
		};
		stream.onerror = () => {
			clearTimeout(timer);
			if (stream.readyState === EventSource.CLOSED) {
				/* Refused for good: asking once says why. */
				poll(mine);
			} else {
				/* Each stream ends after a while and is opened again. That is no news, unless it takes long. */
				timer = setTimeout(noticeLost, 3000);
			}
		};
	}

	/* ---- both ---- */

	function watch() {
		turn++;
		clearTimeout(timer);
		source?.close();
		source = null;
		if (at('live').checked) {
			listen(turn);
		} else {
			poll(turn);
		}
	}

	async function post(form) {
		const response = await fetch(form.action, {
			method: 'POST',
			body: new FormData(form),
			headers: {Accept: 'application/json'},
			signal: AbortSignal.timeout(15000),
		});
		const data = await response.json().catch(() => ({error: `The server answered ${response.status}.`}));
		if (!response.ok) {
			throw new Error(data.error);
		}
		return data;
	}

	function onSubmit(form, done) {
		form.addEventListener('submit', async (event) => {
			const button = form.querySelector('button');
			event.preventDefault();
			button.disabled = true;
			lost = false;
			notice('');
			try {
				done(await post(form));
			} catch (error) {
				at('go').disabled = !final;
				notice(error instanceof TypeError || error.name === 'TimeoutError' ? 'The server does not answer.' : error.message);
			}
			if (button !== at('go')) {
				button.disabled = false;
				/* A button that is disabled loses the focus. */
				(form.hidden ? at('title') : button).focus();
			}
		});
	}

	function started(data) {
		id = data.id;
		show({final: false, state: 'starting', progress: 0, status_text: '', duration: null});
		watch();
	}

	onSubmit(at('start'), started);
	onSubmit(at('retry'), started);
	onSubmit(at('cancel'), watch);
	setInterval(showTimes, 1000);
	at('live').addEventListener('change', () => {
		if (id && !final) {
			watch();
		}
	});
	window.addEventListener('online', () => {
		if (id && !final) {
			watch();
		}
	});
	if (id) {
		watch();
	}
})();
