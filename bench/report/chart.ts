import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** One line of a chart. */
export interface Line {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly color: string;
  readonly dashed?: boolean;
  /** True to leave the line out of the legend. */
  readonly unnamed?: boolean;
}

/** A line chart with two logarithmic axes. */
export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
  /** Ticks of the horizontal axis. Without `marks`, the axis has ticks at powers of ten. */
  readonly marks?: readonly number[];
}

/** Colours that people with colour blindness can tell apart (Okabe and Ito). */
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

const SIZE = { width: 880, height: 460 } as const;
const PLOT = { left: 84, top: 48, right: 270, bottom: 58 } as const;
const TEXT = { color: '#333', fontSize: 12 } as const;

const axisOf = (name: string, nameGap: number, marks?: readonly number[]) => ({
  type: 'log' as const,
  name,
  nameGap,
  nameLocation: 'middle' as const,
  nameTextStyle: TEXT,
  axisLabel: {
    ...TEXT,
    formatter: (value: number) => value.toLocaleString('en-US'),
    ...(marks && { customValues: [...marks] }),
  },
  axisTick: marks ? { customValues: [...marks] } : {},
  splitLine: { lineStyle: { color: '#ddd' } },
});

/** Removes hover styles and renames ids, because both contain a counter that changes the text from chart to chart. */
const plainSvg = (svg: string): string =>
  svg
    .replace(/<style[^]*?<\/style>\n/, '')
    .replaceAll(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replaceAll(/\bzr\d+-/g, 'clip-');

/** Draws a chart as SVG. The same chart always gives the same text, so that version control shows changes. */
export const drawChart = ({ title, x, y, lines, marks }: Chart): string => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    title: { text: title, left: PLOT.left, top: 12, textStyle: { ...TEXT, fontSize: 15 } },
    legend: {
      orient: 'vertical',
      left: SIZE.width - PLOT.right + 12,
      top: PLOT.top,
      textStyle: TEXT,
      selectedMode: false,
      data: lines.filter(({ unnamed }) => unnamed !== true).map(({ label }) => label),
    },
    grid: PLOT,
    xAxis: {
      ...axisOf(x, 34, marks),
      ...(marks && { min: marks[0], max: marks.at(-1) }),
    },
    yAxis: axisOf(y, 60),
    series: lines.map(({ label, points, color, dashed, unnamed }) => ({
      type: 'line' as const,
      name: unnamed === true ? '' : label,
      data: points.map((point) => [...point]),
      color,
      silent: true,
      symbol: 'circle',
      symbolSize: 6,
      showSymbol: unnamed !== true,
      lineStyle: { width: 2, type: dashed === true ? ('dashed' as const) : ('solid' as const) },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${plainSvg(svg)}\n`;
};
