// The dialog over the list. Without this file every link below leads to a whole page that does the same.
const dialog = document.getElementById("dialog");
let opener = null;
let reload = false;

function close() {
  dialog.close();
}

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target === dialog && !dialog.open) opener = document.activeElement;
});

// A request that was led elsewhere, to the sign-in page say, takes the whole window there.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const landed = new URL(event.detail.xhr.responseURL);
  const asked = new URL(event.detail.requestConfig.path, window.location.href);
  if (landed.pathname === asked.pathname) return;
  event.detail.shouldSwap = false;
  window.location.assign(landed.href);
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== dialog) return;
  if (!dialog.open) dialog.showModal();
  reload = dialog.querySelector("[data-reload]") !== null;
  const first = dialog.querySelector("[data-answer], [aria-invalid=true], [role=alert]:not([hidden]), [autofocus], input:not([type=hidden])");
  if (first) first.focus();
  dialog.scrollTop = 0;
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
    note.textContent = dialog.dataset.broken;
    note.hidden = false;
  });
}

dialog.addEventListener("click", (event) => {
  const link = event.target.closest("[data-close]");
  if (!link) return;
  event.preventDefault();
  close();
});

dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  if (reload) window.location.assign(window.location.pathname);
  else if (opener) opener.focus();
});
