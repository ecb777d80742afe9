// Keeps the selection bar's words true, and lets one box select the page. The list is swapped: nothing is held on to.
const plural = new Intl.PluralRules(document.documentElement.lang);

function say(words, kind, count) {
  return words[kind][plural.select(count)].replace("%s", count);
}

function refresh() {
  const form = document.getElementById("rows");
  const all = form?.querySelector("[data-select-all]");
  if (!all) return;
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  const chosen = boxes.filter((box) => box.checked);
  const kept = chosen.filter((box) => "kept" in box.dataset);
  const invited = chosen.filter((box) => "invitable" in box.dataset).length;
  const place = form.querySelector("[data-selection-words]");
  const words = JSON.parse(document.getElementById("selection-words").textContent);
  const bold = document.createElement("b");
  bold.textContent = say(words, "selected", chosen.length);
  const deleted = chosen.length - kept.length;
  const sentences = [say(words, "deleted", deleted)];
  if (kept.length) {
    const why = [...new Set(kept.map((box) => box.dataset.kept))].join(place.dataset.between);
    sentences.push(say(words, "kept", kept.length).replace("%r", why));
  }
  sentences.push(say(words, "invited", invited));
  place.replaceChildren(bold, " " + sentences.join(" "));
  all.hidden = false;
  all.checked = chosen.length === boxes.length;
  all.indeterminate = chosen.length > 0 && !all.checked;
}

document.addEventListener("change", (event) => {
  if (!event.target.closest("#rows")) return;
  if ("selectAll" in event.target.dataset) {
    for (const box of document.querySelectorAll("#rows input[name=ids]")) box.checked = event.target.checked;
  }
  refresh();
});
document.addEventListener("reset", () => setTimeout(refresh));
document.addEventListener("htmx:afterSettle", refresh);
refresh();
