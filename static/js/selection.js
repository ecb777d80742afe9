// Keeps the selection bar's words true, and lets one box select the page.
const form = document.getElementById("rows");

function say(words, one, many, count) {
  return count === 1 ? words.dataset[one] : words.dataset[many].replace("%s", count);
}

function refresh() {
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  const chosen = boxes.filter((box) => box.checked);
  const kept = chosen.filter((box) => "kept" in box.dataset).length;
  const words = form.querySelector("[data-selection-words]");
  const all = form.querySelector("[data-select-all]");
  const bold = document.createElement("b");
  bold.textContent = say(words, "one", "many", chosen.length);
  words.replaceChildren(bold);
  if (kept) words.append(" " + say(words, "keptOne", "keptMany", kept));
  all.checked = chosen.length === boxes.length;
  all.indeterminate = chosen.length > 0 && !all.checked;
}

const all = form?.querySelector("[data-select-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of form.querySelectorAll("input[name=ids]")) box.checked = all.checked;
  });
  form.addEventListener("change", refresh);
  form.addEventListener("reset", () => setTimeout(refresh));
  refresh();
}
