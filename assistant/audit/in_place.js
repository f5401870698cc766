// Measures the labels of one piece of a page where it stands, without moving what its reader sees:
// it scrolls and scrolls back before anything is drawn. In: the piece's outermost element, the plan
// that was made of its HTML, and what measures a list of labels; out: the labels measured, null
// where the piece is not what the plan was made of.
(root, plan, measure) => {
  const every = [root, ...root.querySelectorAll("*")];
  const words = (text) => text.replace(/\s+/g, " ");
  const same = (one) => words(every[one.label]?.textContent ?? "").includes(words(one.words));
  if (every.length !== plan.elements || !plan.asked.every(same)) return null;
  const stood = new Map();
  for (const one of plan.asked) {
    for (let e = every[one.item]; e; e = e.parentElement) stood.set(e, [e.scrollLeft, e.scrollTop]);
  }
  every.forEach((element, n) => element.setAttribute("data-plainshelf-n", n));
  try {
    return measure(plan.asked);
  } finally {
    every.forEach((element) => element.removeAttribute("data-plainshelf-n"));
    for (const [e, [left, top]] of stood) {
      if (e.scrollLeft !== left || e.scrollTop !== top) e.scrollTo({ left, top, behavior: "instant" });
    }
  }
}
