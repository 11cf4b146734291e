// Keeps the page up to date while it is looked at. Without this script all of it can be read, and all buttons work.
"use strict";

const base = document.body.dataset.base;
const restMs = 1000; // between two reads of the page

// Parts of the page, by their ids, that an event of these kinds makes old: <section id="queues" data-live="run queue">.
const partsOf = page => [...page.querySelectorAll("[data-live]")];
const kinds = new Set(partsOf(document).flatMap(part => part.dataset.live.split(" ")));

let isOld = false;
let isReading = false;
let isPartLeft = false; // as it was, since it was in use

const retryMs = () => 10_000 + Math.random() * 5_000; // not all readers at once

async function readAnew() {
    if (isReading || !isOld || document.hidden) return;
    isReading = true;
    isOld = false;
    const page = await pageNow();
    if (page) replaceParts(page);
    else isOld = true;
    setTimeout(() => {
        isReading = false;
        if (page) readAnew();
        else setTimeout(readAnew, retryMs());
    }, restMs);
}

// Null where it is not to be had now.
async function pageNow() {
    try {
        const response = await fetch(location.href, { headers: { Accept: "text/html" } });
        return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
    } catch {
        return null;
    }
}

// Who writes into a part, or has it open, is not to lose it.
const isInUse = part => part.contains(document.activeElement) || part.querySelector("details[open]");

function replaceParts(page) {
    isPartLeft = false;
    for (const part of partsOf(document)) {
        const fresh = page.getElementById(part.id);
        if (!fresh || fresh.outerHTML === part.outerHTML) continue;
        if (isInUse(part)) isPartLeft = true;
        else part.replaceWith(document.adoptNode(fresh));
    }
}

function readWhatWasLeft() {
    if (!isPartLeft) return;
    isOld = true;
    readAnew();
}

function showProgress({ id, progress }) {
    for (const shown of document.querySelectorAll(`[data-progress="${CSS.escape(id)}"]`)) {
        shown.querySelector("progress").value = progress.percent;
        shown.querySelector(".percent").textContent = `${progress.percent} %`;
        shown.querySelector(".message").textContent = progress.message ?? "";
    }
}

let events = null; // while they are listened to
let retry = 0;

// A browser has few connections for all pages of a host: one that is not looked at holds none.
function listenWhileShown() {
    if (document.hidden) hangUp();
    else if (!events) listen();
}

function hangUp() {
    clearTimeout(retry);
    events?.close();
    events = null;
    document.getElementById("live").hidden = true;
}

function listen() {
    clearTimeout(retry);
    events = new EventSource(`${base}/api/events`);
    // What happened between the writing of the page and now has passed by unheard.
    events.onopen = () => { document.getElementById("live").hidden = false; isOld = true; readAnew(); };
    events.onerror = () => {
        document.getElementById("live").hidden = true;
        // HTML, 9.2.3: after an answer other than 200 it does not ask again by itself.
        if (events.readyState !== EventSource.CLOSED) return;
        events = null;
        retry = setTimeout(listenWhileShown, retryMs());
    };
    for (const kind of kinds) events.addEventListener(kind, () => { isOld = true; readAnew(); });
    // What was missed while nobody listened is asked for at once.
    events.addEventListener("reset", () => { isOld = true; readAnew(); });
    events.addEventListener("progress", event => {
        showProgress(JSON.parse(event.data));
        // What is being read was written before.
        isOld ||= isReading;
    });
}

if (kinds.size > 0 || document.querySelector("[data-progress]")) {
    document.addEventListener("visibilitychange", listenWhileShown);
    addEventListener("pagehide", hangUp);
    addEventListener("pageshow", listenWhileShown);
    document.addEventListener("focusout", readWhatWasLeft);
    document.addEventListener("toggle", readWhatWasLeft, true);
    listenWhileShown();
}

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
    // A hidden one would still be what Enter presses.
    form.querySelector("button[name=preview]").remove();
}

for (const form of document.querySelectorAll("form[data-preview]")) previewOf(form);
