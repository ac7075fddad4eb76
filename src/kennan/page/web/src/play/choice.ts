/** A quarter's decision while it is being made: what it costs, what can still be afforded, and why not. Pure functions. */
import type { Choice, Chosen, Setting, SideRules } from './types'

export interface Draft {
  settings: number[]
  /** Points by theatre number; only those above 0. */
  places: Record<number, number>
  /** Stance by theatre number, of crises about which something is said. */
  stands: Record<number, number>
}

const pairs = (flat: number[]): Record<number, number> => {
  const found: Record<number, number> = {}
  for (let i = 0; i + 1 < flat.length; i += 2) found[flat[i]!] = flat[i + 1]!
  return found
}

const flat = (by: Record<number, number>): number[] =>
  Object.entries(by)
    .map(([index, value]) => [Number(index), value] as const)
    .sort((a, b) => a[0] - b[0])
    .flat()

/** The draft that repeats what stands. */
export function draftOf(chosen: Chosen): Draft {
  return { settings: [...chosen.settings], places: pairs(chosen.places), stands: pairs(chosen.stands) }
}

/** A record of a game as a draft; what "as before" means is what stands. */
export function draftOfRecord(record: Choice, standing: Chosen): Draft {
  if (record === 0) return draftOf(standing)
  return { settings: [...record[0]], places: pairs(record[1]), stands: pairs(record[2]) }
}

/** The draft as a record: 0 where it repeats what stands. A stand is taken for one quarter, so it is always said anew. */
export function recordOf(draft: Draft, standing: Chosen): Choice {
  const record: Choice = [[...draft.settings], flat(draft.places), flat(draft.stands)]
  const before = [standing.settings, standing.places, []]
  return JSON.stringify(record) === JSON.stringify(before) ? 0 : record
}

export function costOf(draft: Draft, side: SideRules): number {
  return draft.settings.reduce((sum, step, i) => sum + (side.settings[i]?.steps[step]?.cost ?? 0), 0)
}

export function placed(draft: Draft): number {
  return Object.values(draft.places).reduce((a, b) => a + b, 0)
}

export function pointsOf(draft: Draft, side: SideRules): number {
  const asked = draft.settings.reduce((sum, step, i) => sum + (side.settings[i]?.steps[step]?.points ?? 0), 0)
  const stands = Object.values(draft.stands).reduce((sum, step) => sum + (side.stances[step]?.points ?? 0), 0)
  return placed(draft) + asked + stands
}

/** What is missing to do something: nothing (affordable), or units of the purse and points. */
export interface Short {
  purse: number
  points: number
}

const short = (draft: Draft, side: SideRules): Short => ({
  purse: Math.max(0, costOf(draft, side) - side.purse),
  points: Math.max(0, pointsOf(draft, side) - side.points),
})
export const affordable = (missing: Short): boolean => missing.purse === 0 && missing.points === 0

export function withStep(draft: Draft, setting: number, step: number): Draft {
  return { ...draft, settings: draft.settings.map((old, i) => (i === setting ? step : old)) }
}

export function withPoints(draft: Draft, theatre: number, points: number): Draft {
  const places = { ...draft.places }
  if (points > 0) places[theatre] = points
  else delete places[theatre]
  return { ...draft, places }
}

export function withStance(draft: Draft, theatre: number, stance: number, neutral: number): Draft {
  const stands = { ...draft.stands }
  if (stance === neutral) delete stands[theatre]
  else stands[theatre] = stance
  return { ...draft, stands }
}

/** What is missing for a step; a step that asks for less than the present one is always possible. */
export function missingForStep(draft: Draft, side: SideRules, setting: number, step: number): Short {
  return short(withStep(draft, setting, step), side)
}
export function missingForPoints(draft: Draft, side: SideRules, theatre: number, points: number): Short {
  return short(withPoints(draft, theatre, points), side)
}
export function missingForStance(draft: Draft, side: SideRules, theatre: number, stance: number): Short {
  return short(withStance(draft, theatre, stance, side.stance_neutral), side)
}
export function missing(draft: Draft, side: SideRules): Short {
  return short(draft, side)
}

/** The step nearest to the wanted one that can be paid, coming from the present one. */
export function nearestStep(draft: Draft, side: SideRules, setting: number, wanted: number): number {
  const from = draft.settings[setting] ?? 0
  const way = Math.sign(wanted - from)
  let step = wanted
  while (step !== from && !affordable(missingForStep(draft, side, setting, step))) step -= way
  return step
}

/** Settings in the order in which they are shown, each with its place in a record. */
export function grouped(side: SideRules, groups: readonly Setting['group'][]): { setting: Setting; at: number }[] {
  return side.settings.map((setting, at) => ({ setting, at })).filter((one) => groups.includes(one.setting.group))
}
