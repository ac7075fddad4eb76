/**
 * What is known while an answer is on its way. The first years of what is set now come first; what comes after them is
 * known only of the run before. The two are never joined: charts draw the first up to where it ends, and the other apart.
 */
import type { Bands } from '../charts'
import type { Simulated } from './types'

export interface Known {
  /** The last whole run. */
  whole: Simulated
  /** The first years of what is set now, where no more is known of it. */
  ahead: Simulated | null
}

/** A quantity's bands as far as they are known of what is set now, and those of the run before, to be drawn apart. */
export function bandsOf(known: Known, kind: 'series' | 'chances', name: string): { bands: Bands; former: Bands | null } {
  const whole = known.whole[kind][name]!
  const ahead = known.ahead?.[kind][name]
  return known.ahead ? { bands: ahead ?? NOTHING, former: whole } : { bands: whole, former: null }
}

const NOTHING: Bands = { q05: [], q25: [], q50: [], q75: [], q95: [] }

/** The run that tells of a year, counted from the first; `former` where that is the run before. */
export function runOf(known: Known, year: number): { run: Simulated; former: boolean } {
  const ahead = known.ahead
  if (!ahead) return { run: known.whole, former: false }
  return year < ahead.theatres.orbit.length ? { run: ahead, former: false } : { run: known.whole, former: true }
}
