/** What the pages for playing and exploring tell the class, if this browser has joined one; else nothing happens. */
import { seat } from './seat.svelte'
import type { Ending, Side } from './work'

export { seat }

export interface GameNow {
  /** Names one game; the same name takes the place of what was handed in before. */
  attempt: string
  /** What `#/play?g=` takes. */
  link: string
  side: Side
  quarter: number
  quarters: number
  over: boolean
  standing: readonly { name: string; label: string; value: number; unit?: string }[]
  headline: string
  /** Known after the debrief. */
  ending?: string | null
}

const line = (text: string, longest: number) => text.replace(/\s+/g, ' ').trim().slice(0, longest)
const name = (text: string) => text.replace(/[^A-Za-z0-9_.:-]/g, '-').slice(0, 80) || 'game'

/** Hand in a game as it stands: call it after every turn, and again when the ending is known. Never throws. */
export function postGame(game: GameNow): void {
  if (!seat.joined) return
  seat.handIn({
    attempt: name(game.attempt),
    kind: 'game',
    link: game.link,
    quarter: game.quarter,
    over: game.over,
    summary: {
      standing: game.standing
        .filter((one) => Number.isFinite(one.value))
        .slice(0, 6)
        .map((one) => ({
          name: one.name.replace(/[^a-z0-9_]/g, '_').slice(0, 40),
          label: line(one.label, 60),
          value: one.value,
          unit: line(one.unit ?? '', 20),
        })),
      side: game.side,
      quarters: game.quarters,
      headline: line(game.headline, 200),
      ending: (game.ending ?? null) as Ending | null,
      shares: null,
    },
  })
}

/**
 * Hand in a policy as it stands, unless a game is what is set. `shares`: whole worlds in 100, in the order of the
 * outcomes. Never throws.
 */
export function postPlan(plan: { attempt: string; link: string; shares: readonly number[]; headline: string }): void {
  if (!seat.joined || seat.mine?.assignment.kind === 'game') return
  seat.handIn({
    attempt: name(plan.attempt),
    kind: 'plan',
    link: plan.link,
    quarter: 0,
    over: false,
    summary: {
      standing: [],
      side: null,
      quarters: 0,
      headline: line(plan.headline, 200),
      ending: null,
      shares: plan.shares.length === 6 ? [...plan.shares] : null,
    },
  })
}
