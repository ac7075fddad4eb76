/** What the charts take: plain data, no fetch. Arrays have one value a step of the clock. */

export interface Bands {
  q05: number[]
  q25: number[]
  q50: number[]
  q75: number[]
  q95: number[]
}

/** Year of step 0, and steps a year (4 = quarters, 1 = years, 12 = months). */
export interface Clock {
  start: number
  perYear: number
}

/** A point of the record; `year` is decimal (1947.0 is January 1947). */
export interface RecordPoint {
  year: number
  value: number
  low?: number
  high?: number
}

/** A change of policy or an event, at a decimal year. */
export interface Mark {
  year: number
  label: string
}

export type Tone = 'soviet' | 'open' | 'plain' | 'accent'

export const OUTCOMES = ['general_war', 'breakup', 'expansion', 'western_exhaustion', 'mellowing', 'stalemate'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A share of worlds (0-1) and its interval. */
export interface Share {
  share: number
  low?: number
  high?: number
}
export type Shares = Record<Outcome, Share | number>

export interface Series {
  key: string
  label: string
  bands: Bands
  /** A run before, drawn apart and named, where `bands` end before it does: what comes then is not yet known. */
  former?: Bands | null
  tone?: Tone
  pinned?: Bands | null
  world?: number[] | null
  record?: RecordPoint[]
}

/** What every chart over time takes; `at` and `peek` are the cursor, shared by charts that stand together. */
export interface TimeProps {
  clock?: Clock
  at?: number | null
  peek?: number | null
  height?: number
  live?: boolean
}

/** What a plot of bands takes beside what it draws. */
export interface PlotProps extends TimeProps {
  label: string
  unit?: string
  marks?: Mark[]
  domain?: [number, number]
  format?: (v: number) => string
  compact?: boolean
  pinnedLabel?: string
  worldLabel?: string
  recordLabel?: string
  formerLabel?: string
}

export interface TableData {
  caption: string
  columns: string[]
  rows: (string | number | null)[][]
}

/** Worlds in 100 more (+) or fewer (-), with an interval. */
export interface DifferenceRow {
  key: string
  label: string
  n: number
  low?: number
  high?: number
  outcome?: Outcome
}

export interface Theatre {
  code: string
  name: string
  region: string
  column: number
  row: number
  lon: number
  lat: number
}

/** `share`: worlds in the orbit, 0-1. `influence`: 0-1 in one world. `difference`: -1 to 1 against a pinned run. */
export type MapKind = 'share' | 'influence' | 'difference'

export interface Overlay {
  effort?: Record<string, number>
  counterforce?: Record<string, number>
  /** Points that a player has placed; where there are none, nothing is drawn. */
  points?: Record<string, number>
  /** The value that fills a bar; the largest value if it is left out. */
  max?: number
  /** What the key calls them. */
  names?: { effort?: string; counterforce?: string; points?: string }
}

export interface MapProps {
  values: Record<string, number>
  kind?: MapKind
  when?: string
  label?: string
  selected?: string | null
  overlay?: Overlay | null
  crises?: Record<string, number>
  unknown?: string[]
  theatres?: Theatre[]
  /** Everything that is said of a theatre after its name, in place of its value and its crisis. */
  reading?: (code: string) => string
  onpick?: (code: string) => void
  /** Keys that the page gives a meaning of its own; true where one was taken. */
  onkey?: (event: KeyboardEvent, code: string) => boolean
  /** The keys in words, for those who hear the map. */
  help?: string
}

/** One number of the ledger held against what was expected: "above 2", "below 2", "1 to 2". */
export interface Finding {
  name?: string
  value: number
  low?: number
  high?: number
  expected?: string
  verdict?: string
}

export interface Arm {
  label: string
  value: number
  low?: number
  high?: number
  /** The same arm with the mechanisms of the claim off. */
  off?: number | null
  tone?: Tone
}
