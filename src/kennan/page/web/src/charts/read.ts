/** Charts over time in sentences and tables. */
import { charts as words } from '../lib/strings/charts'
import { quarters, whenWords, yearOf } from './clock'
import { recordAt } from './geometry'
import { plain } from './numbers'
import type { Bands, Clock, RecordPoint, Series, TableData } from './types'

type Format = (v: number) => string

/** Return how a quantity goes from its first to its last step. */
export function fanSentence(label: string, bands: Bands, clock: Clock = quarters(), format: Format = plain): string {
  const last = bands.q50.length - 1
  if (last < 0) return label
  const from = bands.q50[0]!
  const to = bands.q50[last]!
  const low = bands.q05[last]!
  const high = bands.q95[last]!
  const year = (at: number) => `${Math.floor(yearOf(at, clock))}`
  // what is printed alike is not said to move
  if (format(from) === format(to)) return words.steady(label, format(to), year(0), year(last), format(low), format(high))
  const small = 0.02 * Math.max(Math.abs(from), Math.abs(to), Math.abs(high - low))
  const way = to - from > small ? words.rises : from - to > small ? words.falls : words.stays
  return words.course(label, way, format(from), year(0), format(to), year(last), format(low), format(high))
}

interface Told {
  clock: Clock
  format: Format
  unit: string
  short: boolean
  pinnedLabel: string
  worldLabel: string
  recordLabel: string
  formerLabel: string
}

/** Return what a chart says at one step. */
export function readAt(series: Series[], at: number, told: Told): string {
  const { clock, format } = told
  const when = whenWords(at, clock)
  if (at >= (series[0]?.bands.q50.length ?? 0)) {
    // not known of this run: what is told is of the run before, and is said to be
    const before = series.filter((s) => s.former).map((s) => `${series.length > 1 ? `${s.label} ` : ''}${format(s.former!.q50[at]!)}`)
    return `${when}: ${before.length ? words.not_yet(told.formerLabel, before.join(', ')) : words.no_value}.`
  }
  const extras = (s: Series) => {
    const found: string[] = []
    const pinned = s.pinned?.q50[at]
    const world = s.world?.[at]
    const record = recordAt(s.record, yearOf(at, clock))
    if (pinned !== undefined) found.push(words.reading_pinned(format(pinned), told.pinnedLabel))
    if (world !== undefined && Number.isFinite(world)) found.push(words.reading_world(format(world), told.worldLabel))
    if (record) found.push(words.reading_record(format(record.value), told.recordLabel))
    return found
  }
  if (series.length > 1) {
    const parts = series.map((s) =>
      [words.reading_two(s.label, format(s.bands.q50[at]!), format(s.bands.q05[at]!), format(s.bands.q95[at]!)), ...extras(s)].join(', '),
    )
    return `${when}: ${parts.join('; ')}.`
  }
  const s = series[0]
  if (!s) return when
  const b = s.bands
  if (told.short) return [words.reading_short(when, format(b.q50[at]!), format(b.q05[at]!), format(b.q95[at]!)), ...extras(s)].join('; ')
  const whole = words.reading(when, format(b.q50[at]!), format(b.q25[at]!), format(b.q75[at]!), format(b.q05[at]!), format(b.q95[at]!), told.unit)
  return `${[whole, ...extras(s)].join('; ')}.`
}

export interface TableExtras {
  pinned?: Bands | null
  world?: number[] | null
  record?: RecordPoint[]
  /** Take every so many steps (the last is always there). */
  every?: number
  pinnedLabel?: string
  worldLabel?: string
  recordLabel?: string
}

const cut = (v: number | undefined) => (v === undefined || !Number.isFinite(v) ? null : Number(v.toPrecision(4)))

/** Return a fan as a table: a row a step, a column a quantile, then what else is drawn. */
export function fanTable(label: string, bands: Bands, clock: Clock = quarters(), extras: TableExtras = {}): TableData {
  return seriesTable(label, [{ key: 'only', label: '', bands, ...extras }], clock, extras)
}

export function twoFansTable(series: Series[], clock: Clock = quarters(), extras: TableExtras = {}): TableData {
  return seriesTable(series.map((s) => s.label).join(', '), series, clock, extras)
}

function seriesTable(caption: string, series: Series[], clock: Clock, extras: TableExtras): TableData {
  const columns = [words.when]
  for (const s of series) {
    const head = s.label ? `${s.label}, ` : ''
    columns.push(`${head}5 %`, `${head}25 %`, `${head}${words.median}`, `${head}75 %`, `${head}95 %`)
    if (s.pinned) columns.push(`${head}${extras.pinnedLabel ?? words.pinned}`)
    if (s.world) columns.push(`${head}${extras.worldLabel ?? words.one_world}`)
    if (s.record?.length) columns.push(`${head}${extras.recordLabel ?? words.record}`)
  }
  const count = series[0]?.bands.q50.length ?? 0
  const every = extras.every ?? 1
  const rows: TableData['rows'] = []
  for (let i = 0; i < count; i++) {
    if (i % every && i !== count - 1) continue
    const row: TableData['rows'][number] = [whenWords(i, clock)]
    for (const s of series) {
      const b = s.bands
      row.push(cut(b.q05[i]), cut(b.q25[i]), cut(b.q50[i]), cut(b.q75[i]), cut(b.q95[i]))
      if (s.pinned) row.push(cut(s.pinned.q50[i]))
      if (s.world) row.push(cut(s.world[i]))
      if (s.record?.length) row.push(cut(s.record.find((p) => Math.abs(p.year - yearOf(i, clock)) < 0.5 / clock.perYear)?.value))
    }
    rows.push(row)
  }
  return { caption, columns, rows }
}
