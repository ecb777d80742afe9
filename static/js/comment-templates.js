// "Use this template" fills the comment at once; without this script the server does it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fills]");
  if (!button) return;
  event.preventDefault();
  const words = button.form.elements.template.selectedOptions[0].dataset.words;
  const comment = document.getElementById(button.dataset.fills);
  if (words) comment.value = [comment.value.trim(), words].filter(Boolean).join("\n\n");
  comment.focus();
});
