/** Steps, years and their words. */
import type { Clock } from './types'

export const QUARTERS: Clock = { start: 1947, perYear: 4 }
export const YEARS: Clock = { start: 1947, perYear: 1 }

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

export function yearOf(at: number, clock: Clock = QUARTERS): number {
  return clock.start + at / clock.perYear
}

/** The step nearest to a decimal year (not bounded). */
export function stepOf(year: number, clock: Clock = QUARTERS): number {
  return Math.round((year - clock.start) * clock.perYear)
}

/** "1962 Q1", "1962", or "March 1962". */
export function whenWords(at: number, clock: Clock = QUARTERS): string {
  const whole = Math.round(at)
  const year = clock.start + Math.floor(whole / clock.perYear)
  const part = ((whole % clock.perYear) + clock.perYear) % clock.perYear
  if (clock.perYear === 4) return `${year} Q${part + 1}`
  if (clock.perYear === 12) return `${MONTHS[part]} ${year}`
  return clock.perYear === 1 ? `${year}` : yearOf(whole, clock).toFixed(1)
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
