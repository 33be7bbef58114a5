// Timeline, map and table of the same events, with one selection.
import { Selection, drawer, element, facts, show, takeAlong, tell } from "/static/selection.js";
import { timeline } from "/static/timeline.js";
import { map } from "/static/map.js";

const { events, spots } = facts();
const byId = new Map(events.map((one) => [one.id, one]));
const selection = new Selection(byId.keys());
let last = document.body;
const open = drawer(() => last);

function opened(id, from) {
  last = from;
  const row = document.getElementById(id);
  const cells = [...row.cells].slice(1);
  const heads = [...row.closest("table").tHead.rows[0].cells].slice(1);
  const list = element("dl", undefined, { className: "sheet" });
  cells.forEach((cell, n) => {
    const value = element("dd");
    value.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
    list.append(element("dt", heads[n].textContent), value);
  });
  open(byId.get(id).label, [list]);
}

const said = (id) => {
  const one = byId.get(id);
  tell(`${one.label}, ${one.time ?? "no time"}${selection.has(id) ? ", selected" : ""}`);
};

const drawings = [timeline, map].map((make) => make({ events, spots, selection, opened, said })).filter(Boolean);

// The times between which everything selected lies, as the form reads them.
function period() {
  const chosen = events.filter((one) => selection.has(one.id) && one.from);
  if (!chosen.length) return [];
  const begin = chosen.map((one) => one.from).sort()[0];
  const end = chosen.map((one) => one.to ?? one.from).sort().at(-1);
  const after = new Date(new Date(end).getTime() + 1000).toISOString();
  return [["since", begin], ["until", after]];
}

const asked = () => [...document.querySelectorAll("#narrow input[name=thing]")].map((one) => ["thing", one.value]);
const things = () => {
  const chosen = selection.ids.size ? events.filter((one) => selection.has(one.id)) : events;
  return [...new Set(chosen.flatMap((one) => one.things))].slice(0, 200).map((id) => ["thing", id]);
};
const along = [
  takeAlong(document.getElementById("only-then"), () => [...asked(), ...period()]),
  takeAlong(document.getElementById("on-chart"), things),
];
const update = () => { for (const each of along) each(); for (const one of drawings) one.update(); };
selection.addEventListener("change", update);
show(selection);
update();
