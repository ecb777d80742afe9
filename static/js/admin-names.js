// Names that Django's admin and its select2 leave out, for those who do not see the page.
// jQuery calls back late on a busy machine, after the page's own load event, and in the order it was asked:
// what Django asked for, select2, is there before this.
const column = (field) => field.closest("table")?.tHead?.rows[0].cells[field.closest("td").cellIndex]; // of a tabular inline
window.django?.jQuery?.(() => {
  for (const box of document.querySelectorAll(".select2-selection")) {
    const select = box.closest(".select2").previousElementSibling;
    const name = (select.labels[0] ?? column(select))?.textContent.trim() ?? "";
    box.setAttribute("aria-label", name);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", name);
  }
});
for (const field of document.querySelectorAll(".tabular td :is(select, input:not([type=hidden]))")) {
  if (!field.labels.length) field.setAttribute("aria-label", column(field)?.textContent.trim() ?? "");
}
for (const wide of document.querySelectorAll(".inline-group")) wide.tabIndex = 0; // scrolls sideways where it is narrow
