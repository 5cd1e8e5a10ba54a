"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const drawing = $("drawing"), world = $("world"), panel = $("panel");
const cards = [...document.querySelectorAll(".table")], lines = [...document.querySelectorAll(".key")];
const areas = [...document.querySelectorAll(".area")];

// Where the drawing stands on the screen: how much larger, and moved by how much.
const size = { width: +world.dataset.width, height: +world.dataset.height };
let view = { x: 0, y: 0, scale: 1 }, untouched = true;
drawing.removeAttribute("viewBox");
function show() {
  untouched = false;
  world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
  // From afar the names of areas are all that can be read.
  world.style.setProperty("--far", Math.min(2.4, Math.max(1, 0.7 / view.scale)));
}
const box = () => drawing.getBoundingClientRect();
function whole() {
  const { width, height } = box();
  const scale = Math.min(width / (size.width + 40), height / (size.height + 40), 1.5);
  view = { scale, x: (width - size.width * scale) / 2, y: (height - size.height * scale) / 2 };
  show();
  untouched = true;
}
function zoom(by, x, y) {
  const { width, height } = box();
  x = x ?? width / 2;
  y = y ?? height / 2;
  const scale = Math.min(4, Math.max(0.02, view.scale * by));
  const real = scale / view.scale;
  view = { scale, x: x - (x - view.x) * real, y: y - (y - view.y) * real };
  show();
}
const places = cards.map((card) => {
  const [x, y] = card.getAttribute("transform").match(/-?\d+/g).map(Number);
  const rect = card.querySelector("rect");
  return { x, y, width: +rect.getAttribute("width"), height: +rect.getAttribute("height") };
});
function frame(tables) {
  const some = tables.map((it) => places[it]);
  const left = Math.min(...some.map((it) => it.x)), top = Math.min(...some.map((it) => it.y));
  const right = Math.max(...some.map((it) => it.x + it.width)), bottom = Math.max(...some.map((it) => it.y + it.height));
  const { width, height } = box();
  const scale = Math.min(width / (right - left + 160), height / (bottom - top + 160), 1.2);
  view = { scale, x: (width - (left + right) * scale) / 2, y: (height - (top + bottom) * scale) / 2 };
  show();
}
// Brings a table onto the screen where it is not.
function reveal(table) {
  const at = places[table], { width, height } = box();
  if (view.scale < 0.35) view.scale = 0.6;
  const x = at.x * view.scale + view.x, y = at.y * view.scale + view.y;
  if (x < 0 || y < 0 || x + at.width * view.scale > width || y + at.height * view.scale > height) {
    view.x = width / 2 - (at.x + at.width / 2) * view.scale;
    view.y = height / 2 - (at.y + at.height / 2) * view.scale;
  }
  show();
}

// Pointers: one moves the drawing, two zoom it.
const held = new Map();
let moved = false;
drawing.addEventListener("pointerdown", (event) => {
  held.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (held.size === 1) moved = false;
});
window.addEventListener("pointermove", (event) => {
  const before = held.get(event.pointerId);
  if (!before) return;
  const now = { x: event.clientX, y: event.clientY };
  if (held.size === 1) {
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 4) return;
    moved = true;
    drawing.classList.add("held");
    view.x += now.x - before.x;
    view.y += now.y - before.y;
    show();
  } else {
    const [other] = [...held].filter(([id]) => id !== event.pointerId).map(([, it]) => it);
    const far = (it) => Math.hypot(it.x - other.x, it.y - other.y) || 1;
    const { left, top } = box();
    moved = true;
    zoom(far(now) / far(before), (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
  }
  held.set(event.pointerId, now);
});
for (const end of ["pointerup", "pointercancel"]) {
  window.addEventListener(end, (event) => {
    held.delete(event.pointerId);
    drawing.classList.remove("held");
  });
}
drawing.addEventListener("wheel", (event) => {
  event.preventDefault();
  const { left, top } = box();
  zoom(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
}, { passive: false });
$("closer").onclick = () => zoom(1.3);
$("farther").onclick = () => zoom(1 / 1.3);
$("whole").onclick = whole;
window.addEventListener("resize", () => { if (untouched) whole(); });

// Filters: areas go, what does not match fades.
const haystack = data.tables.map((it) =>
  [it.name, it.comment, ...it.columns.flatMap((column) => [column.name, column.type, column.comment])].join("\n").toLowerCase());
let way = null, open = null;
function filter() {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const role = $("role").value;
  const shown = new Set([...document.querySelectorAll("#areas input:checked")].map((it) => +it.value));
  const meant = data.tables.map((it, at) =>
    words.every((word) => haystack[at].includes(word)) && (role === "" || role in it.may));
  cards.forEach((card, at) => {
    card.classList.toggle("gone", !shown.has(data.tables[at].area));
    card.classList.toggle("out", way ? !way.tables.has(at) : !meant[at]);
    card.classList.toggle("way", !!way && way.tables.has(at));
    card.classList.toggle("open", open === at);
  });
  areas.forEach((area) => area.classList.toggle("gone", !shown.has(+area.dataset.area)));
  lines.forEach((line, at) => {
    const key = data.keys[at];
    line.classList.toggle("gone", [key.from, key.to].some((it) => !shown.has(data.tables[it].area)));
    line.classList.toggle("out", way ? !way.keys.has(at) : !(meant[key.from] && meant[key.to]));
    line.classList.toggle("way", !!way && way.keys.has(at));
    line.classList.toggle("near", !way && open !== null && (key.from === open || key.to === open));
  });
  const count = data.tables.filter((it, at) => meant[at] && shown.has(it.area)).length;
  $("count").textContent = `${count} of ${data.tables.length} tables`;
}
$("search").addEventListener("input", () => { way = null; filter(); });
$("search").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const first = cards.findIndex((card) => !card.classList.contains("out") && !card.classList.contains("gone"));
  if (first >= 0) { reveal(first); focus(first); }
});
$("role").addEventListener("change", () => { way = null; filter(); if (open !== null) tell(open); });
document.querySelectorAll("#areas input").forEach((it) => it.addEventListener("change", filter));
document.querySelectorAll("#areas button").forEach((it) => it.addEventListener("click", () => {
  document.querySelectorAll("#areas input").forEach((box) => { box.checked = !!it.dataset.all; });
  filter();
}));

// The panel. Everything that was written by somebody goes in as text.
function element(tag, text, attributes = {}) {
  const it = document.createElement(tag);
  if (text !== undefined) it.textContent = text;
  for (const [name, value] of Object.entries(attributes)) it.setAttribute(name, value);
  return it;
}
function fill(title, parts) {
  const close = element("button", "\u00d7", { class: "close", "aria-label": "Close", type: "button" });
  close.onclick = shut;
  panel.replaceChildren(close, element("h2", title), ...parts);
  panel.hidden = false;
}
function shut() {
  panel.hidden = true;
  const before = open;
  open = null;
  way = null;
  filter();
  if (before !== null) focus(before);
}
function rows(lines) {
  const table = element("table");
  for (const cells of lines) {
    const row = element("tr");
    cells.forEach((cell) => row.append(cell instanceof Node ? cell : element("td", cell)));
    table.append(row);
  }
  return table;
}
function button(table, shown) {
  const it = element("button", shown ?? data.tables[table].name, { type: "button" });
  it.onclick = () => { reveal(table); tell(table); };
  const cell = element("td");
  cell.append(it);
  return cell;
}
function tell(at) {
  const it = data.tables[at];
  open = at;
  way = null;
  const parts = [];
  if (it.comment) parts.push(element("p", it.comment));
  if (it.page) {
    const link = element("p");
    link.append(element("a", "The page of this table", { href: it.page }));
    parts.push(link);
  }
  parts.push(element("h3", "Columns"), rows(it.columns.map((column) => [
    column.name, `${column.type}${column.null ? ", may be NULL" : ""}${column.key ? ` (${column.key})` : ""}`, column.comment,
  ])));
  const out = data.keys.filter((key) => key.from === at), into = data.keys.filter((key) => key.to === at);
  if (out.length) parts.push(element("h3", "Refers to"), rows(out.map((key) => [key.from_columns.join(", "), button(key.to)])));
  if (into.length) parts.push(element("h3", "Referred to by"), rows(into.map((key) => [button(key.from), key.from_columns.join(", ")])));
  const role = $("role").value;
  const may = Object.entries(it.may).filter(([number]) => role === "" || role === number);
  if (may.length) {
    parts.push(element("h3", "Who may do what"), rows(may.map(([number, [itself, others]]) => [
      data.roles[number], [itself, others && `with the rights of others: ${others}`].filter(Boolean).join("; "),
    ])));
  }
  const from = element("button", "Find a way from here", { type: "button" });
  from.onclick = () => { $("from").value = it.name; $("to").focus(); };
  parts.push(element("h3", "Ways"), from);
  fill(it.name, parts);
  filter();
}
cards.forEach((card, at) => card.addEventListener("click", () => { if (!moved) { focus(at); tell(at); } }));

// The way from one table to another over the fewest foreign keys; of as many, over those of few columns that are never NULL.
function shortest(from, to) {
  const around = data.tables.map(() => []);
  data.keys.forEach((key, at) => {
    around[key.from].push({ to: key.to, key: at });
    around[key.to].push({ to: key.from, key: at });
  });
  const cost = (at) => 1000 + (data.keys[at].optional ? 1 : 0) + 2 * (data.keys[at].from_columns.length - 1);
  const best = data.tables.map(() => Infinity), by = data.tables.map(() => null);
  best[from] = 0;
  const next = [from];
  while (next.length) {
    next.sort((a, b) => best[b] - best[a] || b - a);
    const at = next.pop();
    for (const step of around[at]) {
      const far = best[at] + cost(step.key);
      if (far < best[step.to]) {
        best[step.to] = far;
        by[step.to] = { from: at, key: step.key };
        if (!next.includes(step.to)) next.push(step.to);
      }
    }
  }
  if (best[to] === Infinity) return null;
  const steps = [];
  for (let at = to; at !== from; at = by[at].from) steps.unshift({ from: by[at].from, to: at, key: by[at].key });
  return steps;
}
function sql(from, steps) {
  const taken = new Map(), names = new Map();
  const name = (at) => {
    if (names.has(at)) return names.get(at);
    const { alias } = data.tables[at], count = (taken.get(alias) ?? 0) + 1;
    taken.set(alias, count);
    const own = count === 1 ? alias : alias.endsWith('"') ? `${alias.slice(0, -1)}_${count}"` : `${alias}_${count}`;
    names.set(at, own);
    return own;
  };
  const text = [`SELECT *`, `FROM ${data.tables[from].sql} AS ${name(from)}`];
  for (const step of steps) {
    const key = data.keys[step.key], one = name(step.from), other = name(step.to);
    const [here, there] = key.from === step.from ? [key.from_columns, key.to_columns] : [key.to_columns, key.from_columns];
    const on = here.map((column, at) => `${other}.${there[at]} = ${one}.${column}`).join(" AND ");
    text.push(`JOIN ${data.tables[step.to].sql} AS ${other}`, `    ON ${on}`);
  }
  return `${text.join("\n")};`;
}
function named(text) {
  const all = data.tables.map((it, at) => [it.name, at]);
  const exact = all.filter(([name]) => name === text);
  const like = exact.length ? exact : all.filter(([name]) => name.split(".").pop() === text || name.toLowerCase() === text.toLowerCase());
  const some = like.length ? like : all.filter(([name]) => name.toLowerCase().includes(text.toLowerCase()));
  return some.length ? some[0][1] : null;
}
function find(from, to) {
  const steps = shortest(from, to);
  const title = `From ${data.tables[from].name} to ${data.tables[to].name}`;
  [$("from").value, $("to").value] = [data.tables[from].name, data.tables[to].name];
  open = null;
  if (!steps) {
    way = null;
    fill(title, [element("p", "No foreign keys lead from one to the other.")]);
    filter();
    return;
  }
  way = { tables: new Set([from, ...steps.map((it) => it.to)]), keys: new Set(steps.map((it) => it.key)) };
  const draw = () => {
    const list = element("ol");
    steps.forEach((step) => {
      const line = element("li");
      line.append(`${data.tables[step.from].name} \u2192 ${data.tables[step.to].name} by `);
      const beside = data.keys.map((key, at) => [key, at])
        .filter(([key]) => [key.from, key.to].sort().join() === [step.from, step.to].sort().join());
      if (beside.length === 1) {
        line.append(element("code", data.keys[step.key].name));
      } else {
        const choice = element("select", undefined, { "aria-label": "Which foreign key" });
        beside.forEach(([key, at]) => {
          const option = element("option", `${key.name} (${key.from_columns.join(", ")})`, { value: at });
          option.selected = at === step.key;
          choice.append(option);
        });
        choice.onchange = () => {
          way.keys.delete(step.key);
          step.key = +choice.value;
          way.keys.add(step.key);
          draw();
          filter();
        };
        line.append(choice);
      }
      list.append(line);
    });
    const text = sql(from, steps), copy = element("button", "Copy", { type: "button" });
    copy.onclick = () => navigator.clipboard?.writeText(text).then(() => { copy.textContent = "Copied"; }, () => {});
    fill(title, steps.length
      ? [element("p", steps.length === 1 ? "1 foreign key." : `${steps.length} foreign keys.`), list, element("pre", text, { id: "sql" }), copy]
      : [element("p", "It is the same table."), element("pre", text, { id: "sql" }), copy]);
  };
  draw();
  document.querySelectorAll("#areas input").forEach((it) => {
    if ([...way.tables].some((at) => data.tables[at].area === +it.value)) it.checked = true;
  });
  filter();
  frame([...way.tables]);
}
$("way").addEventListener("submit", (event) => {
  event.preventDefault();
  const from = named($("from").value.trim()), to = named($("to").value.trim());
  if (from === null || to === null) {
    fill("No such table", [element("p", `There is no table like ${from === null ? $("from").value : $("to").value}.`)]);
    return;
  }
  find(from, to);
});

// The keyboard: one table takes part in the order of Tab, arrows lead from it to others.
let current = 0;
function focus(at) {
  cards[current]?.setAttribute("tabindex", "-1");
  current = at;
  cards[at]?.setAttribute("tabindex", "0");
  cards[at]?.focus({ preventScroll: true });
}
const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
drawing.addEventListener("keydown", (event) => {
  const direction = directions[event.key];
  if (direction) {
    event.preventDefault();
    const middle = (it) => [it.x + it.width / 2, it.y + it.height / 2];
    const [x, y] = middle(places[current]);
    let best = null, least = Infinity;
    places.forEach((place, at) => {
      if (at === current || cards[at].classList.contains("gone")) return;
      const [dx, dy] = middle(place).map((it, axis) => it - [x, y][axis]);
      const along = dx * direction[0] + dy * direction[1], across = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
      if (along > 4 && along + 2.5 * across < least) [best, least] = [at, along + 2.5 * across];
    });
    if (best !== null) { reveal(best); focus(best); }
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    tell(current);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { $("areas").open = false; if (!panel.hidden || way) shut(); return; }
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); $("search").focus(); }
  if (event.key === "+" || event.key === "=") zoom(1.3);
  if (event.key === "-") zoom(1 / 1.3);
  if (event.key === "0") whole();
});

// Light or dark as the system has it, until somebody says otherwise.
const root = document.documentElement;
try { const said = localStorage.getItem("momni-db-theme"); if (said) root.dataset.theme = said; } catch {}
$("theme").onclick = () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("momni-db-theme", root.dataset.theme); } catch {}
};

// `#app.families` opens a table, `#app.children/app.payments` a way.
function linked() {
  let said = "";
  try { said = decodeURIComponent(location.hash.slice(1)); } catch {}
  const [from, to] = said.split("/");
  const at = data.tables.findIndex((it) => it.name === from), end = data.tables.findIndex((it) => it.name === to);
  if (at >= 0 && end >= 0) find(at, end);
  else if (at >= 0) { reveal(at); tell(at); }
}
cards[0]?.setAttribute("tabindex", "0");
whole();
filter();
linked();
window.addEventListener("hashchange", linked);
