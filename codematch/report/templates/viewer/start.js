// The frame of the viewer: opened by an address or a button, closed back to the record, led by keys.

const Interface = {
  async open() {
    if (Interface.root) return Data.made;
    const index = await Data.open();
    const button = (text, act, title = text) => make("button", "", { type: "button", title, onclick: act }, text);
    Interface.list = make("button", "v-list", { type: "button", onclick: Interface.turnList, title: Data.words.list }, Data.words.list);
    const works = make("select", "", { onchange: ({ target }) => Lists.fill(index.cases[target.value]) });
    works.append(...index.cases.map(({ labels }, at) => make("option", "", { value: at }, plain(labels.join(" / ")))));
    works.hidden = index.cases.length < 2;
    const bar = make(
      "header", "v-bar-top", {}, Interface.list, works, make("span", "v-space"),
      button("↑", () => PairView.step(false), Data.words.previous), button("↓", () => PairView.step(true), Data.words.next),
      button("?", Interface.help, Data.words.help), button("◐", turn, Data.words.theme),
      make("button", "v-close", { type: "button", onclick: Interface.close }, Data.words.close),
    );
    Interface.status = make("p", "v-status", { role: "status" });
    Interface.dialog = Interface.keys();
    Interface.root = make("div", "viewer", {}, bar, Lists.build(), PairView.build(), Interface.status, Interface.dialog);
    document.body.append(Interface.root);
    Lists.fill(index.cases[0]);
    return index;
  },

  keys() {
    const rows = [["n, p", "n"], ["j, k", "j"], ["[, ]", "bracket"], ["/", "slash"], ["l", "l"], ["d", "d"], ["?", "question"], ["Esc", "escape"]];
    const terms = rows.flatMap(([key, name]) => [make("dt", "", {}, key), make("dd", "", {}, Data.words[`key.${name}`])]);
    return make("dialog", "v-help", {}, make("h3", "", {}, Data.words.help), make("dl", "input", {}, ...terms));
  },

  help() {
    if (Interface.dialog.open) Interface.dialog.close();
    else Interface.dialog.showModal();
  },

  note(text) {
    Interface.status.textContent = text;
    clearTimeout(Interface.fading);
    Interface.fading = setTimeout(() => (Interface.status.textContent = ""), 4000);
  },

  turnList() {
    const narrow = matchMedia("(max-width: 52rem)").matches;
    Interface.root.classList.toggle(narrow ? "v-listed" : "v-listless");
  },

  close() {
    document.documentElement.classList.remove("viewing");
    history.pushState(null, "", location.pathname + location.search);
    scrollTo(0, Interface.place ?? 0);
  },

  /** Follow the address: into the viewer, or out of it to a place of the record. */
  async follow() {
    const text = location.hash.slice(1);
    const inside = document.documentElement.classList.contains("viewing");
    const own = /^(?:[KQ]\d*\/|region-\d|view$)/.test(text) || (/^(?:row|exhibit|files)-\d/.test(text) && !document.getElementById(text));
    if (!own) {
      if (inside && (!text || document.getElementById(text))) {
        document.documentElement.classList.remove("viewing");
        document.getElementById(text)?.scrollIntoView();
      }
      return;
    }
    try {
      const index = await Interface.open();
      if (text !== location.hash.slice(1)) return;
      if (!document.documentElement.classList.contains("viewing")) Interface.place = scrollY;
      document.documentElement.classList.add("viewing");
      if (text === "view") return PairView.rows || PairView.alone ? undefined : Interface.first(index);
      const place = Address.read(text, index);
      if (!place) return Interface.note(Data.say("line-missing", { place: Interface.readable(text) }));
      Lists.fill(place.work);
      await PairView.show(place);
      Interface.root.classList.remove("v-listed");
      if (Lists.tab === "differences" || !Lists.search.value) Lists.show();
    } catch (error) {
      alertReader(error.message);
    }
  },

  readable(text) {
    try {
      return plain(decodeURIComponent(text));
    } catch {
      return text;
    }
  },

  /** Show the heaviest pair of files beside the lists. */
  async first(index) {
    const work = index.cases[0];
    if (!work.pairs.length) {
      PairView.work = work;
      return PairView.say(Data.words.choose);
    }
    await PairView.show({ work, pair: 0 });
    Interface.root.classList.add("v-listed");
    Lists.show();
  },
};

/** Say in the record itself that the viewer cannot be opened. */
function alertReader(message) {
  const said = make("p", "notice v-failed", { role: "alert" }, message);
  document.querySelector(".v-failed")?.remove();
  document.querySelector("header.cover").after(said);
  document.documentElement.classList.remove("viewing");
  said.scrollIntoView({ block: "center" });
}

const viewerKeys = {
  n: () => PairView.step(true), p: () => PairView.step(false),
  j: () => PairView.stepRegion(true), k: () => PairView.stepRegion(false),
  "]": () => PairView.stepPair(true), "[": () => PairView.stepPair(false),
  "/": () => {
    Interface.root.classList.remove("v-listless");
    Interface.root.classList.add("v-listed");
    Lists.search.focus();
  },
  l: () => Interface.turnList(), d: () => turn(), "?": () => Interface.help(),
  Escape: () => (Interface.dialog.open ? Interface.dialog.close() : Interface.close()),
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (!document.documentElement.classList.contains("viewing")) {
    if (event.key === "v" && !typing) location.hash = "view";
    return;
  }
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = viewerKeys[event.key];
  if (act) {
    act();
    event.preventDefault();
  }
});
addEventListener("hashchange", Interface.follow);
addEventListener("resize", () => PairView.rows && PairView.framed());

const opener = make("a", "v-open", { href: "#view" }, Data.words.open);
document.querySelector(".tools").prepend(opener);
const glance = document.querySelector("section.glance h2");
glance.after(make("p", "v-start", {}, make("a", "", { href: "#view" }, Data.words.open)));

// Exhibits can be closed one by one or all at once; print shows all of them.
const articles = [...document.querySelectorAll("article.exhibit")];
for (const article of articles) {
  const fold = () => {
    article.classList.toggle("folded");
    button.setAttribute("aria-expanded", !article.classList.contains("folded"));
  };
  const button = make("button", "v-fold", { type: "button", "aria-expanded": "true", title: Data.words.collapse, onclick: fold }, "▾");
  const link = make("a", "in-viewer", { href: `#${article.id.replace("exhibit", "region")}` }, Data.words.open);
  article.querySelector("h3").prepend(button);
  article.querySelector("h3").append(link);
}
if (articles.length > 1) {
  const all = (closed) => () => {
    for (const article of articles) {
      article.classList.toggle("folded", closed);
      article.querySelector(".v-fold").setAttribute("aria-expanded", !closed);
    }
  };
  const button = (key, closed) => make("button", "v-more", { type: "button", onclick: all(closed) }, Data.words[key]);
  articles[0].before(make("p", "v-folds", {}, button("exhibits-close", true), " ", button("exhibits-open", false)));
}
Interface.follow();
