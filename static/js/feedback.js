// Feedback that does not get through says so, and stays as it was typed.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, (event) => {
    const note = event.detail.elt.querySelector("[data-broken]");
    if (note) note.hidden = false;
  });
}
document.body.addEventListener("htmx:afterSettle", () => {
  document.querySelector("#feedback :is([role=status], .pc-errors)")?.focus();
});
