// A button that prints. Without this file it is not shown, and every browser can print.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
