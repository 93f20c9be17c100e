// Draws the arrows of a wind map: one glyph for each cell, its feathers by speed in knots.
const FEATHER_KNOTS = 10;
const PENNANT_KNOTS = 50;

export function windGlyph(knots, degrees, { size = 24, gust = null } = {}) {
  const paths = [`M 0 0 V ${-size}`];
  let height = -size;
  let rest = Math.round(knots / 5) * 5;
  while (rest >= PENNANT_KNOTS) {
    paths.push(`M 0 ${height} L ${size * 0.4} ${height - 2} L 0 ${height + 4} Z`);
    height += 6;
    rest -= PENNANT_KNOTS;
  }
  for (; rest > 0; rest -= FEATHER_KNOTS) {
    const reach = rest >= FEATHER_KNOTS ? size * 0.4 : size * 0.22;
    paths.push(`M 0 ${height} l ${reach} ${-reach / 3}`);
    height += 3.5;
  }
  const turn = ((degrees % 360) + 360) % 360;
  return {
    path: paths.join(" "),
    transform: knots < 1 ? "scale(0.3)" : `rotate(${turn})`,
    label: gust && gust > knots * 1.4 ? `${knots} G${gust}` : String(knots),
  };
}
