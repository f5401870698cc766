// What the page does without the server: copy, share, and where an answer starts to be read.
(() => {
  let shown = null;
  const done = (button) => {
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  };
  document.addEventListener("click", async (event) => {
    if (event.target.closest("#again, [data-do=hide]")) shown = null;
    const button = event.target.closest("[data-do=copy], [data-do=share]");
    if (!button) return;
    const words = button.parentElement.querySelector("pre");
    if (button.dataset.do === "share") {
      await navigator.share({ text: words.textContent }).catch(() => {});
      return;
    }
    try {
      await navigator.clipboard.writeText(words.textContent);
      done(button);
    } catch {
      getSelection().selectAllChildren(words);
    }
  });
  document.addEventListener("toggle", (event) => {
    const share = event.target.querySelector?.("[data-do=share]");
    if (share && navigator.share) share.hidden = false;
  }, true);
  window.plainshelf = {
    // A question just asked goes to the top, so that labels are seen with their items; after
    // that the page stays where the reader leaves it.
    show: (what) => requestAnimationFrame(() => {
      const question = document.querySelector("#latest .ps-question");
      const now = question && document.querySelectorAll(".ps-turn").length + question.textContent;
      if (now && now !== shown) document.querySelector(what).scrollIntoView({ block: "start" });
      shown = now;
    }),
    speak: () => {
      document.documentElement.lang = document.querySelector(".ps-head header")?.lang || "en";
    },
  };
})();
