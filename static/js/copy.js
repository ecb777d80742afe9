// Copies a field by one press. Without this file the fields can be selected.
const status = document.querySelector("[data-copy-status]");

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Not over plain http, or not permitted: the older way.
    field.select();
    document.execCommand("copy");
    button.focus();
  }
  status.textContent = button.dataset.copied;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
