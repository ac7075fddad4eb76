/** The report's tables: worlds in 100 as whole numbers that add up to 100. */
import { asEnded, gaps, GLYPHS, inHundred, OUTCOMES, said, signed, type Outcome } from '../charts'
import { charts } from '../lib/strings/charts'
import { report as words } from '../lib/strings/report'
import { shares, type RunData } from './data'
import type { Cell } from './Table.svelte'

export const heads = (first: string, outcomes: readonly Outcome[] = OUTCOMES) => [
  { words: first },
  ...outcomes.map((o) => ({ words: charts.outcomes[o], glyph: GLYPHS[o], kind: o })),
]

/** Worlds in 100 of each outcome with its interval; the commonest is bold. */
export function ending(mine: RunData['outcomes'][string]): Cell[] {
  const numbers = said(shares(mine))
  const most = Math.max(...OUTCOMES.map((o) => mine[o][0]))
  return OUTCOMES.map((o) => {
    const [share, low, high] = mine[o]
    return {
      big: numbers[o],
      small: charts.to(`${Math.round(100 * low)}`, `${Math.round(100 * high)}`),
      bold: share === most,
    }
  })
}

/** Differences to a base in worlds of 100, of the numbers that the tables show; a star says what is clear of 0. */
export function difference(run: RunData, policy: string, base: string): Cell[] {
  const numbers = gaps(shares(run.outcomes[policy]!), shares(run.outcomes[base]!))
  return OUTCOMES.map((o) => {
    const [, low, high] = run.differences[base]![policy]![o]
    const clear = low > 0 || high < 0 ? '*' : ''
    return { big: signed(numbers[o]) + clear, small: charts.to(signed(100 * low), signed(100 * high)) }
  })
}

export function endings(run: RunData) {
  return run.policies.map((p) => ({ name: p.name, cells: ending(run.outcomes[p.name]!) }))
}

export function differences(run: RunData, base: string) {
  return run.policies.filter((p) => p.name !== base).map((p) => ({ name: p.name, cells: difference(run, p.name, base) }))
}

export function ever(run: RunData) {
  const five = OUTCOMES.slice(0, 5)
  return run.policies.map((p) => ({
    name: p.name,
    cells: five.map((o) => {
      const [came, lost] = run.ever[p.name]?.[o] ?? [0, 0]
      return { big: asEnded(came, shares(run.outcomes[p.name]!), [o]), small: lost > 0 ? `(${inHundred(lost)})` : '' }
    }),
  }))
}

export function paths(run: RunData) {
  return run.sequences.map((s) => ({
    name: s.words.charAt(0).toUpperCase() + s.words.slice(1),
    cells: s.shares.map((share, i) => ({ big: asEnded(share, shares(run.outcomes[run.policies[i]!.name]!)) })),
  }))
}

export function beside(run: RunData) {
  return run.policies
    .filter((p) => run.beside?.outcomes[p.name])
    .flatMap((p) => [
      { name: words.drawn(p.name), cells: ending(run.outcomes[p.name]!) },
      { name: words.atMedian(p.name), cells: ending(run.beside!.outcomes[p.name]!) },
    ])
}
