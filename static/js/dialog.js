// The dialog over the list. Without this file every link below leads to a whole page that does the same.
const dialog = document.getElementById("dialog");
// Where the focus belongs after an answer, the most telling first.
const FIRST = ["[data-answer]", "[role=alert]:not([hidden])", "[aria-invalid=true]", "[autofocus]", "input:not([type=hidden]), textarea"];
const BACK_TO = "back-to";
let opener = null;
let reload = false;

function close() {
  dialog.close();
}

// The list anew as it was asked for, and the focus back at what opened the dialog.
function showAnew() {
  const view = new URLSearchParams(window.location.search);
  view.delete("answer");
  if (opener?.id) sessionStorage.setItem(BACK_TO, opener.id);
  window.location.assign(`${window.location.pathname}${view.size ? `?${view}` : ""}`);
}

document.getElementById(sessionStorage.getItem(BACK_TO))?.focus();
sessionStorage.removeItem(BACK_TO);

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target !== dialog) return;
  if (!dialog.open) opener = document.activeElement;
  const note = dialog.querySelector(".dialog-broken");
  if (note) note.hidden = true;
});

// A request that was led elsewhere, to the sign-in page say, takes the whole window there.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  // Too many attempts is an answer as well: the form, with its sentence.
  if (event.detail.xhr.status === 429) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  const landed = new URL(event.detail.xhr.responseURL);
  const asked = new URL(event.detail.requestConfig.path, window.location.href);
  if (landed.pathname === asked.pathname) return;
  event.detail.shouldSwap = false;
  if (landed.pathname === window.location.pathname && !landed.search) showAnew();
  else window.location.assign(landed.href);
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== dialog) return;
  if (!dialog.open) dialog.showModal();
  if (dialog.querySelector("[data-reload]")) reload = true;
  dialog.scrollTop = 0;
  const first = FIRST.map((kind) => dialog.querySelector(kind)).find(Boolean);
  // A long answer begins below the title, and is read from there.
  if (first) first.focus({ preventScroll: "answer" in first.dataset });
});

// Nothing typed is lost when the answer does not come: the form stays as it is and says so.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, (event) => {
    if (event.detail.target !== dialog) return;
    const note = dialog.querySelector(".dialog-broken");
    if (!note) {
      window.location.assign(event.detail.elt.href || window.location.href);
      return;
    }
    const answered = event.detail.xhr.status === 413 ? "large" : "failed";
    note.textContent = dialog.dataset[failure === "htmx:responseError" ? answered : "broken"];
    note.hidden = false;
    note.focus();
  });
}

dialog.addEventListener("click", (event) => {
  const link = event.target.closest("[data-close]");
  if (!link) return;
  event.preventDefault();
  // The second click of an impatient pair meant the button that was here before the answer.
  if (event.detail < 2) close();
});

// A fragment would outlive the dialog in the page's address, and a busy browser is late to follow it with the focus.
dialog.addEventListener("click", (event) => {
  const link = event.target.closest(".pc-errors a[href^='#']");
  if (!link) return;
  event.preventDefault();
  document.getElementById(link.hash.slice(1)).focus();
});

dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  if (reload) showAnew();
  else if (opener) opener.focus();
});
