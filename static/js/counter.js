// Says how many characters are left; the server counts again, and cuts nothing.
for (const field of document.querySelectorAll("textarea[data-limit]")) {
  const words = document.createElement("span");
  words.className = "hint";
  field.closest(".field").append(words);
  const say = () => {
    const left = Number(field.dataset.limit) - [...field.value].length;
    words.textContent = field.dataset.left.replace("%s", left);
    words.classList.toggle("invalid", left < 0);
  };
  field.addEventListener("input", say);
  say();
}
