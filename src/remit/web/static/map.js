// The map: ground that the server drew, moved and zoomed here; points gathered where they crowd.

const SIDE = 28; // pixels within which points are one
const NEAR = 12; // how far it zooms beyond the first view
const RADIUS = 6;

export function map({ events, spots, selection, opened, said }) {
  const svg = document.getElementById("map");
  if (!svg) return null;
  const layer = document.getElementById("spots");
  const first = svg.getAttribute("viewBox").split(" ").map(Number);
  const spotOf = new Map(spots.flatMap((spot) => spot.events.map((id) => [id, spot])));
  const order = events.map((one) => one.id).filter((id) => spotOf.has(id));
  let view = [...first];
  let here = null;
  let shown = [];
  document.getElementById("zoom").hidden = false;

  // Metres that a pixel shows; the picture keeps its shape within the frame.
  const unit = () => {
    const frame = svg.getBoundingClientRect();
    return Math.max(view[2] / frame.width, view[3] / frame.height);
  };

  const group = () => {
    const side = SIDE * unit();
    const squares = Map.groupBy(spots, (spot) => `${Math.floor(spot.x / side)} ${Math.floor(spot.y / side)}`);
    return [...squares.values()].map((some) => ({
      x: some.reduce((sum, spot) => sum + spot.x, 0) / some.length,
      y: some.reduce((sum, spot) => sum + spot.y, 0) / some.length,
      events: some.flatMap((spot) => spot.events),
      position: some.every((spot) => spot.position === some[0].position) ? some[0].position : "several",
    }));
  };

  const made = (name, attributes, text) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    if (text !== undefined) one.textContent = text;
    return one;
  };

  const scale = () => {
    const bar = document.getElementById("scale");
    const most = 120 * unit();
    const power = 10 ** Math.floor(Math.log10(most));
    const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
    bar.style.width = `${metres / unit()}px`;
    bar.textContent = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`;
  };

  const draw = () => {
    svg.setAttribute("viewBox", view.join(" "));
    const one = unit();
    shown = group();
    layer.replaceChildren(...shown.map((cluster, n) => {
      const many = cluster.events.length;
      const chosen = cluster.events.filter((id) => selection.has(id)).length;
      const look = ["spot", cluster.position.replace(" ", "-")];
      if (chosen) look.push("chosen");
      else if (selection.ids.size) look.push("faded");
      if (here && cluster.events.includes(here)) look.push("here");
      const mark = made("g", {
        class: look.join(" "), "data-n": n,
        transform: `translate(${cluster.x} ${cluster.y}) scale(${one})`,
      });
      const radius = many === 1 ? RADIUS : Math.min(9 + 2 * Math.log10(many) * 2, 18);
      mark.append(made("circle", { r: radius }));
      if (many > 1) mark.append(made("text", { y: 4 }, chosen && chosen < many ? `${chosen}/${many}` : many));
      return mark;
    }));
    scale();
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  };

  const zoom = (by, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
    const wide = Math.min(Math.max(view[2] / by, first[2] / NEAR / 4), first[2] * 4);
    const share = wide / view[2];
    view = [x - (x - view[0]) * share, y - (y - view[1]) * share, wide, view[3] * share];
    soon();
  };
  const move = (dx, dy) => { view[0] += dx * view[2]; view[1] += dy * view[3]; soon(); };
  const all = () => { view = [...first]; soon(); };
  const point = (event) => {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [spot.x, spot.y];
  };

  const go = (id) => {
    here = id;
    const { x, y } = spotOf.get(id);
    if (x < view[0] || x > view[0] + view[2] || y < view[1] || y > view[1] + view[3]) {
      view = [x - view[2] / 2, y - view[3] / 2, view[2], view[3]];
    }
    soon();
    said(id);
  };
  const step = (by) => {
    const at = here === null ? (by > 0 ? -1 : order.length) : order.indexOf(here);
    const next = order[Math.min(Math.max(at + by, 0), order.length - 1)];
    if (next !== undefined) go(next);
  };

  const KEYS = {
    ArrowLeft: () => move(-0.15, 0), ArrowRight: () => move(0.15, 0),
    ArrowUp: () => move(0, -0.15), ArrowDown: () => move(0, 0.15),
    "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), "0": all,
    n: () => step(1), p: () => step(-1),
    " ": () => { if (here) { selection.toggle(here); said(here); } },
    Enter: () => { if (here) opened(here, svg); },
  };
  svg.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[key]) return;
    event.preventDefault();
    KEYS[key]();
  });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => KEYS[{ in: "+", out: "-", fit: "0" }[button.dataset.zoom]]());
  }
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== svg) return; // the page scrolls until the map is in hand
    event.preventDefault();
    zoom(1.0015 ** -event.deltaY, ...point(event));
  }, { passive: false });

  let held = null;
  const frame = made("rect", { id: "area" });
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = { at: point(event), view: [...view], x: event.clientX, y: event.clientY, area: event.shiftKey, moved: false };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const dx = event.clientX - held.x, dy = event.clientY - held.y;
    if (Math.hypot(dx, dy) > 4) held.moved = true;
    if (!held.moved) return;
    if (held.area) {
      const [x, y] = point(event);
      const sides = { x: Math.min(x, held.at[0]), y: Math.min(y, held.at[1]), width: Math.abs(x - held.at[0]), height: Math.abs(y - held.at[1]) };
      for (const [key, value] of Object.entries(sides)) frame.setAttribute(key, value);
      if (!frame.isConnected) svg.append(frame);
      held.sides = sides;
    } else {
      const one = unit();
      view[0] = held.view[0] - dx * one;
      view[1] = held.view[1] - dy * one;
      soon();
    }
  });
  svg.addEventListener("pointerup", (event) => {
    const was = held;
    held = null;
    frame.remove();
    if (!was) return;
    if (was.area && was.sides) {
      const { x, y, width, height } = was.sides;
      selection.add(spots.filter((s) => s.x >= x && s.x <= x + width && s.y >= y && s.y <= y + height).flatMap((s) => s.events));
    } else if (!was.moved) {
      const mark = document.elementFromPoint(event.clientX, event.clientY)?.closest(".spot");
      if (!mark) { selection.clear(); return; }
      const { events: some } = shown[Number(mark.dataset.n)];
      if (event.shiftKey || event.ctrlKey) selection.add(some);
      else selection.set(some);
      go(some[0]);
      if (some.length === 1) opened(some[0], svg);
    }
  });
  new ResizeObserver(soon).observe(svg);
  return { update: soon };
}
