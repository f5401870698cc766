// Every visible text whose colour stands out from its ground by less than 4.5 to 1 (WCAG 1.4.3).
() => {
  const rgba = s => { const m = s.match(/[\d.]+/g).map(Number); return [...m.slice(0, 3), m[3] ?? 1]; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const light = c => { const l = c.slice(0, 3).map(v => v / 255).map(
    v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
  const ground = e => { const above = [];
    for (let at = e; at; at = at.parentElement) above.push(rgba(getComputedStyle(at).backgroundColor));
    return above.reverse().reduce((b, c) => over(c, b), [255, 255, 255, 1]); };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility({checkVisibilityCSS: true, checkOpacity: true})) continue;
    if (['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(e.tagName)) continue;
    const b = ground(e), f = over(rgba(getComputedStyle(e).color), b);
    const [hi, lo] = [light(f), light(b)].sort((x, y) => y - x);
    const ratio = (hi + .05) / (lo + .05);
    if (ratio < 4.5) faint.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.textContent.trim().slice(0, 30)}`);
  }
  return [...new Set(faint)];
}
