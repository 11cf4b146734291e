'use strict';

const POLL_MS = 2000;
const wait = () => new Promise(resolve => setTimeout(resolve, POLL_MS));

// While something is on its way, the part of the page that shows it is fetched anew.
async function keepLive() {
  for (let live = document.getElementById('live'); live?.dataset.live === 'yes'; live = document.getElementById('live')) {
    await wait();
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) continue;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    live.replaceWith(page.getElementById('live'));
  }
}

// Prefer: respond-async (RFC 7240) is answered 202, with the address to ask how far it is and what came of it.
async function askForReport(show) {
  const first = await fetch('/reports/pictures', { headers: { Prefer: 'respond-async' } });
  if (first.status !== 202) return first;
  const address = first.headers.get('Location');
  for (;;) {
    const state = await (await fetch(address)).json();
    if (state.response) return fetch(`${address}/response`);
    if (!['scheduled', 'pending', 'running'].includes(state.state)) throw new Error(`The report has ${state.state}.`);
    show(state.progress);
    await wait();
  }
}

function element(name, text, attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  made.textContent = text;
  return made;
}

function showProgress(place, progress) {
  const line = element('p', progress?.message ?? 'waiting', { className: 'state' });
  const bar = element('progress', '', { max: 100, value: progress?.percent ?? 0 });
  bar.setAttribute('aria-label', 'Report');
  place.replaceChildren(line, bar);
}

function showReport(place, report) {
  const table = document.createElement('table');
  for (const [name, value] of Object.entries(report)) {
    const row = table.insertRow();
    row.append(element('th', name, { scope: 'row' }), element('td', String(value ?? '–')));
  }
  place.replaceChildren(table);
}

function prepareReport(button) {
  const place = document.getElementById('report');
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    showProgress(place, null);
    try {
      const answer = await askForReport(progress => showProgress(place, progress));
      if (!answer.ok) throw new Error(`The report was answered ${answer.status}.`);
      showReport(place, await answer.json());
    } catch (e) {
      place.replaceChildren(element('p', e.message, { className: 'failed' }));
    }
    button.disabled = false;
  });
}

keepLive();
const ask = document.getElementById('ask');
if (ask) prepareReport(ask);
