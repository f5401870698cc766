// How the labels of a page look where they stand. One list goes in, an entry per label: the numbers
// (data-plainshelf-n) of the label's element, of the item's first words, and of the box around it.
// The same list comes out with what the browser computed; a colour that cannot be known is null.
(asked) => {
  const at = (n) => document.querySelector(`[data-plainshelf-n="${n}"]`);
  const rgba = (s) => { const m = s.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0]; return [...m.slice(0, 3), m[3] ?? 1]; };
  const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const css = (c) => c && `rgb(${c.slice(0, 3).map(Math.round).join(" ")})`;
  // The colour behind an element; null where a picture or a gradient lies over the last plain one.
  const ground = (element) => {
    const above = [];
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e), colour = rgba(style.backgroundColor);
      if (style.backgroundImage !== "none") return null;
      above.push(colour);
      if (colour[3] === 1) break;
    }
    return above.reverse().reduce((b, c) => over(c, b), [255, 255, 255, 1]);
  };
  const opacity = (element) => {
    let product = 1;
    for (let e = element; e; e = e.parentElement) product *= Number(getComputedStyle(e).opacity);
    return product;
  };
  // Where words stand: the box of the words themselves, not of the element around them.
  const box = (element, words) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const start = words ? node.data.indexOf(words) : node.data.search(/\S/);
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, words ? start + words.length : node.length);
      const first = [...range.getClientRects()].find((r) => r.width > 1 && r.height > 1);
      if (first) return first;
    }
    return element.getBoundingClientRect();
  };
  const onScreen = (element, r) => {
    if (r.width < 2 || r.height < 2 || r.top < 0 || r.left < 0) return false;
    if (r.bottom > innerHeight + 1 || r.right > innerWidth + 1) return false;
    const there = document.elementFromPoint(r.left + Math.min(r.width, 40) / 2, r.top + r.height / 2);
    if (!there || !(element === there || element.contains(there) || there.contains(element))) return false;
    // What is hit around the label lies over it, unless the label lets presses through.
    return !(there !== element && there.contains(element)) || getComputedStyle(element).pointerEvents === "none";
  };
  // Where a clip, a mask or a filter lies on a label, only a picture tells whether it is painted.
  const effects = ["clipPath", "maskImage", "filter", "mixBlendMode", "backdropFilter"];
  const plain = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (effects.some((name) => style[name] && !["none", "normal"].includes(style[name]))) return false;
    }
    return true;
  };
  const edge = (element) => {
    const style = getComputedStyle(element), outside = element.parentElement && ground(element.parentElement);
    const wide = ["Top", "Left"].find((s) => parseFloat(style[`border${s}Width`]) >= 1 && style[`border${s}Style`] !== "none");
    const inside = ground(element);
    const line = wide && outside ? over(rgba(style[`border${wide}Color`]), outside) : null;
    const tinted = !!inside && !!outside && css(inside) !== css(outside);
    return { line, outside, drawn: !!wide || tinted || inside === null };
  };
  // Body text has the size that the page sets for all of its words, where a share of them really has
  // it: captions may have more letters. Else it has the size that most letters have.
  const sizes = {}, within = new Map();
  let total = 0;
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = all.nextNode(); node; node = all.nextNode()) {
    const parent = node.parentElement, letters = node.data.trim().length;
    if (!letters || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(parent.tagName) || !parent.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    sizes[size] = (sizes[size] ?? 0) + letters;
    total += letters;
    for (let e = parent; e; e = e.parentElement) within.set(e, (within.get(e) ?? 0) + letters);
  }
  let whole = document.body;
  for (let next = whole; next; next = [...whole.children].find((e) => (within.get(e) ?? 0) >= .9 * total)) whole = next;
  const set = parseFloat(getComputedStyle(whole).fontSize);
  const most = Number(Object.entries(sizes).sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0) || null;
  const body = (sizes[set] ?? 0) >= .15 * total ? set : most;
  return asked.map((one) => {
    const label = at(one.label), item = at(one.item), around = at(one.around), style = getComputedStyle(label);
    item.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const [l, i] = [box(label, one.words), box(item, "")], back = ground(label);
    const beside = l.top < i.bottom && i.top < l.bottom;
    const rtl = getComputedStyle(item).direction === "rtl";
    const border = edge(around);
    return {
      ...one,
      color: css(rgba(style.color)[3] === 1 || !back ? rgba(style.color) : over(rgba(style.color), back)),
      background: css(back), opacity: opacity(label), font_px: parseFloat(style.fontSize), body_px: body,
      bold: Number(style.fontWeight) >= 700,
      border: css(border.line), border_background: css(border.outside), boundary: border.drawn,
      in_sight: onScreen(label, l) && (plain(label) || null),
      before_item: beside ? (rtl ? l.right >= i.right : l.left <= i.left) : l.top <= i.top,
      screens: Math.round(around.getBoundingClientRect().height / innerHeight * 100) / 100,
    };
  });
}
