// Makes a list of countries searchable: by a name in any of our languages or the country's own, without accents, by code.
// The list itself stays, out of sight, and is what the form sends. Without this file it is simply a list.
// Our own, because a library for this weighs more than all other scripts of an invitee's page together.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
const MOST = 8;
let words = null;

// Fetched when the first picker is entered, and kept by the browser.
function load(address) {
  words ??= fetch(address).then((answer) => (answer.ok ? answer.json() : {}), () => ({}));
  return words;
}

// -1 it is the code, 0 the name begins so, 1 a word of it does, 2 another name does, 3 it is in the middle; Infinity not at all.
function rank(option, typed, other) {
  const own = fold(option.text);
  if (option.value.toLowerCase() === typed) return -1;
  if (own.startsWith(typed)) return 0;
  if (own.includes(` ${typed}`)) return 1;
  if (other.some((name) => name.startsWith(typed))) return 2;
  return own.includes(typed) || other.some((name) => name.includes(typed)) ? 3 : Infinity;
}

function enhance(select) {
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const said = document.createElement("span");
  const box = document.createElement("div");
  const options = [...select.options].filter((option) => option.value);
  let found = [];
  let at = -1;
  let other = {};

  const chosen = () => (select.value ? select.selectedOptions[0].text : "");
  const opened = () => !list.hidden;

  Object.assign(input, { type: "text", id: select.id, className: `form-control ${select.classList.contains("is-invalid") ? "is-invalid" : ""}`, value: chosen(), autocomplete: select.autocomplete === "country" ? "country-name" : "off", spellcheck: false, required: select.required });
  for (const name of ["aria-describedby", "aria-invalid", "autofocus"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  Object.assign(list, { id: `${select.id}-list`, className: "pc-options", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.labels[0].textContent.trim());
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  said.className = "hint visually-hidden";
  said.setAttribute("role", "status");
  box.className = "pc-combobox";
  select.removeAttribute("id");
  select.required = false;
  select.classList.add("visually-hidden");
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  select.removeAttribute("autofocus");
  const focused = document.activeElement === select;
  select.before(box);
  box.append(input, list, said, select);

  if (focused) input.focus();
  // What the browser has already chosen to focus gets its turn only now on a busy machine.
  select.addEventListener("focus", () => input.focus());

  function mark(place) {
    at = place;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  function show() {
    const typed = fold(input.value);
    const ranked = options.map((option) => [rank(option, typed, other[option.value] ?? []), option]).filter(([place]) => place < Infinity);
    found = ranked.sort(([one], [two]) => one - two).map(([, option]) => option);
    // All of them only where nothing narrows them: then the list is one to look through.
    if (typed) found = found.slice(0, MOST);
    list.replaceChildren(...found.map((option, index) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `${list.id}-${index}`, textContent: option.text });
      item.setAttribute("role", "option");
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = found.length ? select.dataset.matches.replace("%s", found.length) : select.dataset.none;
    said.classList.toggle("visually-hidden", found.length > 0);
    mark(typed && found.length ? 0 : -1);
  }

  function shut() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function choose(option) {
    select.value = option ? option.value : "";
    input.value = chosen();
    input.setCustomValidity("");
    said.classList.add("visually-hidden");
    shut();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What was typed and left: the one country it can mean, or else none, and what was typed stays to be corrected.
  function settle() {
    if (input.value === chosen()) return shut();
    if (!input.value.trim()) return choose(null);
    show();
    const exact = found.filter((option) => fold(option.text) === fold(input.value));
    if (exact.length === 1 || found.length === 1) return choose(exact[0] ?? found[0]);
    select.value = "";
    input.setCustomValidity(select.dataset.none);
    said.classList.remove("visually-hidden");
    return shut();
  }

  input.addEventListener("focus", async () => {
    input.select();
    other = await load(select.dataset.words);
    if (document.activeElement === input && input.value !== chosen()) show();
  });
  input.addEventListener("input", show);
  input.addEventListener("click", () => {
    if (opened()) return;
    show();
    mark(-1);
  });
  input.addEventListener("blur", settle);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (!opened()) {
        if (input.value === chosen()) input.select();
        show();
      } else mark((at + steps[event.key] + found.length) % found.length);
    } else if (event.key === "Enter" && opened() && at >= 0) {
      event.preventDefault();
      choose(found[at]);
    } else if (event.key === "Escape" && opened()) {
      event.preventDefault(); // closes the list, not the dialog around it
      event.stopPropagation();
      input.value = chosen();
      shut();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) choose(found[[...list.children].indexOf(item)]);
  });
  select.addEventListener("change", () => {
    input.value = chosen();
  });
}

function enhanceAll(part) {
  for (const select of part.querySelectorAll("select[data-words]:not([aria-hidden])")) enhance(select);
}

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.detail.elt));
