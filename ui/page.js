// What the page does without the server: copy, share, and where an answer starts to be read.
(() => {
  let shown = null;
  const done = (button) => {
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  };
  document.addEventListener("click", async (event) => {
    if (event.target.closest("#again, [data-do=hide], [data-do=again], [data-do=edited]")) shown = null;
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
  // A link that nobody pays for leads straight to its shop; that it was followed is noted beside it.
  for (const kind of ["click", "auxclick"]) document.addEventListener(kind, (event) => {
    const link = event.target.closest("a[data-counted]");
    if (link && event.button < 2) navigator.sendBeacon(link.dataset.counted);
  });
  // A link to an invented shop, which no browser can reach, opens the page that says so.
  const INVENTED = /\.(example|test|invalid|localhost)$/;
  for (const kind of ["click", "auxclick"]) document.addEventListener(kind, (event) => {
    const link = event.target.closest(".ps-turn a[target=_blank]");
    if (!link || event.button > 1) return;
    const lang = encodeURIComponent(document.documentElement.lang);
    if (link.pathname.startsWith("/r/") && link.host === location.host) {
      link.search = `?lang=${lang}`;
    } else if (INVENTED.test(link.hostname)) {
      event.preventDefault();
      window.open(`/leaving?to=${encodeURIComponent(link.href)}&lang=${lang}`, "_blank", "noopener");
    }
  });
  // A report goes to the ledger at once; what came of it takes the place of the choice.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do=report]");
    if (!button || button.parentElement.getAttribute("aria-busy")) return;
    const group = button.parentElement, where = group.closest(".ps-report");
    group.setAttribute("aria-busy", "true");
    const said = document.createElement("p");
    said.tabIndex = -1;
    said.setAttribute("role", "status");
    try {
      const answer = await fetch(group.dataset.to, { method: "POST", body: button.dataset.say });
      if (!answer.ok) throw new Error(answer.status);
      said.className = "ps-reported";
      said.textContent = button.dataset.done.replace("#", (await answer.json()).entry);
      where.replaceWith(said);
    } catch {
      where.querySelector(".ps-error")?.remove();
      said.className = "ps-error";
      said.textContent = group.dataset.failed;
      group.removeAttribute("aria-busy");
      where.append(said);
    }
    said.focus();
  });
  document.addEventListener("toggle", (event) => {
    const share = event.target.querySelector?.("[data-do=share]");
    if (share && navigator.share) share.hidden = false;
  }, true);
  // When a question was last sent and the page last started over: what is sent may overtake, so
  // that a guarded place shows its beginning instead of what was sent before the last start over.
  const at = { asked: 0, started: 0 };
  const guarded = [];
  const guard = (place) => {
    const sent = place.querySelector(":scope > .ps-sent");
    if (!sent || Number(sent.dataset.sent) >= at.started) return;
    sent.outerHTML = sent.dataset.beginning;
  };
  document.addEventListener("keypress", (event) => {
    if (event.key === "Enter") at.asked = event.timeStamp;
  }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#start_over")) {
      at.asked = event.timeStamp;
      return;
    }
    at.started = event.timeStamp;
    shown = null;
    guarded.forEach(guard);
    const fields = new URLSearchParams(location.search);
    ["q", "seed", "at", "chat"].forEach((name) => fields.delete(name));
    history.replaceState(null, "", fields.size ? `?${fields}` : location.pathname);
  }, true);
  // The settings are a drawer: it opens over the page, which then is inert, and gives focus back.
  let opener = null;
  const aside = (open) => {
    const drawer = document.querySelector("#settings");
    if (!drawer || drawer.classList.contains("ps-open") === open) return;
    drawer.classList.toggle("ps-open", open);
    document.body.style.overflow = open ? "hidden" : "";
    for (const other of document.querySelectorAll(".ps-head, #conversation")) other.inert = open;
    drawer.setAttribute("role", "dialog");
    drawer.setAttribute("aria-modal", "true");
    drawer.setAttribute("aria-labelledby", "settings-title");
    if (open) {
      opener = document.activeElement;
      document.querySelector("#settings-title")?.focus();
    } else {
      opener?.isConnected ? opener.focus() : document.querySelector(".ps-tools button")?.focus();
    }
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-do=settings]")) aside(true);
    else if (event.target.closest("[data-do=close], #again")) aside(false);
    else if (event.isTrusted && !event.target.closest("#settings, [role=listbox]")) aside(false);
    if (event.target.closest("[data-do=skip]")) {
      event.preventDefault();
      document.querySelector("#question textarea")?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") aside(false);
  });
  // An answer is told once to those who hear the page: its question's state, then its first words.
  let told = "";
  const region = document.createElement("div");
  region.className = "ps-aloud ps-announced";
  region.setAttribute("role", "status");
  const announce = () => {
    const turn = document.querySelector("#latest .ps-turn");
    if (!turn) return;
    const whole = turn.querySelector(".ps-text");
    const words = (whole ? turn.querySelector(".ps-part, .ps-error") : turn.querySelector(".ps-looking"))?.textContent ?? "";
    const key = `${document.querySelectorAll(".ps-turn").length} ${words}`;
    if (!words || key === told) return;
    told = key;
    region.textContent = words;
  };
  // Details that stand open stay open, and focus stays where it is, while an answer grows.
  const keeping = (place) => {
    let open = [], focused = null;
    const named = (e) => {
      const card = e?.closest(".ps-card")?.getAttribute("aria-labelledby") ?? "";
      const kind = e?.className ?? "";
      return `${card} ${e?.tagName} ${kind} ${e?.dataset.say ?? e?.getAttribute("href") ?? ""}`;
    };
    document.body.append(region);
    place.addEventListener("toggle", (event) => {
      const key = named(event.target);
      open = open.filter((each) => each !== key).concat(event.target.open ? [key] : []);
    }, true);
    place.addEventListener("focusin", (event) => {
      focused = named(event.target.closest("summary")?.parentElement ?? event.target);
    });
    place.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !place.contains(event.relatedTarget)) focused = null;
    });
    new MutationObserver(() => {
      if (place.querySelector(".ps-looking")) [open, focused] = [[], null];
      for (const each of place.querySelectorAll("details:not([open])")) {
        if (open.includes(named(each))) each.open = true;
      }
      if (focused && document.activeElement === document.body) {
        const there = [...place.querySelectorAll("a, button, details")].find((e) => named(e) === focused);
        (there?.querySelector(":scope > summary") ?? there)?.focus({ preventScroll: true });
      }
      announce();
    }).observe(place, { childList: true, subtree: true });
  };
  window.plainshelf = {
    at,
    keeping,
    guard: (place) => {
      guarded.push(place);
      const look = new MutationObserver(() => guard(place));
      look.observe(place, { childList: true, subtree: true, attributes: true });
      guard(place);
    },
    // A question just asked goes to the top, so that labels are seen with their items; after
    // that the page stays where the reader leaves it.
    show: (what) => requestAnimationFrame(() => {
      const question = document.querySelector("#latest .ps-question");
      const now = question && document.querySelectorAll(".ps-turn").length + question.textContent;
      if (now && now !== shown) document.querySelector(what).scrollIntoView({ block: "start" });
      shown = now;
    }),
    // The conversation that stands here is in the address, so that reload and Back come back to it.
    keep: (held) => {
      const [sent, id] = held.split(" ");
      if (Number(sent) < at.started || !id || !document.querySelector("#latest .ps-question")) return;
      const fields = new URLSearchParams({ chat: id });
      const lang = new URLSearchParams(location.search).get("lang");
      if (lang) fields.set("lang", lang);
      history.replaceState(null, "", `?${fields}`);
    },
    speak: () => {
      document.documentElement.lang = document.querySelector(".ps-head header")?.lang || "en";
      // Whoever opens the page wants to ask; a phone keeps its keyboard down until it is tapped.
      const asked = document.querySelector("#latest .ps-question");
      if (asked || innerWidth < 900 || document.activeElement !== document.body) return;
      document.querySelector("#question textarea")?.focus({ preventScroll: true });
    },
  };
})();
// The comparison: its address, its link, and the question carried over from the chat.
(() => {
  window.plainshelf.address = (addressed) => {
    const [sent, query] = addressed.split(" ");
    if (Number(sent) < window.plainshelf.at.started) return;
    const lang = new URLSearchParams(location.search).get("lang");
    history.replaceState(null, "", `${location.pathname}?${query}${lang ? `&lang=${lang}` : ""}`);
  };
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-do=copy-link]");
    if (copy) {
      const link = `${location.origin}/compare?${copy.dataset.query}`;
      const before = copy.textContent;
      try {
        await navigator.clipboard.writeText(link);
        copy.textContent = copy.dataset.done;
        setTimeout(() => { copy.textContent = before; }, 2000);
      } catch {
        prompt(before, link);
      }
      return;
    }
    const to = event.target.closest('.ps-pages a[href^="/compare"]');
    const asked = document.querySelector("#latest .ps-question");
    if (!to || !asked || location.pathname.startsWith("/compare")) return;
    const words = [...asked.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("");
    const address = new URL(to.href);
    address.searchParams.set("q", words.trim());
    to.href = address;
  });
})();
// What is done with one answer: its question asked otherwise, a link to it, its export.
(() => {
  const turnOf = (node) => [...document.querySelectorAll("#past .ps-turn, #latest .ps-turn")]
    .indexOf(node.closest(".ps-turn"));
  const where = (node) => new URLSearchParams({
    chat: new URLSearchParams(location.search).get("chat") ?? "",
    turn: turnOf(node) + 1,
    lang: document.documentElement.lang.slice(0, 2),
  });
  const said = (button, words) => {
    const before = button.textContent;
    button.textContent = words;
    setTimeout(() => { button.textContent = before; }, 3000);
  };
  const link = async (button) => {
    let address;
    try {
      const answer = await fetch(`/shared/link?${where(button)}`);
      if (!answer.ok) throw new Error(answer.status);
      address = new URL((await answer.json()).address, location.origin).href;
    } catch {
      said(button, button.dataset.failed);
      return;
    }
    try {
      await navigator.clipboard.writeText(address);
      said(button, button.dataset.done);
    } catch {
      prompt(button.textContent, address);
    }
  };
  const edit = (button) => {
    const question = button.closest(".ps-turn").querySelector(".ps-question");
    if (question.nextElementSibling?.matches(".ps-edit")) return;
    const words = [...question.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data);
    const form = document.createElement("div");
    form.className = "ps-edit";
    const box = document.createElement("textarea");
    box.value = words.join("").trim();
    box.setAttribute("aria-label", button.dataset.label);
    const send = document.createElement("button");
    Object.assign(send, { type: "button", textContent: button.dataset.send });
    Object.assign(send.dataset, { do: "edited", say: box.value, at: turnOf(button) });
    const leave = document.createElement("button");
    Object.assign(leave, { type: "button", textContent: button.dataset.cancel });
    const note = document.createElement("p");
    note.className = "ps-note";
    if (button.closest("#past")) note.textContent = button.dataset.after;
    box.addEventListener("input", () => { send.dataset.say = box.value; });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        send.click();
      } else if (event.key === "Escape") leave.click();
    });
    leave.addEventListener("click", () => { form.remove(); button.focus(); });
    form.append(box, note, send, leave);
    question.after(form);
    box.focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do=edit], [data-do=link], [data-do=export]");
    if (!button) return;
    if (button.dataset.do === "edit") edit(button);
    else if (button.dataset.do === "link") link(button);
    else button.href = `/conversations/export.${button.dataset.kind}?${where(button)}`;
  });
})();
