// What the plain pages do without the server: the reader's colours, what is copied, what is dropped.
(() => {
  const asked = new URLSearchParams(location.search).get("__theme");
  const dark = asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.toggle("dark", dark);
  document.addEventListener("DOMContentLoaded", () => {
    document.body.classList.toggle("dark", dark);
    document.querySelector(".ps-pages [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copies]");
    if (!copy) return;
    const words = document.getElementById(copy.dataset.copies);
    try {
      await navigator.clipboard.writeText(words.value ?? words.textContent);
      const before = copy.textContent;
      copy.textContent = copy.dataset.done;
      setTimeout(() => { copy.textContent = before; }, 2000);
    } catch {
      getSelection().selectAllChildren(words);
    }
  });
  // A file dropped on a form stands in its file field, as one chosen there does.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form:has(input[type=file])");
    if (!form || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    if (kind === "drop") form.querySelector("input[type=file]").files = event.dataTransfer.files;
  });
  // What cannot be undone asks once more; a form says that it is working.
  document.addEventListener("submit", (event) => {
    const sure = event.submitter?.dataset.sure;
    if (sure && !confirm(sure)) {
      event.preventDefault();
      return;
    }
    event.target.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  });
})();
