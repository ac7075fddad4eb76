/** Scales and paths of the charts over time. */
import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { Bands, RecordPoint, Series } from './types'

/** Half a hundredth of a pixel is not seen; short numbers make paths fast to write and to read. */
const DIGITS = 1

export function linePath(x: number[], y: number[]): string {
  const draw = line<number>()
    .defined((v) => Number.isFinite(v))
    .x((_, i) => x[i]!)
    .y((v) => v)
    .digits(DIGITS)
  return draw(y) ?? ''
}

export function areaPath(x: number[], low: number[], high: number[]): string {
  const draw = area<number>()
    .defined((v, i) => Number.isFinite(v) && Number.isFinite(low[i]))
    .x((_, i) => x[i]!)
    .y0((_, i) => low[i]!)
    .y1((v) => v)
    .digits(DIGITS)
  return draw(high) ?? ''
}

/** Lowest and highest value of these series, or null where there is none. */
export function reach(series: Pick<Series, 'bands' | 'former' | 'pinned' | 'world' | 'record'>[]): [number, number] | null {
  let low = Infinity
  let high = -Infinity
  const see = (values: Iterable<number | undefined>) => {
    for (const v of values) {
      if (v === undefined || !Number.isFinite(v)) continue
      if (v < low) low = v
      if (v > high) high = v
    }
  }
  for (const s of series) {
    see(s.bands.q05)
    see(s.bands.q95)
    for (const other of [s.pinned, s.former]) {
      see(other?.q05 ?? [])
      see(other?.q95 ?? [])
    }
    if (s.world) see(s.world)
    for (const p of s.record ?? []) see([p.value, p.low, p.high])
  }
  return low > high ? null : [low, high]
}

/** An axis that shows all of these series; 0 to 1 where everything is an index. */
export function extent(series: Parameters<typeof reach>[0]): [number, number] {
  const [low, high] = reach(series) ?? [0, 1]
  if (low >= 0 && high <= 1 && high > 0.35) return [0, 1]
  const [a, b] = scaleLinear().domain([Math.min(0, low), Math.max(high, low + 1e-6)]).nice(4).domain() as [number, number]
  return [a, b]
}

export function ticks(domain: [number, number], most: number): number[] {
  return scaleLinear().domain(domain).ticks(most)
}

/** Round years from first to last that leave `room` pixels for each label. */
export function yearTicks(first: number, last: number, width: number, room = 48): number[] {
  const most = Math.max(2, Math.floor(width / room))
  for (const step of [1, 2, 5, 10, 20, 25, 50, 100]) {
    const years: number[] = []
    for (let y = Math.ceil(first / step) * step; y <= last + 1e-9; y += step) years.push(y)
    if (years.length <= most) return years
  }
  return [Math.ceil(first)]
}

/** Vertical places of bands, in pixels. */
export function placed(bands: Bands, y: (v: number) => number): Bands {
  return {
    q05: bands.q05.map(y),
    q25: bands.q25.map(y),
    q50: bands.q50.map(y),
    q75: bands.q75.map(y),
    q95: bands.q95.map(y),
  }
}

/** The record's point nearest to a year, if it lies within half a year of it. */
export function recordAt(record: RecordPoint[] | undefined, year: number): RecordPoint | null {
  let best: RecordPoint | null = null
  for (const p of record ?? []) {
    if (Math.abs(p.year - year) <= 0.5 && (!best || Math.abs(p.year - year) < Math.abs(best.year - year))) best = p
  }
  return best
}

/** The step under a pointer, of a plot that begins at `left` and is `span` pixels wide. */
export function stepUnder(event: PointerEvent, left: number, span: number, last: number): number {
  const box = (event.currentTarget as SVGElement).getBoundingClientRect()
  return Math.min(last, Math.max(0, Math.round(((event.clientX - box.left - left) / span) * last)))
}
