/** Steps, years and their words. */
import { served } from '../lib/served'
import type { Clock } from './types'

/** The clocks of the world that is shown. */
export const quarters = (): Clock => ({ start: served.begins, perYear: 4 })
export const months = (): Clock => ({ start: served.begins, perYear: 12 })
export const years = (): Clock => ({ start: served.begins, perYear: 1 })

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

export function yearOf(at: number, clock: Clock = quarters()): number {
  return clock.start + at / clock.perYear
}

/** The step nearest to a decimal year (not bounded). */
export function stepOf(year: number, clock: Clock = quarters()): number {
  return Math.round((year - clock.start) * clock.perYear)
}

/** "1962 Q1", "1962", or "March 1962". */
export function whenWords(at: number, clock: Clock = quarters()): string {
  // in whole steps from the year 0; a clock may begin within a year
  const whole = Math.round(at) + Math.floor(clock.start * clock.perYear + 1e-3)
  const year = Math.floor(whole / clock.perYear)
  const part = whole - year * clock.perYear
  if (clock.perYear === 4) return `${year} Q${part + 1}`
  if (clock.perYear === 12) return `${MONTHS[part]} ${year}`
  return clock.perYear === 1 ? `${year}` : yearOf(Math.round(at), clock).toFixed(1)
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** Where a key moves a cursor, or null if the key is not one of the cursor's. */
export function keyStep(key: string, at: number, last: number, perYear: number): number | null {
  const moves: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowDown: at - 1,
    ArrowUp: at + 1,
    PageDown: at - perYear,
    PageUp: at + perYear,
    Home: 0,
    End: last,
  }
  const to = moves[key]
  return to === undefined ? null : clamp(to, 0, last)
}
