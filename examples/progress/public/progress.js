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
	let id = page.dataset.job;
	let turn = 0; /* answers of an earlier turn are not looked at */
	let timer = 0;
	let source = null;
	let final = true;
	let lost = false; /* the notice is about the connection */

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

	function show(status) {
		final = status.final;
		at('job').hidden = false;
		at('job').className = status.state;
		/* An unchanged text is not set again: a screen reader would read it again. */
		if (at('state').textContent !== words[status.state]) {
			at('state').textContent = words[status.state];
		}
		at('percent').textContent = `${status.progress} %`;
		at('bar').setAttribute('aria-valuenow', status.progress);
		at('fill').style.width = `${status.progress}%`;
		at('text').textContent = status.status_text;
		at('result').href = url('result');
		at('log').href = url('log');
		at('result').hidden = status.state !== 'succeeded';
		at('cancel').hidden = final;
		at('cancel').elements.id.value = id;
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

	async function poll(mine, known = {tag: '', wait: 250, failures: 0}) {
		try {
			const headers = known.tag ? {'If-None-Match': known.tag} : {};
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
			known.failures = 0;
			noticeReached();
			if (status) {
				known.tag = response.headers.get('ETag') ?? '';
				known.wait = status.poll;
				show(status);
			} else {
				known.wait = Math.min(known.wait * 1.5, 2000);
			}
			if (final) {
				return;
			}
		} catch (error) {
			if (mine !== turn) {
				return;
			}
			known.failures++;
			known.wait = Math.min(500 * 2 ** known.failures, 10000);
			noticeLost();
		}
		timer = setTimeout(poll, known.wait, mine, known);
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
			}
		});
	}

	onSubmit(at('start'), (data) => {
		id = data.id;
		show({final: false, state: 'starting', progress: 0, status_text: ''});
		watch();
	});
	onSubmit(at('cancel'), watch);
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
