/** One line of a chart. */
export interface Line {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly color: string;
  readonly dashed?: boolean;
  /** Not named in the legend: it belongs to the line before. */
  readonly unnamed?: boolean;
}

/** A chart; both axes are logarithmic. */
export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
  /** Where the horizontal axis has marks; powers of ten otherwise. */
  readonly marks?: readonly number[];
}

/** Colours that can be told apart, also by most people who do not see all colours (Okabe and Ito). */
export const palette = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#000000',
  '#7f7f7f',
  '#8b4513',
] as const;

const WIDTH = 880;
const HEIGHT = 460;
const LEFT = 80;
const TOP = 44;
const PLOT_WIDTH = 520;
const PLOT_HEIGHT = 350;

const powersOfTen = (from: number, to: number): readonly number[] => {
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  return Array.from({ length: last - first + 1 }, (_, n) => 10 ** (first + n));
};

const text = (value: number): string => (value >= 1000 ? value.toLocaleString('en-US') : String(value));
const round = (value: number): string => value.toFixed(1);
const escaped = (label: string): string => label.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Draws a chart as SVG. The same lines make the same text, so a repository shows what has changed. */
export const drawChart = ({ title, x, y, lines, marks }: Chart): string => {
  const all = lines.flatMap(({ points }) => points);
  const xs = all.map(([value]) => value);
  const ys = all.map(([, value]) => value);
  const across = marks ?? powersOfTen(Math.min(...xs), Math.max(...xs));
  const upward = powersOfTen(Math.min(...ys), Math.max(...ys));
  const scale = (ticks: readonly number[], length: number) => {
    const [low, high] = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)];
    return (value: number): number => ((Math.log10(value) - low) / (high - low)) * length;
  };
  const [alongX, alongY] = [scale(across, PLOT_WIDTH), scale(upward, PLOT_HEIGHT)];
  const atX = (value: number): string => round(LEFT + alongX(value));
  const atY = (value: number): string => round(TOP + PLOT_HEIGHT - alongY(value));
  const bottom = TOP + PLOT_HEIGHT;

  const grid = [
    ...across.map(
      (tick) =>
        `<path d="M${atX(tick)} ${TOP}V${bottom}" stroke="#ddd"/>` +
        `<text x="${atX(tick)}" y="${bottom + 18}" text-anchor="middle">${text(tick)}</text>`,
    ),
    ...upward.map(
      (tick) =>
        `<path d="M${LEFT} ${atY(tick)}H${LEFT + PLOT_WIDTH}" stroke="#ddd"/>` +
        `<text x="${LEFT - 8}" y="${Number(atY(tick)) + 4}" text-anchor="end">${text(tick)}</text>`,
    ),
  ];
  const drawn = lines.map(({ points, color, dashed, unnamed }) => {
    const path = points.map(([px, py], n) => `${n === 0 ? 'M' : 'L'}${atX(px)} ${atY(py)}`).join('');
    const dots = unnamed
      ? []
      : points.map(([px, py]) => `<circle cx="${atX(px)}" cy="${atY(py)}" r="3" fill="${color}"/>`);
    const dashes = dashed === true ? ' stroke-dasharray="4 4"' : '';
    return `<path d="${path}" fill="none" stroke="${color}" stroke-width="2"${dashes}/>${dots.join('')}`;
  });
  const legend = lines
    .filter(({ unnamed }) => unnamed !== true)
    .map(({ label, color }, n) => {
      const [left, top] = [LEFT + PLOT_WIDTH + 18, TOP + 12 + n * 22];
      return `<path d="M${left} ${top - 4}h18" stroke="${color}" stroke-width="3"/><text x="${left + 24}" y="${top}">${escaped(label)}</text>`;
    });
  const middle = LEFT + PLOT_WIDTH / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="24" font-size="15" font-weight="bold">${escaped(title)}</text>`,
    ...grid,
    ...drawn,
    ...legend,
    `<text x="${middle}" y="${bottom + 42}" text-anchor="middle">${escaped(x)}</text>`,
    `<text transform="translate(18 ${TOP + PLOT_HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
    '</svg>',
    '',
  ].join('\n');
};
