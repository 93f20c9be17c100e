// Two files side by side: rows in blocks that are drawn when they come near, a map of both files, and the way about.

const BLOCK = 60; // rows that are drawn at once
const ROW_HEIGHT = 18; // what a row takes before it is drawn, in pixels

const PairView = {
  work: null, pair: null, region: null, moved: null, rows: null, texts: null, differences: [], alone: null, at: -1,

  build() {
    PairView.title = make("div", "v-title");
    PairView.heads = make("div", "v-heads");
    PairView.scroller = make("div", "v-scroll", { tabindex: 0 });
    PairView.map = make("div", "v-map", { "aria-label": Data.words.minimap, title: Data.words.minimap, role: "img" });
    PairView.map.addEventListener("click", (event) => {
      const box = PairView.map.getBoundingClientRect();
      if (PairView.rows) PairView.go(Math.floor(((event.clientY - box.top) / box.height) * PairView.rows.length));
    });
    PairView.scroller.addEventListener("scroll", PairView.scrolled, { passive: true });
    PairView.scroller.addEventListener("click", ({ target }) => {
      const cell = target.closest("td.no[data-line]");
      if (cell) PairView.point(Number(cell.dataset.side), [Number(cell.dataset.line), Number(cell.dataset.line)]);
    });
    PairView.near = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => PairView.draw(target)),
      { root: PairView.scroller, rootMargin: "1200px 0px" },
    );
    const body = make("div", "v-body", {}, PairView.scroller, PairView.map);
    return make("main", "v-main", {}, PairView.title, PairView.heads, body);
  },

  /** Return the index of the file of a side that is shown. */
  file(side) {
    if (PairView.pair !== null) return PairView.work.pairs[PairView.pair].files[side];
    return PairView.alone?.side === side ? PairView.alone.file : undefined;
  },

  path(side) {
    return PairView.work?.files[side][PairView.file(side)]?.path;
  },

  /** Show a place: a pair of files, or a file that no region is in. */
  async show({ work, pair, side = 0, file, lines = null, region = null }) {
    const turn = (PairView.turn = (PairView.turn ?? 0) + 1);
    const fresh = PairView.work !== work || PairView.pair !== (pair ?? null) || PairView.alone?.file !== (pair === undefined ? file : undefined);
    if (pair === undefined) {
      Object.assign(PairView, { work, pair: null, rows: null, texts: null, differences: [], moved: null, region: null });
      PairView.alone = { side, file };
      PairView.head();
      PairView.say(Data.words["no-pair"]);
      return;
    }
    const texts = fresh || !PairView.rows ? await Data.texts(work, pair) : PairView.texts;
    if (turn !== PairView.turn) return;
    const moved = region && texts?.moved.has(region.name) ? region.name : null;
    const redraw = fresh || PairView.moved !== moved || !PairView.rows;
    Object.assign(PairView, { work, pair, texts, alone: null, moved, region: region?.name ?? null });
    if (redraw) PairView.fill();
    if (!texts) return;
    if (lines) PairView.point(side, lines, false, region ? Rows.places(texts, region)[side][0] : undefined);
    else if (redraw) PairView.scroller.scrollTop = 0;
  },

  /** Say that two files have no text here, or that no region is in a file. */
  say(text) {
    PairView.scroller.replaceChildren(make("p", "v-note", {}, text));
    PairView.map.replaceChildren();
  },

  fill() {
    PairView.head();
    PairView.rows = PairView.texts && Rows.of(PairView.texts, PairView.moved, PairView.work.pairs[PairView.pair]);
    PairView.differences = PairView.rows ? Rows.differences(PairView.rows) : [];
    PairView.at = -1;
    PairView.near.disconnect();
    if (!PairView.rows) return PairView.say(Data.words["no-text"]);
    PairView.starts = PairView.places();
    const blocks = [];
    for (let first = 0; first < PairView.rows.length; first += BLOCK) {
      const block = make("table", "sides v-block", { "data-first": first });
      block.style.height = `${Math.min(BLOCK, PairView.rows.length - first) * ROW_HEIGHT}px`;
      blocks.push(block);
    }
    PairView.blocks = blocks;
    PairView.scroller.replaceChildren(...blocks);
    blocks.forEach((block) => PairView.near.observe(block));
    PairView.overview();
  },

  /** Return for each row at which a region begins the regions. */
  places() {
    const starts = new Map();
    for (const region of PairView.work.pairs[PairView.pair].regions) {
      const [[first, last]] = Rows.places(PairView.texts, region);
      const row = Rows.find(PairView.rows, 0, first);
      region.row = row;
      region.stop = Math.max(row, Rows.find(PairView.rows, 0, last));
      if (!starts.has(row)) starts.set(row, []);
      starts.get(row).push(region);
    }
    return starts;
  },

  draw(block) {
    if (block.tBodies.length) return;
    PairView.near.unobserve(block);
    const first = Number(block.dataset.first);
    const body = make("tbody");
    PairView.rows.slice(first, first + BLOCK).forEach((row, step) => {
      for (const region of PairView.starts.get(first + step) ?? []) body.append(PairView.banner(region));
      const drawn = Rows.draw(row, first + step, PairView.texts);
      if (PairView.within(first + step)) drawn.classList.add("in-region");
      body.append(drawn);
    });
    const columns = ["no", "", "sign", "no", ""].map((name) => make("col", name));
    block.append(make("colgroup", "", {}, ...columns), body);
    block.style.height = "";
    PairView.mark();
  },

  within(row) {
    return PairView.work.pairs[PairView.pair].regions.some((region) => region.row <= row && row <= region.stop);
  },

  /** Return the line above the first row of a region. */
  banner(region) {
    const work = PairView.work;
    const parts = [make("b", "", {}, Data.say("region", { number: number(region.name) })), ` ${region.kind} · ${Data.say("weight", { bits: number(region.bits) })}`];
    parts.push(...region.labels.map((at) => make("span", "tag", {}, work.codes[at][1])));
    const id = `exhibit-${work.number + 1}-${region.name}`;
    const [before, behind] = Data.made.pages;
    if (region.page >= 0) {
      const href = region.page ? `${before}${region.page}${behind}#${id}` : `#${id}`;
      parts.push(make("a", "v-exhibit", { href }, Data.say("exhibit", { number: region.exhibit })));
    }
    if (PairView.texts.moved.has(region.name) && PairView.moved !== region.name) {
      const href = `#region-${work.number + 1}-${region.name}`;
      parts.push(make("a", "v-moved", { href }, Data.say("moved", { number: number(region.name) })));
    }
    return make("tr", "v-banner", {}, make("td", "", { colspan: 5 }, ...parts));
  },

  head() {
    const { work, pair } = PairView;
    const found = pair === null ? null : work.pairs[pair];
    PairView.title.replaceChildren(
      ...(found ? [[found.kind, found.relation, Data.say("weight", { bits: number(found.bits) })].filter(Boolean).join(" · ")] : []),
    );
    PairView.heads.replaceChildren(
      ...[0, 1].map((side) => {
        const index = PairView.file(side);
        const file = work.files[side][index];
        const head = make("div", side ? "questioned" : "known", {}, make("b", "", {}, Data.words[side ? "questioned" : "known"]), " ");
        if (file) head.append(make("span", "path", {}, shown(file.path)), " ", Tree.share(file.matched, file.tokens));
        if (file?.pairs.length > 1) head.append(PairView.others(side, file));
        return head;
      }),
    );
  },

  /** Return the choice of the other files that a file corresponds with. */
  others(side, file) {
    const { work } = PairView;
    const options = file.pairs.map((place) => {
      const other = work.files[1 - side][work.pairs[place].files[1 - side]];
      const option = make("option", "", { value: place }, plain(other?.path ?? ""));
      option.selected = place === PairView.pair;
      return option;
    });
    const change = ({ target }) => {
      location.hash = Address.write(work, side, PairView.file(side), null, Number(target.value));
    };
    return make("select", "", { "aria-label": Data.words.counterparts, title: Data.words.counterparts, onchange: change }, ...options);
  },

  /** Draw the map: regions as bands, differences as strokes, what is on the screen as a frame. */
  overview() {
    const total = PairView.rows.length;
    const band = (name, first, last) => {
      const bar = make("i", name);
      bar.style.top = `${(100 * first) / total}%`;
      bar.style.height = `max(2px, ${(100 * (last - first + 1)) / total}%)`;
      return bar;
    };
    const regions = PairView.work.pairs[PairView.pair].regions;
    PairView.frame = make("i", "v-frame");
    PairView.map.replaceChildren(
      ...regions.filter(({ row }) => row >= 0).map(({ row, stop }) => band("v-region", row, stop)),
      ...PairView.differences.map(({ first, last }) => band(`v-differs ${PairView.rows[first].state}`, first, last)),
      PairView.frame,
    );
    PairView.framed();
  },

  framed() {
    if (!PairView.rows) return;
    const [first, last] = [0, PairView.scroller.clientHeight].map((offset) => PairView.rowAt(offset));
    const total = PairView.rows.length;
    PairView.frame.style.top = `${(100 * first) / total}%`;
    PairView.frame.style.height = `max(4px, ${(100 * (last - first + 1)) / total}%)`;
  },

  /** Return the row at a height of what is on the screen, in pixels from its top. */
  rowAt(offset) {
    const top = PairView.scroller.scrollTop + offset;
    const block = PairView.blocks.findLast((one) => one.offsetTop <= top) ?? PairView.blocks[0];
    const first = Number(block.dataset.first);
    const rows = [...(block.tBodies[0]?.rows ?? [])].filter((row) => row.dataset.row);
    if (!rows.length) return Math.min(PairView.rows.length - 1, first + Math.floor((top - block.offsetTop) / ROW_HEIGHT));
    const row = rows.findLast((one) => block.offsetTop + one.offsetTop <= top + 2) ?? rows[0];
    return Number(row.dataset.row);
  },

  scrolled() {
    clearTimeout(PairView.later);
    requestAnimationFrame(PairView.framed);
    PairView.later = setTimeout(() => {
      if (!PairView.rows || !document.documentElement.classList.contains("viewing") || PairView.still) return;
      const row = PairView.rows[PairView.rowAt(40)];
      const side = row?.k ? 0 : 1;
      const line = row && Rows.number(PairView.texts.sides[side], row.k || row.q);
      if (row) PairView.remember(side, [line, line]);
    }, 120);
  },

  /** Keep the address at a place, without a step in the history. */
  remember(side, lines) {
    const text = Address.write(PairView.work, side, PairView.file(side), lines, PairView.pair);
    history.replaceState(null, "", `#${text}`);
  },

  /** Show lines of a side and mark them; `first` is the shown line at which they begin. */
  point(side, lines, keep = true, first = Rows.shown(PairView.texts.sides[side], lines[0])) {
    PairView.pointed = { side, lines };
    const row = first ? Rows.find(PairView.rows, side, first) : -1;
    if (row < 0) return Interface.note(Data.say("line-missing", { place: `${SIDES[side]} ${plain(PairView.path(side))}:${lines[0]}` }));
    PairView.go(row);
    if (keep || PairView.region === null) PairView.remember(side, lines);
  },

  mark() {
    const { side, lines } = PairView.pointed ?? {};
    for (const cell of PairView.scroller.querySelectorAll("td.pointed")) cell.classList.remove("pointed");
    if (!lines) return;
    for (const cell of PairView.scroller.querySelectorAll(`td.no[data-side="${side}"]`)) {
      const line = Number(cell.dataset.line);
      if (lines[0] <= line && line <= lines[1]) cell.classList.add("pointed");
    }
  },

  /** Bring a row to the upper third of the screen; `difference` is the number of the one that begins there. */
  go(row, difference) {
    const place = Math.max(0, Math.min(row, PairView.rows.length - 1));
    const at = Math.floor(place / BLOCK);
    for (const block of PairView.blocks.slice(Math.max(0, at - 1), at + 2)) PairView.draw(block);
    const element = PairView.blocks[at].querySelector(`tr[data-row="${place}"]`);
    const top = PairView.blocks[at].offsetTop + element.offsetTop;
    PairView.still = true;
    clearTimeout(PairView.hold);
    PairView.hold = setTimeout(() => (PairView.still = false), 300);
    PairView.scroller.scrollTop = top - PairView.scroller.clientHeight / 3;
    PairView.at = place;
    PairView.mark();
    if (difference === undefined) return;
    const found = PairView.rows[place];
    const side = found.k ? 0 : 1;
    const own = PairView.rows.slice(place, PairView.differences[difference].last + 1).map((one) => (side ? one.q : one.k)).filter(Boolean)
      .map((line) => Rows.number(PairView.texts.sides[side], line));
    PairView.pointed = { side, lines: [own[0], own.at(-1)] };
    PairView.mark();
    PairView.remember(side, PairView.pointed.lines);
    const count = { number: difference + 1, count: PairView.differences.length };
    Interface.note(Data.say("difference", count));
  },

  /** Go to the next or previous difference. */
  step(forward) {
    if (!PairView.rows) return;
    const here = PairView.at >= 0 ? PairView.at : PairView.rowAt(0) - 1;
    const fits = forward ? ({ first }) => first > here : ({ first }) => first < here;
    const at = forward ? PairView.differences.findIndex(fits) : PairView.differences.findLastIndex(fits);
    if (at >= 0) PairView.go(PairView.differences[at].first, at);
    else if (!PairView.differences.length) Interface.note(Data.words["differences-none"]);
  },

  /** Go to the next or previous region of the pair of files. */
  stepRegion(forward) {
    if (!PairView.rows) return;
    const here = PairView.at >= 0 ? PairView.at : PairView.rowAt(0) - 1;
    const regions = PairView.work.pairs[PairView.pair].regions.filter(({ row }) => row >= 0).toSorted((a, b) => a.row - b.row);
    const fits = forward ? ({ row }) => row > here : ({ row }) => row < here;
    const region = forward ? regions.find(fits) : regions.findLast(fits);
    if (!region) return;
    PairView.region = region.name;
    PairView.point(0, region.places[0].slice(0, 2), true, Rows.places(PairView.texts, region)[0][0]);
    Interface.note(Data.say("region", { number: number(region.name) }));
  },

  /** Go to the next or previous pair of files. */
  stepPair(forward) {
    const work = PairView.work ?? Data.made.cases[0];
    const next = PairView.pair === null ? 0 : PairView.pair + (forward ? 1 : -1);
    if (!work.pairs[next]) return;
    location.hash = Address.write(work, 0, work.pairs[next].files[0], null, next);
  },
};
