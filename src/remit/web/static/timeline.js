// The timeline: marks that the server placed; a brush, and keys that go through them in time.

export function timeline({ events, selection, opened, said }) {
  const figure = document.getElementById("timeline");
  if (!figure) return null;
  const svg = figure.querySelector("svg.axis");
  const brush = document.getElementById("brush");
  const marks = [...svg.querySelectorAll(".mark")];
  const of = Map.groupBy(marks, (mark) => mark.dataset.id);
  const order = events.map((one) => one.id).filter((id) => of.has(id));
  let here = null;

  const go = (id) => {
    for (const mark of svg.querySelectorAll(".mark.here")) mark.classList.remove("here");
    here = id;
    for (const mark of of.get(id)) mark.classList.add("here");
    said(id);
  };
  const step = (by) => {
    const at = here === null ? (by > 0 ? -1 : order.length) : order.indexOf(here);
    const next = order[Math.min(Math.max(at + by, 0), order.length - 1)];
    if (next !== undefined) go(next);
  };
  const keys = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
  figure.addEventListener("keydown", (event) => {
    if (event.target !== figure || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in keys) {
      const from = here;
      step(keys[event.key] === -Infinity ? -order.length : keys[event.key] === Infinity ? order.length : keys[event.key]);
      if (event.shiftKey) selection.add([from, here].filter(Boolean));
    } else if (event.key === " " && here) { selection.toggle(here); said(here); }
    else if (event.key === "Enter" && here) opened(here, figure);
    else return;
    event.preventDefault();
  });

  // Where a mark lies, in per cent of the axis.
  const left = (mark) => parseFloat(mark.getAttribute("cx") ?? mark.getAttribute("x"));
  const right = (mark) => left(mark) + parseFloat(mark.getAttribute("width") ?? "0");
  const at = (event) => {
    const frame = svg.getBoundingClientRect();
    return Math.min(Math.max(100 * (event.clientX - frame.left) / frame.width, 0), 100);
  };
  let began = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    began = at(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (began === null) return;
    const now = at(event);
    brush.removeAttribute("hidden");
    brush.setAttribute("x", `${Math.min(began, now)}%`);
    brush.setAttribute("width", `${Math.abs(now - began)}%`);
  });
  svg.addEventListener("pointerup", (event) => {
    if (began === null) return;
    const [low, high] = [Math.min(began, at(event)), Math.max(began, at(event))];
    began = null;
    brush.setAttribute("hidden", "");
    if (high - low >= 0.4) {
      const within = marks.filter((mark) => right(mark) >= low && left(mark) <= high).map((mark) => mark.dataset.id);
      if (event.shiftKey) selection.add(within);
      else selection.set(within);
      return;
    }
    const mark = document.elementFromPoint(event.clientX, event.clientY)?.closest(".mark");
    if (!mark) { selection.clear(); return; }
    go(mark.dataset.id);
    if (event.shiftKey || event.ctrlKey) selection.toggle(mark.dataset.id);
    else { selection.set([mark.dataset.id]); opened(mark.dataset.id, figure); }
  });
  return {
    update() {
      svg.classList.toggle("some", selection.ids.size > 0);
      for (const mark of marks) mark.classList.toggle("chosen", selection.has(mark.dataset.id));
    },
  };
}
