/** The report's tables: worlds in 100 as whole numbers that add up to 100. */
import { GLYPHS, inHundred, OUTCOMES, signed, wholes, type Outcome } from '../charts'
import { charts } from '../lib/strings/charts'
import { report as words } from '../lib/strings/report'
import type { RunData } from './data'
import type { Cell } from './Table.svelte'

export const heads = (first: string, outcomes: readonly Outcome[] = OUTCOMES) => [
  { words: first },
  ...outcomes.map((o) => ({ words: charts.outcomes[o], glyph: GLYPHS[o], kind: o })),
]

/** Worlds in 100 of each outcome with its interval; the commonest is bold. */
export function ending(mine: RunData['outcomes'][string]): Cell[] {
  const whole = wholes(OUTCOMES.map((o) => mine[o][0]))
  const most = Math.max(...OUTCOMES.map((o) => mine[o][0]))
  return OUTCOMES.map((o, i) => {
    const [share, low, high] = mine[o]
    return {
      big: whole[i] === 0 && share > 0 ? '<1' : `${whole[i]}`,
      small: charts.to(`${Math.round(100 * low)}`, `${Math.round(100 * high)}`),
      bold: share === most,
    }
  })
}

/** Differences to a base in worlds of 100; clear of 0 is bold. */
export function difference(mine: RunData['outcomes'][string]): Cell[] {
  return OUTCOMES.map((o) => {
    const [gap, low, high] = mine[o]
    return { big: signed(100 * gap), small: charts.to(signed(100 * low), signed(100 * high)), bold: low > 0 || high < 0 }
  })
}

export function endings(run: RunData) {
  return run.policies.map((p) => ({ name: p.name, cells: ending(run.outcomes[p.name]!) }))
}

export function differences(run: RunData, base: string) {
  return run.policies.filter((p) => p.name !== base).map((p) => ({ name: p.name, cells: difference(run.differences[base]![p.name]!) }))
}

export function ever(run: RunData) {
  const five = OUTCOMES.slice(0, 5)
  return run.policies.map((p) => ({
    name: p.name,
    cells: five.map((o) => {
      const [came, lost] = run.ever[p.name]?.[o] ?? [0, 0]
      return { big: inHundred(came), small: lost > 0 ? `(${inHundred(lost)})` : '' }
    }),
  }))
}

export function paths(run: RunData) {
  return run.sequences.map((s) => ({
    name: s.words.charAt(0).toUpperCase() + s.words.slice(1),
    cells: s.shares.map((share) => ({ big: inHundred(share) })),
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
