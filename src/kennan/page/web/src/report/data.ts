/** What a report carries (made by kennan/report/data.py), and how it is unpacked. */
import { OUTCOMES, type Bands, type Clock, type Outcome, type RecordPoint, type Share } from '../charts'
import type { Served } from '../lib/served'
import type { ParameterData, ProvenanceData } from '../read/provenance'

export const VERSION = 2

/** Numbers, two bytes each, little end first: k stands for from + (to - from) k / 65,534; 65,535 for none. */
export interface Packed {
  from: number
  to: number
  base64: string
}
type Triple = [share: number, low: number, high: number]
type ByOutcome<T> = Record<Outcome, T>

export interface RunData {
  v: number
  title: string
  /** The scenario that was run, as the server says it; here because a report asks for nothing. */
  world_said: Served
  headline: string
  contrast: string
  ends: string
  /** Whether worlds draw their own numbers. */
  drawn: boolean
  worlds: number
  clock: Clock
  policies: { name: string; title: string; sentence: string; author: string; source: string; known: string }[]
  outcomes: Record<string, ByOutcome<Triple>>
  /** [base][policy]: worlds under the policy less those under the base, paired. */
  differences: Record<string, Record<string, ByOutcome<Triple>>>
  ever: Record<string, Partial<ByOutcome<[reached: number, lost: number]>>>
  /** Packed [outcome, year]. */
  standing: { start: number; years: number; shares: Record<string, Packed> }
  sequences: { words: string; shares: number[] }[]
  quantities: Record<string, { unit: string; sentence: string }>
  plates: string[][]
  /** [policy][quantity]: packed [five quantiles and one world, step]. */
  fans: Record<string, Record<string, Packed>>
  /** Number of the world that is drawn by itself. */
  world: number
  /** What the record says, where it says anything: decimal year, value, and its 90 % error. */
  record: Record<string, { points: [year: number, value: number, low: number, high: number][]; source: string }>
  beside: { worlds: number; outcomes: Record<string, ByOutcome<Triple>>; medians: Record<string, Record<string, Packed>> } | null
  /** One byte each [year, theatre]; 200 is every world. */
  orbit: { theatres: string[]; years: number[]; shares: Record<string, string> } | null
  definitions: { name: Outcome; title: string; sentence: string; rule: string }[]
  run: [string, string][]
  identity: { seed: string; engine_version: string; kennan: string; checksum: string }
  /** The run's plan.json, letter by letter: a number of JavaScript would round a long seed. Empty where there is none. */
  plan: string
  passages: { id: string; paraphrase: string; rests: string[] }[]
  provenance: {
    formulas: string[]
    parameters: Record<string, ParameterData>
    claims: Record<string, [paraphrase: string, verdict: string]>
    said: Record<string, string>
    items: Record<string, Item>
  }
}
/** One number's provenance, with what several share named and not repeated. */
type Item = Omit<ProvenanceData, 'formulas' | 'parameters' | 'claims' | 'passages'> & {
  formulas: [file: string, name: string, main: number, formula: number][]
  parameters: string[]
  claims: string[]
  passages: string[]
}

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
}

/** Unpacks into rows of `width` numbers. */
export function rows(packed: Packed, width: number): number[][] {
  const raw = bytes(packed.base64)
  const view = new DataView(raw.buffer)
  const span = packed.to - packed.from
  const all = Array.from({ length: raw.length / 2 }, (_, i) => {
    const k = view.getUint16(2 * i, true)
    return k === 65_535 ? NaN : packed.from + (span * k) / 65_534
  })
  return Array.from({ length: Math.floor(all.length / width) }, (_, i) => all.slice(i * width, (i + 1) * width))
}

/** The quantiles of a fan, and its one world's line. */
export function fan(packed: Packed): { bands: Bands; world: number[] } {
  const width = bytes(packed.base64).length / 2 / 6
  const [q05 = [], q25 = [], q50 = [], q75 = [], q95 = [], world = []] = rows(packed, width)
  return { bands: { q05, q25, q50, q75, q95 }, world }
}

/** A single line as a band without width, for a chart to draw behind another. */
export function line(packed: Packed): Bands {
  const [values = []] = rows(packed, bytes(packed.base64).length / 2)
  return { q05: values, q25: values, q50: values, q75: values, q95: values }
}

export function recorded(run: RunData, name: string): RecordPoint[] {
  return (run.record[name]?.points ?? []).map(([year, value, low, high]) => ({ year, value, low, high }))
}

export function shares(given: ByOutcome<Triple>): ByOutcome<Share> {
  return Object.fromEntries(OUTCOMES.map((o) => [o, { share: given[o][0], low: given[o][1], high: given[o][2] }])) as ByOutcome<Share>
}

export function standing(run: RunData, policy: string): ByOutcome<number[]> {
  const found = rows(run.standing.shares[policy]!, run.standing.years)
  return Object.fromEntries(OUTCOMES.map((o, i) => [o, found[i] ?? []])) as ByOutcome<number[]>
}

/** Share of worlds (0-1) that hold each theatre in the orbit in a year, by its code. */
export function orbit(run: RunData, policy: string, year: number): Record<string, number> {
  const { theatres, years, shares: all } = run.orbit!
  const raw = bytes(all[policy]!)
  const first = Math.max(0, years.indexOf(year)) * theatres.length
  return Object.fromEntries(theatres.map((code, i) => [code, (raw[first + i] ?? 0) / 200]))
}

/** The provenance of a name, as the server would give it. */
export function provenanceOf(run: RunData, name: string): ProvenanceData | null {
  const kept = run.provenance
  const item = kept.items[name]
  if (!item) return null
  return {
    ...item,
    passages: item.passages.map((id) => ({ id, paraphrase: kept.said[id] ?? '' })),
    parameters: item.parameters.flatMap((one) => kept.parameters[one] ?? []),
    formulas: item.formulas.map(([file, by, main, at]) => ({ file, function: by, main: main === 1, mathml: kept.formulas[at] ?? '' })),
    claims: item.claims.map((id) => ({ id, paraphrase: kept.claims[id]?.[0] ?? '', verdict: kept.claims[id]?.[1] ?? '' })),
  }
}
