/** How theatres are drawn and said: bars on one scale, words for each number, which matter now. Pure functions. */
import { number } from '../lib/format'
import { play as words } from '../lib/strings/play'
import type { Draft } from './choice'
import type { Side, TheatreRule, TheatreSeen } from './types'

/** Pressure and force are shown in hundredths of all pressure at the start. */
export const HUNDREDTHS = 100
export const shown = (value: number): string => number(HUNDREDTHS * value, 2)

/** The value that fills a bar: the third largest of what is seen, so that one hot place does not flatten the others. */
export function fullBar(theatres: TheatreSeen[]): number {
  const values = theatres.flatMap((t) => [t.effort ?? 0, t.force ?? 0]).sort((a, b) => b - a)
  return Math.max(0.01, values[2] ?? 0)
}

export const share = (value: number | null, full: number): number => Math.min(1, Math.max(0, (value ?? 0) / full))

/** Everything that is seen of a theatre, in one sentence: for those who hear it, and for the line over the board. */
export function sayTheatre(rule: TheatreRule, seen: TheatreSeen, side: Side, points: number): string {
  const parts = [seen.words.replace(/\.$/, '')]
  if (!(seen.orbit && seen.effort === 0)) {
    const band = seen.effort_high > seen.effort_low ? ` (${shown(seen.effort_low)} to ${shown(seen.effort_high)})` : ''
    parts.push(`${words.board.pressure[side]} ${shown(seen.effort)}${band}`)
  }
  if (seen.force !== null) parts.push(`${words.board.force[side]} ${shown(seen.force)}`)
  if (seen.openness !== null) parts.push(`${words.board.openness} ${Math.round(100 * (1 - seen.openness))} ${words.board.unit}, ${words.board.asJudged}`)
  if (seen.crisis > 0) parts.push(seen.crisis_words)
  if (points > 0) parts.push(words.board.points(points))
  return `${rule.name}: ${parts.join('; ')}.`
}

const MOST = 10
/** Theatres that matter now: crises first, then points, then those pressed hardest outside the orbit. */
export function mattering(theatres: TheatreSeen[], draft: Draft): number[] {
  const weight = (t: TheatreSeen) => 1000 * t.crisis + 100 * (draft.places[t.index] ?? 0) + (t.orbit ? 0 : HUNDREDTHS * (t.effort ?? 0))
  const must = theatres.filter((t) => t.crisis > 0 || (draft.places[t.index] ?? 0) > 0).length
  return theatres
    .filter((t) => weight(t) > 0.2)
    .sort((a, b) => weight(b) - weight(a) || a.index - b.index)
    .slice(0, Math.max(MOST, must))
    .map((t) => t.index)
}
