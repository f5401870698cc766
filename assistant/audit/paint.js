// Scrolls an item into view and hides or shows its label's words, so that two pictures can tell
// whether the label is painted. In: the numbers of label and item, and whether to hide; out: where
// the label's box is on the screen, null where it has none.
([label, item, hide]) => {
  const at = (n) => document.querySelector(`[data-plainshelf-n="${n}"]`);
  const element = at(label);
  at(item).scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  for (const ink of ["color", "-webkit-text-fill-color"]) {
    if (hide) {
      element.dataset[`was${ink.length}`] = element.style.getPropertyValue(ink);
      element.style.setProperty(ink, "transparent", "important");
    } else if (`was${ink.length}` in element.dataset) {
      element.style.setProperty(ink, element.dataset[`was${ink.length}`]);
    }
  }
  const r = element.getBoundingClientRect();
  const [left, top] = [Math.max(0, r.left), Math.max(0, r.top)];
  const [right, bottom] = [Math.min(innerWidth, r.right), Math.min(innerHeight, r.bottom)];
  return right - left < 1 || bottom - top < 1 ? null : { x: left, y: top, width: right - left, height: bottom - top };
}
