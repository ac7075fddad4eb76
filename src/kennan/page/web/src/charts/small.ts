/** The evidence of one claim: where numbers and what was expected stand on one scale. */
import { region } from './numbers'
import type { Arm, Finding } from './types'

/** Return a domain that shows every number, interval and expected edge, and zero where it is near. */
export function findingDomain(f: Finding): [number, number] {
  const edges = (region(f.expected) ?? []).filter(Number.isFinite)
  const seen = [f.value, f.low, f.high, ...edges].filter((v): v is number => v !== undefined && Number.isFinite(v))
  if (!seen.length) return [0, 1]
  const low = Math.min(...seen)
  const high = Math.max(...seen)
  const room = 0.14 * Math.max(high - low, 1e-6, 0.05 * Math.max(Math.abs(low), Math.abs(high)))
  return [low - room, high + room]
}

export function armsDomain(arms: Arm[]): [number, number] {
  const seen = arms.flatMap((a) => [a.value, a.low, a.high, a.off]).filter((v): v is number => v !== undefined && v !== null && Number.isFinite(v))
  if (!seen.length) return [0, 1]
  const low = Math.min(0, ...seen)
  const high = Math.max(0, ...seen)
  const room = 0.06 * Math.max(high - low, 1e-9)
  return [low < 0 ? low - room : 0, high > 0 ? high + room : 0]
}
