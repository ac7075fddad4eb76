/** Levers in words. */
import { explore as words } from '../lib/strings/explore'
import { WEIGHTS } from './state'
import type { Lever } from './types'

/** What a value of a lever means, in real terms; of a weight, its share among the three. */
export function meaning(lever: string, value: number, weights: number[] = []): string {
  if (WEIGHTS.includes(lever)) {
    const others = WEIGHTS.map((name, i) => (name === lever ? value : (weights[i] ?? 0)))
    const sum = others.reduce((a, b) => a + b, 0)
    return sum > 0 ? words.weightMeaning(value / sum) : ''
  }
  return words.meanings[lever]?.find(([limit]) => value <= limit + 1e-9)?.[1] ?? ''
}

export function labelOf(lever: string): string {
  return words.levers[lever] ?? lever
}

export function unitOf(lever: Lever): string {
  return words.units[lever.name] ?? words.unitRest
}
