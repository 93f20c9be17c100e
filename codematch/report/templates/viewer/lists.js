// The lists beside the files: both trees with coverage, regions with filters, findings, differences; one search.

const PAGE = 200; // entries that a list shows before a reader asks for more
const TABS = ["files", "regions", "findings", "differences"];

const Lists = {
  tab: "files",
  limit: PAGE,
  work: null,

  build() {
    const show = () => Lists.show();
    Lists.search = make("input", "finder", { type: "search", placeholder: Data.words.search, "aria-label": Data.words.search });
    Lists.search.addEventListener("input", () => {
      Lists.limit = PAGE;
      show();
    });
    Lists.tabs = TABS.map((name) =>
      make("button", "", { type: "button", role: "tab", "data-tab": name, onclick: () => Lists.turn(name) }, Data.words[name]),
    );
    Lists.kind = make("select", "", { onchange: show });
    Lists.label = make("select", "", { onchange: show });
    Lists.bits = make("input", "", { type: "number", min: 0, step: "any", oninput: show });
    Lists.residual = make("input", "", { type: "number", min: 0, step: "any", oninput: show });
    const fields = [["class", Lists.kind], ["label", Lists.label], ["bits", Lists.bits], ["residual", Lists.residual]];
    Lists.filters = make("div", "v-filters", {}, ...fields.map(([key, field]) => make("label", "", {}, Data.words[key], field)));
    Lists.items = make("div", "v-items", { role: "tabpanel" });
    const bar = make("div", "v-tabs", { role: "tablist" }, ...Lists.tabs);
    return make("aside", "v-side", { "aria-label": Data.words.list }, Lists.search, bar, Lists.filters, Lists.items);
  },

  /** Show the lists of a pair of works. */
  fill(work) {
    if (Lists.work === work) return;
    Lists.work = work;
    const option = (value, text) => make("option", "", { value }, text);
    Lists.kind.replaceChildren(
      option("", Data.words.all),
      ...Object.entries(work.classes).map(([name, text]) => option(name, `${name} ${text}`)),
    );
    Lists.label.replaceChildren(
      option("", Data.words.all),
      option("-", Data.words.unlabelled),
      ...work.codes.map(([, text], at) => option(at, text)),
    );
    Lists.show();
  },

  turn(name) {
    Lists.tab = name;
    Lists.limit = PAGE;
    Lists.show();
  },

  show() {
    for (const tab of Lists.tabs) tab.setAttribute("aria-selected", tab.dataset.tab === Lists.tab);
    Lists.filters.hidden = Lists.tab !== "regions";
    const wanted = Lists.search.value.trim().toLowerCase();
    Lists.items.replaceChildren(...Lists[Lists.tab](Lists.work, wanted));
  },

  /** Return the first entries of a list, how many there are, and a button for more. */
  page(entries, draw) {
    if (!entries.length) return [make("p", "quiet", {}, Data.words.nothing)];
    const parts = entries.slice(0, Lists.limit).map(draw);
    const rest = entries.length > Lists.limit;
    const count = { shown: number(Math.min(Lists.limit, entries.length)), count: number(entries.length) };
    const more = () => {
      Lists.limit += 5 * PAGE;
      Lists.show();
    };
    parts.unshift(make("p", "quiet v-count", {}, Data.say("shown", count)));
    if (rest) parts.push(make("button", "v-more", { type: "button", onclick: more }, Data.words.more));
    return parts;
  },

  files(work, wanted) {
    if (!wanted) {
      return [0, 1].flatMap((side) => {
        const head = make("h3", side ? "questioned" : "known", {}, `${SIDES[side]} `, shown(work.labels[side]));
        return [head, ...Tree.draw(work, side, Tree.of(work, side), "")];
      });
    }
    const found = [0, 1].flatMap((side) =>
      work.files[side]
        .map((file, index) => ({ file, index, side }))
        .filter(({ file }) => file.path.toLowerCase().includes(wanted)),
    );
    const regions = work.regions.filter(({ places }) => places.some(([, , name]) => name.toLowerCase().includes(wanted)));
    const findings = work.findings.filter(([, text]) => text.toLowerCase().includes(wanted));
    const entries = [
      ...found.map(({ side, index }) => () => Tree.file(work, side, index, work.files[side][index].path)),
      ...regions.map((region) => () => Lists.region(work, region)),
      ...findings.map((finding) => () => Lists.finding(work, finding)),
    ];
    return Lists.page(entries, (draw) => draw());
  },

  regions(work, wanted) {
    const least = [Lists.bits, Lists.residual].map((field) => Number.parseFloat(field.value) || 0);
    const label = Lists.label.value;
    const fits = ({ kind, bits, residual, labels, pair, places, exhibit }) =>
      (!Lists.kind.value || kind === Lists.kind.value) &&
      (!label || (label === "-" ? !labels.length : labels.includes(Number(label)))) &&
      bits >= least[0] &&
      (!least[1] || (residual ?? bits) >= least[1]) &&
      (!wanted ||
        exhibit.toLowerCase() === wanted ||
        [0, 1].some((side) => work.files[side][work.pairs[pair]?.files[side]]?.path.toLowerCase().includes(wanted)) ||
        places.some(([, , name]) => name.toLowerCase().includes(wanted)));
    return Lists.page(work.regions.filter(fits), (region) => Lists.region(work, region));
  },

  region(work, region) {
    const pair = work.pairs[region.pair];
    const lines = region.places.map(([first, last]) => (last > first ? `${first}–${last}` : first));
    const paths = [0, 1].map((side) => work.files[side][pair?.files[side]]?.path ?? "");
    const weight = region.residual === null ? number(region.bits) : `${number(region.bits)} → ${number(region.residual)}`;
    const current = PairView.pair === region.pair && PairView.region === region.name && PairView.work === work;
    return make(
      "a",
      "v-entry",
      { href: `#region-${work.number + 1}-${region.name}`, "aria-current": current ? "true" : null },
      make("span", "v-head", {}, make("b", "", {}, region.exhibit), ` ${region.kind} · ${Data.say("weight", { bits: weight })}`,
        ...region.labels.map((at) => make("span", "tag", {}, work.codes[at][1]))),
      ...[0, 1].map((side) => make("span", `v-place ${side ? "questioned" : "known"}`, {}, shown(paths[side]), `:${lines[side]}`)),
      ...new Set(region.places.map(([, , name]) => name).filter(Boolean)).size
        ? [make("span", "v-place quiet", {}, shown([...new Set(region.places.map(([, , name]) => name).filter(Boolean))].join(" · ")))]
        : [],
    );
  },

  findings(work, wanted) {
    const fits = (finding) => !wanted || finding.some((value) => String(value).toLowerCase().includes(wanted));
    return Lists.page(work.findings.filter(fits), (finding) => Lists.finding(work, finding));
  },

  finding(work, [kind, text, ...places]) {
    const links = [0, 1].map((side) => {
      const [path, line] = places.slice(2 * side, 2 * side + 2);
      const file = work.paths[side].get(path);
      const label = [make("b", "", {}, `${SIDES[side]} `), shown(path), line ? `:${line}` : ""];
      if (file === undefined) return make("span", "v-place", {}, ...label);
      return make("a", "v-place", { href: "#" + Address.write(work, side, file, line ? [line, line] : null) }, ...label);
    });
    return make("div", "v-entry", {}, make("span", "v-head", {}, kind), make("code", "", {}, shown(text)), ...links);
  },

  differences(work, wanted) {
    const { rows, differences } = PairView;
    if (!rows) return [make("p", "quiet", {}, Data.words.choose)];
    if (!differences.length) return [make("p", "quiet", {}, Data.words["differences-none"])];
    const entry = ({ first, last }, at) => {
      const part = rows.slice(first, last + 1);
      const lines = ["k", "q"].map((key, side) => {
        const own = part.map((row) => row[key]).filter(Boolean).map((line) => Rows.number(PairView.texts.sides[side], line));
        return own.length ? (own.at(-1) > own[0] ? `${own[0]}–${own.at(-1)}` : own[0]) : "–";
      });
      const row = part.find((one) => !one.blank);
      const side = row.k ? 0 : 1;
      const text = PairView.texts.sides[side].lines[(row.k || row.q) - 1] ?? "";
      const go = () => PairView.go(first, at);
      const head = make("span", "v-head", {}, make("b", "", {}, SIGN[row.state]), ` K ${lines[0]} · Q ${lines[1]}`);
      return { text, draw: () => make("button", "v-entry", { type: "button", onclick: go }, head, make("code", "", {}, shown(text.trim().slice(0, 120)))) };
    };
    const found = differences.map(entry).filter(({ text }) => !wanted || text.toLowerCase().includes(wanted));
    return Lists.page(found, ({ draw }) => draw());
  },
};

const Tree = {
  /** Return the folders and files of a side, with the tokens of each and how many of them are in regions. */
  of(work, side) {
    work.trees ??= [];
    if (work.trees[side]) return work.trees[side];
    const root = { folders: new Map(), files: [], tokens: 0, matched: 0 };
    work.files[side].forEach((file, index) => {
      const names = file.path.split("/");
      let at = root;
      for (const name of names.slice(0, -1)) {
        at.tokens += file.tokens;
        at.matched += file.matched;
        if (!at.folders.has(name)) at.folders.set(name, { folders: new Map(), files: [], tokens: 0, matched: 0 });
        at = at.folders.get(name);
      }
      at.tokens += file.tokens;
      at.matched += file.matched;
      at.files.push([names.at(-1), index]);
    });
    return (work.trees[side] = root);
  },

  /** Return the entries of a folder; what is in folders is made when they are opened. */
  draw(work, side, folder, path) {
    const folders = [...folder.folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => {
      while (inner.folders.size === 1 && !inner.files.length) {
        const [[next, deeper]] = inner.folders;
        [name, inner] = [`${name}/${next}`, deeper];
      }
      const label = make("summary", "", {}, make("span", "v-name", {}, shown(name), "/"), Tree.share(inner.matched, inner.tokens));
      const details = make("details", "v-folder", { "data-path": `${path}${name}/` }, label);
      const fill = () => {
        if (details.children.length === 1) details.append(...Tree.draw(work, side, inner, `${path}${name}/`));
      };
      details.addEventListener("toggle", fill);
      if (folder.folders.size === 1 || PairView.path(side)?.startsWith(`${path}${name}/`)) {
        fill();
        details.open = true;
      }
      return details;
    });
    return [...folders, ...folder.files.map(([name, index]) => Tree.file(work, side, index, name))];
  },

  file(work, side, index, name) {
    const file = work.files[side][index];
    const twin = file.twin >= 0 ? Data.say("same-bytes", { path: plain(work.files[side][file.twin].path) }) : null;
    const shownShare = file.state === "compared" && file.twin < 0 ? Tree.share(file.matched, file.tokens) : make("span", "v-share quiet", {}, "–");
    return make(
      "a",
      `v-file ${side ? "questioned" : "known"}${file.pairs.length ? "" : " v-none"}`,
      {
        href: "#" + Address.write(work, side, index),
        title: twin,
        "aria-current": PairView.work === work && PairView.file(side) === index ? "true" : null,
      },
      make("span", "v-name", {}, shown(name)),
      shownShare,
    );
  },

  share(part, whole) {
    const bar = make("span", "v-bar", { "aria-hidden": "true" }, make("i"));
    bar.firstChild.style.width = whole ? `${(100 * part) / whole}%` : "0";
    return make("span", "v-share", { title: Data.say("coverage", { share: percent(part, whole) }) }, bar, percent(part, whole));
  },
};
