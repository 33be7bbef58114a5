// The chart: things and connections where the server put them, by mouse and by keyboard.
import { Selection, drawer, element, facts, show, takeAlong, tell } from "/static/selection.js";

const { things, lines } = facts();
const byId = new Map(things.map((thing) => [thing.id, thing]));
const box = document.getElementById("chart");
const selection = new Selection(byId.keys());
const open = drawer(() => box);
const SIZE = 28;
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const hue = (group) => token(`--kind-${group}`);

// Icons are drawn once for each kind and hue, as a picture that costs nothing to draw again.
async function icons() {
  const text = await (await fetch("/static/icons.svg")).text();
  const sheet = new DOMParser().parseFromString(text, "image/svg+xml");
  const made = new Map();
  for (const { icon, group } of things) {
    const key = `${icon}-${group}`;
    const symbol = sheet.getElementById(icon);
    if (made.has(key) || !symbol) continue;
    const inner = [...symbol.children].map((part) => part.outerHTML).join("");
    const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 16 16" fill="none" stroke="${hue(group)}" stroke-width="1.25" stroke-linejoin="round" stroke-linecap="round">${inner}</svg>`;
    const picture = new Image(48, 48);
    picture.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 48, height: 48 });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    made.set(key, canvas.toDataURL());
  }
  return made;
}

function styles(made) {
  const ink = token("--ink"), paper = token("--paper"), edge = token("--edge");
  return [
    { selector: "node", style: {
      "width": SIZE, "height": SIZE, "shape": "data(shape)", "background-color": paper,
      "border-width": 1.5, "border-color": (node) => hue(node.data("group")),
      "background-image": (node) => made.get(`${node.data("icon")}-${node.data("group")}`) ?? "none",
      "background-width": 16, "background-height": 16,
      "label": "data(said)", "font-family": "IBM Plex Sans", "font-size": 11, "color": ink,
      "text-valign": "bottom", "text-margin-y": 4, "min-zoomed-font-size": 8,
      "text-background-color": paper, "text-background-opacity": 0.85, "text-background-padding": 1,
      "text-max-width": 124, "text-wrap": "ellipsis",
    } },
    { selector: "node[?exact]", style: { "font-family": "IBM Plex Mono", "font-size": 10 } },
    { selector: "edge", style: {
      "curve-style": "straight", "width": "data(width)", "line-color": edge,
      "arrow-scale": 0.8, "target-arrow-color": edge, "source-arrow-color": edge,
    } },
    { selector: "edge[arrows = 'to'], edge[arrows = 'both']", style: { "target-arrow-shape": "triangle" } },
    { selector: "edge[arrows = 'from'], edge[arrows = 'both']", style: { "source-arrow-shape": "triangle" } },
    { selector: ".faded", style: { "opacity": 0.22 } },
    { selector: ".joined", style: { "line-color": ink, "target-arrow-color": ink, "source-arrow-color": ink } },
    { selector: "edge.moving", style: { // drawn anew in every frame: without heads, which cost most
      "curve-style": "haystack", "haystack-radius": 0, "target-arrow-shape": "none", "source-arrow-shape": "none",
    } },
    { selector: "edge.said", style: {
      "label": "data(said)", "font-family": "IBM Plex Sans", "font-size": 11, "color": ink,
      "text-background-color": paper, "text-background-opacity": 1, "text-background-padding": 2,
    } },
    { selector: "node.chosen", style: { "border-width": 3, "background-color": token("--accent-paper") } },
    { selector: "node.here", style: { "outline-width": 3, "outline-color": token("--accent"), "outline-offset": 2 } },
  ];
}

const made = await icons();
box.hidden = false;
document.getElementById("still").classList.add("print-only");
document.getElementById("zoom").hidden = false;
const cy = cytoscape({
  container: box,
  elements: [
    ...things.map((one) => ({
      data: { ...one, said: one.letters ? `${one.label} (${one.letters})` : one.label },
      position: { x: one.x, y: one.y },
    })),
    ...lines.map((one, n) => ({ data: { ...one, id: `line-${n}`, source: one.a, target: one.b } })),
  ],
  style: styles(made),
  layout: { name: "preset" },
  minZoom: 0.05, maxZoom: 4,
  selectionType: "additive", boxSelectionEnabled: true, autounselectify: true,
  textureOnViewport: true, pixelRatio: 1,
});
box.cy = cy;
let whole = true; // shows all until somebody moves it

function all() {
  cy.fit(undefined, 32);
  if (cy.zoom() > 1) { cy.zoom(1); cy.center(); }
  whole = true;
}

all();
cy.on("scrollzoom dragpan pinchzoom", () => { whole = false; });
new ResizeObserver(() => { cy.resize(); if (whole) all(); }).observe(box);

let here = null;

function draw() {
  cy.batch(() => {
    cy.elements().removeClass("chosen faded joined");
    const chosen = cy.collection([...selection.ids].map((id) => cy.getElementById(id)[0]).filter(Boolean));
    if (!chosen.length) return;
    const near = chosen.closedNeighborhood();
    cy.elements().not(near).addClass("faded");
    chosen.addClass("chosen");
    chosen.connectedEdges().addClass("joined");
  });
}

function go(node, why = true) {
  cy.$(".here").removeClass("here");
  here = node;
  node.addClass("here");
  const at = node.renderedPosition();
  if (at.x < 24 || at.y < 24 || at.x > box.clientWidth - 24 || at.y > box.clientHeight - 24) cy.center(node);
  if (why) {
    const one = node.data();
    tell(`${one.label}, ${one.kind}, joined with ${one.here} here${selection.has(one.id) ? ", selected" : ""}`);
  }
}

// The nearest thing in a direction: what lies ahead counts, what lies aside counts twice.
function towards(dx, dy) {
  if (!here) { go(cy.nodes()[0]); return; }
  const from = here.position();
  let best = null, least = Infinity;
  cy.nodes().forEach((node) => {
    const at = node.position();
    const ahead = (at.x - from.x) * dx + (at.y - from.y) * dy;
    const aside = Math.abs((at.x - from.x) * dy) + Math.abs((at.y - from.y) * dx);
    if (ahead <= 1 || node === here) return;
    const far = ahead + 2 * aside;
    if (far < least) { least = far; best = node; }
  });
  if (best) go(best);
}

function opened(node) {
  const one = node.data();
  const joined = node.connectedEdges().map((edge) => {
    const other = byId.get(edge.data("a") === one.id ? edge.data("b") : edge.data("a"));
    const item = element("li");
    const link = element("button", other.label, { type: "button", className: "plain" });
    link.addEventListener("click", () => { go(cy.getElementById(other.id)); opened(here); });
    item.append(link, element("span", ` ${edge.data("said")}${edge.data("grading") ? `, ${edge.data("grading")}` : ""}`, { className: "quiet" }));
    return item;
  });
  const row = document.querySelector(`tr[data-id="${CSS.escape(one.id)}"] a`);
  const page = element("a", "Open its page, with every row", { href: row.href });
  const more = new URL(document.getElementById("grow").action);
  for (const thing of things) more.searchParams.append("thing", thing.id);
  more.searchParams.set("grow", "true");
  more.searchParams.set("of", one.id);
  more.searchParams.set("limit", Math.max(Number(document.getElementById("limit").value), Math.min(things.length + 40, 1000)));
  more.searchParams.set("because", document.getElementById("because").value);
  const grow = element("a", `Add what it is joined with (${one.degree} in all)`, { href: more });
  const list = element("ul", undefined, { className: "plain" });
  list.append(...joined.slice(0, 60));
  open(one.label, [
    element("p", `${one.kind}, joined with ${one.here} of ${one.degree} here`, { className: "quiet" }),
    element("p", undefined), list,
    ...(joined.length > 60 ? [element("p", `60 of ${joined.length} shown.`, { className: "quiet" })] : []),
    page, grow,
  ].filter((part) => part.tagName !== "P" || part.textContent));
}

function zoom(by) {
  whole = false;
  cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: box.clientWidth / 2, y: box.clientHeight / 2 } });
}

const KEYS = {
  ArrowLeft: () => towards(-1, 0), ArrowRight: () => towards(1, 0),
  ArrowUp: () => towards(0, -1), ArrowDown: () => towards(0, 1),
  "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), "0": all,
  " ": () => { if (here) { selection.toggle(here.id()); go(here); } },
  Enter: () => { if (here) opened(here); },
};
box.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
cy.on("tap", "node", (event) => {
  go(event.target, false);
  if (event.originalEvent.shiftKey || event.originalEvent.ctrlKey) selection.toggle(event.target.id());
  else { selection.set([event.target.id()]); opened(event.target); }
});
cy.on("tap", (event) => { if (event.target === cy) selection.clear(); });
cy.on("mouseover", "edge", (event) => event.target.addClass("said"));
cy.on("mouseout", "edge", (event) => event.target.removeClass("said"));
cy.on("grab", "node", (event) => event.target.connectedEdges().addClass("moving"));
cy.on("free", "node", (event) => event.target.connectedEdges().removeClass("moving"));
let boxed = [];
cy.on("box", "node", (event) => {
  if (!boxed.length) queueMicrotask(() => { selection.add(boxed); boxed = []; });
  boxed.push(event.target.id());
});
for (const button of document.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => KEYS[{ in: "+", out: "-", fit: "0" }[button.dataset.zoom]]());
}
const along = [...document.querySelectorAll("a[data-with]")].map((link) =>
  takeAlong(link, () => [...(selection.ids.size ? selection.ids : byId.keys())].map((id) => ["thing", id])));
const update = () => { draw(); for (const each of along) each(); };
selection.addEventListener("change", update);
show(selection);
update();
const recolour = async () => cy.style(styles(await icons()));
new MutationObserver(recolour).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
box.dataset.ready = "";
