// Typed text is not lost by a slip: leaving a changed form, or closing its dialog, asks first.
const dialog = document.getElementById("dialog");
const GUARDED = "form[data-guarded]";
// A form that came back with errors holds what was typed before.
const changed = new Set(document.querySelectorAll(`${GUARDED}:has(.pc-errors)`));

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.matches(GUARDED)) changed.add(form);
});
for (const done of ["submit", "reset"]) {
  document.addEventListener(done, (event) => changed.delete(event.target));
}
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => event.detail.elt.matches(GUARDED) && changed.add(event.detail.elt));
}

const pending = (within) => [...changed].some((form) => form.isConnected && within.contains(form));

window.addEventListener("beforeunload", (event) => {
  if (pending(document)) event.preventDefault();
});

function ask(event) {
  if (!pending(dialog) || window.confirm(dialog.dataset.unsaved)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

dialog.addEventListener("cancel", ask);
dialog.addEventListener("click", (event) => event.target.closest("[data-close]") && ask(event), { capture: true });
