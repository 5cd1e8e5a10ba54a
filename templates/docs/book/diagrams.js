"use strict";
// Draws the diagrams of a page, anew when the theme changes, and opens each in full on a click.
(() => {
  const dark = () => ["navy", "coal", "ayu"].some((it) => document.documentElement.classList.contains(it));
  const blocks = [...document.querySelectorAll("code.language-mermaid")].map((code) => {
    const place = document.createElement("div");
    place.className = "diagram";
    place.tabIndex = 0;
    place.setAttribute("role", "button");
    place.setAttribute("aria-label", "Diagram; Enter shows it in full");
    const text = code.textContent;
    // mdBook puts a wrapper with buttons around code.
    (code.closest("pre") ?? code).replaceWith(place);
    return { place, text };
  });
  if (!blocks.length) return;
  let drawn = null, number = 0;
  async function draw() {
    const theme = dark() ? "dark" : "default";
    if (theme === drawn) return;
    drawn = theme;
    mermaid.initialize({ startOnLoad: false, theme, securityLevel: "strict", maxTextSize: 50000 });
    for (const { place, text } of blocks) {
      try {
        const { svg } = await mermaid.render(`diagram-${number++}`, text);
        place.innerHTML = svg;
      } catch (error) {
        place.textContent = `This diagram cannot be drawn: ${error.message}`;
        place.classList.add("failed");
      }
    }
    document.documentElement.dataset.diagrams = "drawn";
  }
  function open(place) {
    const svg = place.querySelector("svg");
    if (!svg) return;
    const full = document.createElement("div"), copy = svg.cloneNode(true), close = document.createElement("button");
    full.className = "diagram-full";
    full.setAttribute("role", "dialog");
    full.setAttribute("aria-label", "Diagram");
    close.textContent = "\u00d7";
    close.setAttribute("aria-label", "Close");
    copy.removeAttribute("style");
    full.append(copy, close);
    document.body.append(full);
    const { width, height } = svg.viewBox.baseVal;
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    let scale = Math.min(innerWidth / width, innerHeight / height) * 0.95;
    let x = (innerWidth - width * scale) / 2, y = (innerHeight - height * scale) / 2;
    const show = () => { copy.style.transform = `translate(${x}px, ${y}px) scale(${scale})`; };
    const zoom = (by, at = innerWidth / 2, down = innerHeight / 2) => {
      const next = Math.min(8, Math.max(0.05, scale * by)), real = next / scale;
      [x, y, scale] = [at - (at - x) * real, down - (down - y) * real, next];
      show();
    };
    const shut = () => { full.remove(); document.removeEventListener("keydown", key, true); place.focus(); };
    const key = (event) => {
      const known = { Escape: shut, "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3),
        ArrowLeft: () => { x += 60; show(); }, ArrowRight: () => { x -= 60; show(); },
        ArrowUp: () => { y += 60; show(); }, ArrowDown: () => { y -= 60; show(); } }[event.key];
      if (known) { event.preventDefault(); event.stopPropagation(); known(); }
    };
    document.addEventListener("keydown", key, true);
    close.onclick = shut;
    full.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY); }, { passive: false });
    const held = new Map();
    full.addEventListener("pointerdown", (event) => { if (event.target !== close) { held.set(event.pointerId, [event.clientX, event.clientY]); full.setPointerCapture(event.pointerId); } });
    full.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      if (held.size === 1) { x += event.clientX - before[0]; y += event.clientY - before[1]; show(); } else {
        const [other] = [...held].filter(([id]) => id !== event.pointerId).map(([, it]) => it);
        const far = (a, b) => Math.hypot(a - other[0], b - other[1]) || 1;
        zoom(far(event.clientX, event.clientY) / far(...before), (event.clientX + other[0]) / 2, (event.clientY + other[1]) / 2);
      }
      held.set(event.pointerId, [event.clientX, event.clientY]);
    });
    for (const end of ["pointerup", "pointercancel"]) full.addEventListener(end, (event) => held.delete(event.pointerId));
    show();
    close.focus();
  }
  for (const { place } of blocks) {
    place.addEventListener("click", () => open(place));
    place.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(place); } });
  }
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
  draw();
})();
