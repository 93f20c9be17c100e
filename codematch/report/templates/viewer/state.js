// The viewer of whole files: what it reads, and how its places are written in an address.
// Text of a work is only ever put into a page as text, never as markup.

const Data = {
  ...JSON.parse(document.getElementById("viewer-data").textContent),
  waiting: new Map(),

  /** Return a text of the interface with its values filled in. */
  say(key, values = {}) {
    return Data.words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  },

  /** Return what a file beside the page holds; a page opened from a disk can load scripts and nothing else. */
  load(name, address) {
    if (!Data.waiting.has(name)) {
      const loaded = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onerror = () => reject(new Error(Data.say("missing", { file: address })));
        script.onload = () => {
          script.remove();
          if (Data.received.has(name)) resolve(Data.received.get(name));
          else script.onerror();
          Data.received.delete(name);
        };
        document.head.append(script);
      });
      Data.waiting.set(name, loaded);
      loaded.catch(() => Data.waiting.delete(name));
    }
    return Data.waiting.get(name);
  },
  received: new Map(),

  /** Return the index of the files, pairs, regions and findings. */
  async open() {
    if (!Data.made) {
      const found = Data.files ? await Data.load("index", Data.files[0]) : Data.index;
      found.cases.forEach(prepare);
      Data.made = found;
    }
    return Data.made;
  },

  part(number) {
    return Data.files ? Data.load(String(number), Data.files[1] + number + Data.files[2]) : Data.parts[number];
  },

  /** Return the lines of both files of a pair, what their words are, and the rows; null where there is no text. */
  async texts(work, place) {
    const found = work.pairs[place].text;
    if (!found) return null;
    const [rows, known, questioned] = found;
    const parts = await Promise.all([rows, known[0], questioned[0]].map(Data.part));
    const [lined, moved, wrapped, places] = parts[0].rows[`${work.number}.${place}`];
    const sides = [known, questioned].map(([, number], side) => {
      const [lines, kinds, divided] = parts[side + 1].texts[number];
      return { lines, kinds, numbers: divided ? numbered(lines.length, divided) : null };
    });
    const shown = (places ?? []).map(([name, first, last, ...others]) => [name, [[first, last], others]]);
    const broken = (wrapped ?? [[], []]).map((lines) => new Map(lines));
    return { sides, rows: lined, moved: new Map(moved), wrapped: broken, places: new Map(shown) };
  },
};

globalThis.codematchData = (name, value) => Data.received.set(name, value);

/** Return for each line that is shown the number of its line in the file: long ones are shown in parts. */
function numbered(count, divided) {
  const parts = new Map(divided);
  const found = [];
  for (let line = 1; found.length < count; line++) {
    for (let part = parts.get(line) ?? 1; part > 0; part--) found.push(line);
  }
  return found;
}

/** Give the lists of a pair of works names, and find which pairs a file is in, the heaviest first. */
function prepare(work, number) {
  work.number = number;
  work.files = work.files.map((list) =>
    list.map(([path, state, lines, tokens, matched, twin]) => ({ path, state, lines, tokens, matched, twin, pairs: [] })),
  );
  work.paths = work.files.map((list) => new Map(list.map((file, index) => [file.path, index])));
  work.pairs = work.pairs.map(([known, questioned, kind, relation, bits, matched, lines, text], place) => {
    work.files[0][known]?.pairs.push(place);
    work.files[1][questioned]?.pairs.push(place);
    return { files: [known, questioned], kind, relation, bits, matched, lines, text, regions: [] };
  });
  work.regions = work.regions.map(([name, kind, pair, known, questioned, bits, residual, labels, exhibit, page]) => {
    const region = { name, kind, pair, places: [known, questioned], bits, residual, labels, exhibit, page };
    work.pairs[pair]?.regions.push(region);
    return region;
  });
}

const SIDES = ["K", "Q"];

const Address = {
  /** Write a place: a side, a path, lines, and the file beside it unless it is the first counterpart. */
  write(work, side, file, lines, pair) {
    const place = (at, index) =>
      SIDES[at] + (work.number ? work.number + 1 : "") + "/" +
      work.files[at][index].path.split("/").map(encodeURIComponent).join("/");
    let text = place(side, file);
    if (lines) text += ":" + (lines[1] > lines[0] ? `${lines[0]}-${lines[1]}` : lines[0]);
    if (pair !== undefined && pair !== work.files[side][file].pairs[0]) {
      text += "+" + place(1 - side, work.pairs[pair].files[1 - side]);
    }
    return text;
  },

  /** Read an address; null where it names nothing that the viewer shows. */
  read(text, index) {
    const raw = text.replace(/^#/, "");
    const named = /^(?:region|row|exhibit)-(\d+)-(\d+)$/.exec(raw);
    if (named) return Address.region(index.cases[named[1] - 1], Number(named[2]));
    const files = /^files-(\d+)-(\d+)$/.exec(raw);
    if (files && index.cases[files[1] - 1]?.pairs[files[2] - 1]) {
      return { work: index.cases[files[1] - 1], pair: files[2] - 1 };
    }
    const [first, second] = raw.split(/\+(?=[KQ]\d*\/)/);
    const place = Address.place(first, index);
    if (!place) return null;
    const { work, side, file } = place;
    const other = second && Address.place(second, index);
    const own = work.files[side][file].twin >= 0 ? work.files[side][work.files[side][file].twin] : work.files[side][file];
    const pair = other
      ? own.pairs.find((one) => work.pairs[one].files[1 - side] === other.file)
      : own.pairs[0];
    return { ...place, pair };
  },

  region(work, number) {
    const region = work?.regions.find(({ name }) => name === number);
    if (!region) return null;
    const [first, last] = region.places[0];
    return { work, pair: region.pair, side: 0, lines: [first, last], region, file: work.pairs[region.pair]?.files[0] };
  },

  place(text, index) {
    const found = /^([KQ])(\d*)\/(.*?)(?::(\d+)(?:-(\d+))?)?$/s.exec(text);
    const work = found && index.cases[(found[2] || 1) - 1];
    if (!work) return null;
    const side = SIDES.indexOf(found[1]);
    let path = found[3];
    try {
      path = decodeURIComponent(path);
    } catch {
      // As it is: a path may hold a per cent sign that encodes nothing.
    }
    const file = work.paths[side].get(path) ?? work.paths[side].get(found[3]);
    if (file === undefined) return null;
    const lines = found[4] ? [Number(found[4]), Math.max(Number(found[4]), Number(found[5] ?? found[4]))] : null;
    return { work, side, file, lines };
  },
};

/** Make an element: its class, attributes, and children, of which texts stay texts. */
function make(tag, name = "", attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const HIDDEN = new RegExp(Data.hidden, "gu");

/** Return a text in which characters that cannot be seen are shown by their code points. */
function shown(text) {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(HIDDEN)) {
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    fragment.append(text.slice(at, found.index), make("span", "hid", {}, `U+${code}`));
    at = found.index + found[0].length;
  }
  fragment.append(text.slice(at));
  return fragment;
}
const plain = (text) => text.replace(HIDDEN, "\ufffd");
const number = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
const percent = (part, whole) => (whole ? `${Math.round((1000 * part) / whole) / 10}%` : "–");
