// One selection for every drawing of a page: a set of ids with a name, an undo and an address.
// It stands in the part of the address after #, which no server is sent; Back undoes.

const LONGEST_NAME = 60;

export class Selection extends EventTarget {
  #known;
  #ids = new Set();
  #name = "";

  constructor(known) {
    super();
    this.#known = new Set(known);
    addEventListener("popstate", () => this.#read());
    addEventListener("hashchange", () => this.#read());
    this.#read();
  }

  get ids() { return this.#ids; }
  get name() { return this.#name; }
  get undoable() { return (history.state?.depth ?? 0) > 0; }
  has(id) { return this.#ids.has(id); }

  set(ids) {
    const next = new Set([...ids].filter((id) => this.#known.has(id)));
    if (next.size === this.#ids.size && [...next].every((id) => this.#ids.has(id))) return;
    this.#ids = next;
    this.#write(true);
  }

  toggle(id) {
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.set(next);
  }

  add(ids) { this.set([...this.#ids, ...ids]); }
  clear() { this.set([]); }
  undo() { if (this.undoable) history.back(); }

  call(name) {
    this.#name = name.trim().slice(0, LONGEST_NAME);
    this.#write(false);
  }

  #write(fresh) {
    const said = new URLSearchParams();
    if (this.#ids.size) said.set("selected", [...this.#ids].join(","));
    if (this.#name) said.set("name", this.#name);
    const address = said.size ? `#${said}` : location.pathname + location.search;
    const depth = (history.state?.depth ?? 0) + (fresh ? 1 : 0);
    if (fresh) history.pushState({ depth }, "", address);
    else history.replaceState({ depth }, "", address);
    this.dispatchEvent(new Event("change"));
  }

  #read() {
    const said = new URLSearchParams(location.hash.slice(1));
    const ids = (said.get("selected") ?? "").split(",").filter((id) => this.#known.has(id));
    this.#ids = new Set(ids);
    this.#name = (said.get("name") ?? "").slice(0, LONGEST_NAME);
    this.dispatchEvent(new Event("change"));
  }
}

// The bar that says what is selected, and the rows of the table.
export function show(selection) {
  const bar = document.getElementById("selection");
  const count = document.getElementById("selected-count");
  const name = document.getElementById("selection-name");
  const undo = document.getElementById("undo");
  const clear = document.getElementById("clear");
  const rows = new Map([...document.querySelectorAll("tr[data-id]")].map((r) => [r.dataset.id, r]));
  bar.hidden = false;
  for (const keys of document.querySelectorAll(".keys")) keys.hidden = false;
  for (const [id, row] of rows) {
    const box = row.querySelector("input[type=checkbox]");
    box.disabled = false;
    box.addEventListener("change", () => selection.toggle(id));
  }
  undo.addEventListener("click", () => selection.undo());
  clear.addEventListener("click", () => selection.clear());
  name.addEventListener("change", () => selection.call(name.value));
  const update = () => {
    const size = selection.ids.size;
    count.textContent = size ? size.toLocaleString("en-GB") : "Nothing";
    undo.disabled = !selection.undoable;
    clear.disabled = !size;
    if (document.activeElement !== name) name.value = selection.name;
    for (const [id, row] of rows) {
      const chosen = selection.has(id);
      row.classList.toggle("chosen", chosen);
      row.querySelector("input[type=checkbox]").checked = chosen;
    }
  };
  selection.addEventListener("change", update);
  update();
}

// A link that takes what is selected along, or everything where nothing is.
export function takeAlong(link, params) {
  const bare = new URL(link.href);
  return () => {
    const to = new URL(bare);
    for (const [name, value] of params()) to.searchParams.append(name, value);
    link.href = to;
  };
}

// The drawer beside the drawings. What fills it is made of text, never of markup.
export function drawer(back) {
  const place = document.getElementById("drawer");
  const close = () => {
    if (place.hidden) return;
    place.hidden = true;
    back().focus();
  };
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  return (title, parts) => {
    const shut = element("button", "Close", { type: "button", className: "plain" });
    shut.addEventListener("click", close);
    place.replaceChildren(element("h2", title), ...parts, shut);
    place.hidden = false;
    place.focus();
  };
}

export function element(name, text, more = {}) {
  const made = Object.assign(document.createElement(name), more);
  if (text !== undefined) made.textContent = text;
  return made;
}

export const facts = () => JSON.parse(document.getElementById("facts").textContent);

export function tell(text) {
  const said = document.getElementById("said");
  said.hidden = false;
  said.textContent = text;
}
