// The rows of two whole files: lines that correspond beside each other, lines of one file alone between them.

const SIGN = { identical: "=", renamed: "≈", different: "≠", "known-only": "<", "questioned-only": ">", moved: "⇅", wrapped: "¶" };

const Rows = {
  /** Return the rows of two files; `moved` is the number of a region that is shown in its own order. */
  of(texts, moved, pair) {
    const [known, questioned] = texts.sides.map(({ lines }) => lines);
    const rows = [];
    let at = [1, 1];
    const alone = (left, right) => {
      for (let line = at[0]; line < left; line++) rows.push({ k: line, q: 0, ...Rows.alone(texts, 0, line) });
      for (let line = at[1]; line < right; line++) rows.push({ k: 0, q: line, ...Rows.alone(texts, 1, line) });
    };
    for (const [left, right, count, state, marks, others] of Rows.ordered(texts, moved, pair)) {
      alone(left, right);
      for (let step = 0; step < count; step++) {
        rows.push({ k: left + step, q: right + step, state: state ?? "identical", marks: [marks, others] });
      }
      at = [left + count, right + count];
    }
    alone(known.length + 1, questioned.length + 1);
    Rows.note(rows, texts, moved, pair);
    return Rows.folded(rows, known, questioned);
  },

  /** Return what a line without a line beside it is, and what is marked on it. */
  alone({ wrapped }, side, line) {
    const marks = wrapped[side].get(line);
    if (!marks) return { state: side ? "questioned-only" : "known-only" };
    return { state: "wrapped", marks: side ? [null, marks] : [marks, null] };
  },

  /** Return the lines that correspond; those of a moved region, and of the rest what fits before and behind it. */
  ordered(texts, moved, pair) {
    const own = texts.moved.get(moved);
    if (!own) return texts.rows;
    const [known, questioned] = Rows.places(texts, pair.regions.find(({ name }) => name === moved));
    const before = ([left, right, count]) => left + count <= known[0] && right + count <= questioned[0];
    const behind = ([left, right]) => left > known[1] && right > questioned[1];
    return [...texts.rows.filter(before), ...own, ...texts.rows.filter(behind)];
  },

  /** Note which lines without a line beside them belong to a region in another order: they have a counterpart. */
  note(rows, texts, moved, pair) {
    const elsewhere = pair.regions.filter(({ name }) => texts.moved.has(name) && name !== moved);
    const within = ([first, last], line) => first <= line && line <= last;
    for (const row of elsewhere.length ? rows : []) {
      const inside = (region) => within(Rows.places(texts, region)[row.k ? 0 : 1], row.k || row.q);
      if (!(row.k && row.q) && elsewhere.some(inside)) row.state = "moved";
    }
  },

  /** Return rows in which lines whose text is not there are counted, and blank lines differ in nothing. */
  folded(rows, known, questioned) {
    const made = [];
    for (const row of rows) {
      const text = row.k ? known[row.k - 1] : questioned[row.q - 1];
      const missing = (!row.k || known[row.k - 1] === null) && (!row.q || questioned[row.q - 1] === null);
      const last = made.at(-1);
      if (missing && last?.gap) last[row.k ? "known" : "questioned"]++;
      else if (missing) made.push({ gap: true, k: row.k, q: row.q, known: row.k ? 1 : 0, questioned: row.k ? 0 : 1 });
      else made.push(row);
      if (!missing && !(row.k && row.q) && !text.trim()) row.blank = true;
    }
    return made;
  },

  /** Return the places at which two files differ: the first and last row of each. */
  differences(rows) {
    const found = [];
    let open = null;
    rows.forEach((row, index) => {
      const broken = row.state === "wrapped" && !row.marks.some((marks) => marks?.length);
      const differs = !row.gap && !row.blank && !broken && row.state !== "identical" && row.state !== "moved";
      if (differs && open) open.last = index;
      else if (differs) found.push((open = { first: index, last: index }));
      else if (!row.blank) open = null;
    });
    return found;
  },

  /** Return the first and last shown lines of a region on both sides. */
  places(texts, region) {
    return texts.places.get(region.name) ?? region.places;
  },

  /** Return the number in its file of a line that is shown. */
  number({ numbers }, line) {
    return numbers ? numbers[line - 1] : line;
  },

  /** Return the first shown line of a line of a file, 0 where there is none. */
  shown({ numbers }, line) {
    return numbers ? numbers.indexOf(line) + 1 : line;
  },

  /** Return the row of a line, or the next one that there is. */
  find(rows, side, line) {
    const key = side ? "q" : "k";
    const exact = rows.findIndex((row) => row[key] === line && !row.gap);
    return exact >= 0 ? exact : rows.findIndex((row) => row[key] >= line);
  },

  /** Return the element of a row. */
  draw(row, index, texts) {
    if (row.gap) {
      const count = number(Math.max(row.known, row.questioned));
      const cell = make("td", "", { colspan: 5 }, Data.say("gap", { count }));
      return make("tr", "omitted", { "data-row": index }, cell);
    }
    const name = row.blank ? "blank-line" : row.state;
    const sign = row.blank ? "" : SIGN[row.state];
    const cells = [row.k, row.q].map((line, side) => {
      const code = make("td", side ? "code q" : "code k");
      if (line) code.append(Rows.code(texts.sides[side], line, row.marks?.[side]));
      const own = line && Rows.number(texts.sides[side], line);
      const begins = line && (line === 1 || Rows.number(texts.sides[side], line - 1) !== own);
      const label = begins ? String(own) : line ? "·" : "";
      return [make("td", "no", begins ? { "data-line": own, "data-side": side } : {}, label), code];
    });
    const title = row.blank ? null : Data.words[`state.${row.state}`];
    return make("tr", name, { "data-row": index }, ...cells[0], make("td", "sign", { title }, sign), ...cells[1]);
  },

  /** Return a line of code: what differs marked, words coloured, hidden characters shown. */
  code({ lines, kinds }, line, marks = []) {
    const text = lines[line - 1] ?? "";
    const coloured = kinds[line - 1] || [];
    if (!marks?.length && !coloured.length) return shown(text);
    const units = Rows.units(text);
    const edges = new Set([0, text.length]);
    const spans = [];
    for (let at = 0; at < coloured.length; at += 3) {
      spans.push({ first: units(coloured[at]), stop: units(coloured[at + 1]), kind: coloured[at + 2] });
    }
    const marked = (marks ?? []).map(([first, stop]) => ({ first: units(first), stop: units(stop) }));
    for (const { first, stop } of [...spans, ...marked]) edges.add(first).add(stop);
    const cuts = [...edges].filter((edge) => edge <= text.length).sort((a, b) => a - b);
    const fragment = document.createDocumentFragment();
    let open = null;
    for (let at = 0; at + 1 < cuts.length; at++) {
      const inside = ({ first, stop }) => first <= cuts[at] && cuts[at] < stop;
      const piece = shown(text.slice(cuts[at], cuts[at + 1]));
      const kind = spans.find(inside)?.kind;
      const word = kind ? make("i", kind, {}, piece) : piece;
      if (!marked.some(inside)) open = null;
      else if (!open) fragment.append((open = make("mark")));
      (open ?? fragment).append(word);
    }
    return fragment;
  },

  /** Return how a place counted in characters is one counted in units of a script. */
  units(text) {
    if (!/[\ud800-\udfff]/.test(text)) return (place) => place;
    const starts = [0];
    for (const character of text) starts.push(starts.at(-1) + character.length);
    return (place) => starts[Math.min(place, starts.length - 1)];
  },
};
