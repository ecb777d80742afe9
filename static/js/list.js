// What the swapped list cannot say by its markup alone.
const search = document.getElementById("search");

document.addEventListener("change", (event) => {
  if (event.target.id === "sort") search.dispatchEvent(new CustomEvent("sorted"));
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "results") return;
  const beside = document.getElementById("delete-beside");
  if (!beside) return;
  beside.hidden = !document.getElementById("rows");
  if (beside.hidden) beside.removeAttribute("form");
  else beside.setAttribute("form", "rows");
});

// An answer that does not come leaves nothing half shown: the page itself is asked for, and says what is wrong.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (event.detail.target.id !== "results") return;
    const address = new URL(event.detail.pathInfo.finalRequestPath, window.location.href);
    window.location.assign(address.href);
  });
}
