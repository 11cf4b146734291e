// Keeps the page up to date while it is looked at. Without this script all of it can be read, and all buttons work.
"use strict";

const base = document.body.dataset.base;
const restMs = 1000; // between two reads of the page

// Parts of the page, by their ids, that an event of these kinds makes old: <section id="queues" data-live="run queue">.
const partsOf = page => [...page.querySelectorAll("[data-live]")];
const kinds = new Set(partsOf(document).flatMap(part => part.dataset.live.split(" ")));

let isOld = false;
let isReading = false;

async function readAnew() {
    if (isReading || !isOld || document.hidden) return;
    isReading = true;
    isOld = false;
    try {
        const response = await fetch(location.href, { headers: { Accept: "text/html" } });
        if (response.ok) replaceParts(new DOMParser().parseFromString(await response.text(), "text/html"));
    } finally {
        setTimeout(() => { isReading = false; readAnew(); }, restMs);
    }
}

function replaceParts(page) {
    for (const part of partsOf(document)) {
        const fresh = page.getElementById(part.id);
        // Who writes into a part, or has it open, is not to lose it.
        if (!fresh || fresh.outerHTML === part.outerHTML || part.contains(document.activeElement) || part.querySelector("details[open]")) continue;
        part.replaceWith(document.adoptNode(fresh));
    }
}

function showProgress({ id, progress }) {
    for (const shown of document.querySelectorAll(`[data-progress="${CSS.escape(id)}"]`)) {
        shown.querySelector("progress").value = progress.percent;
        shown.querySelector(".percent").textContent = `${progress.percent} %`;
        shown.querySelector(".message").textContent = progress.message ?? "";
    }
}

function listen() {
    const events = new EventSource(`${base}/api/events`);
    const live = document.getElementById("live");
    // What happened between the writing of the page and now has passed by unheard.
    events.onopen = () => { live.hidden = false; isOld = true; readAnew(); };
    events.onerror = () => { live.hidden = true; };
    for (const kind of kinds) events.addEventListener(kind, () => { isOld = true; readAnew(); });
    // What was missed while nobody listened is asked for at once.
    events.addEventListener("reset", () => { isOld = true; readAnew(); });
    events.addEventListener("progress", event => {
        showProgress(JSON.parse(event.data));
        // What is being read was written before.
        isOld ||= isReading;
    });
    addEventListener("pagehide", () => events.close());
}

document.addEventListener("visibilitychange", readAnew);
if (kinds.size > 0 || document.querySelector("[data-progress]")) listen();

// Copies the text of the element that data-copy names. Browsers let pages do so on secure origins only, which this machine is.
async function copy(button) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, restMs);
}

if (navigator.clipboard) {
    document.documentElement.dataset.copies = "";
    document.addEventListener("click", event => {
        const button = event.target.closest("[data-copy]");
        if (button) copy(button);
    });
}
// What a form says when is shown while it is typed: <form data-preview="..."> and a part with the id preview.
const previewRestMs = 250;

function previewOf(form) {
    let timer = 0;
    let newest = 0;
    async function show() {
        const number = ++newest;
        const query = new URLSearchParams({ when: form.elements.when.value, timeZone: form.elements.timeZone.value });
        const response = await fetch(`${form.dataset.preview}?${query}`, { headers: { Accept: "text/html" } });
        if (!response.ok || number !== newest) return;
        const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("preview");
        document.getElementById("preview").replaceChildren(...document.adoptNode(fresh).childNodes);
    }
    for (const name of ["when", "timeZone"])
        form.elements[name].addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, previewRestMs); });
    form.querySelector("button[name=preview]").hidden = true;
}

for (const form of document.querySelectorAll("form[data-preview]")) previewOf(form);
