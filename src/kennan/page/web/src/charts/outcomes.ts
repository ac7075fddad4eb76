/** Outcomes: shares as whole worlds in 100, their marks, sentences and tables. */
import { charts as words } from '../lib/strings/charts'
import { whenWords, years } from './clock'
import { inHundred, signed, wholes } from './numbers'
import { OUTCOMES, type Clock, type DifferenceRow, type Outcome, type Share, type Shares, type TableData } from './types'

export function shareOf(s: Share | number): Share {
  return typeof s === 'number' ? { share: s } : s
}

/** Worlds in 100 of each outcome; they add up to 100. */
export function hundred(shares: Shares): Record<Outcome, number> {
  const n = wholes(OUTCOMES.map((o) => shareOf(shares[o]).share))
  return Object.fromEntries(OUTCOMES.map((o, i) => [o, n[i]!])) as Record<Outcome, number>
}

/** The numbers as they are said: "<1" where a few worlds round to none. */
export function said(shares: Shares): Record<Outcome, string> {
  const n = hundred(shares)
  return Object.fromEntries(OUTCOMES.map((o) => [o, inHundred(shareOf(shares[o]).share, n[o])])) as Record<Outcome, string>
}

/** Another share of these worlds in words: where it is the same worlds as an ending, with the number of that ending. */
export function asEnded(share: number, ended: Shares, among: readonly Outcome[] = OUTCOMES): string {
  const same = share > 0 ? among.find((o) => shareOf(ended[o]).share === share) : undefined
  return same ? said(ended)[same] : inHundred(share)
}

/** How many worlds of 100 more (or fewer) one has than another: of the numbers that are shown of both. */
export function gaps(mine: Shares, other: Shares): Record<Outcome, number> {
  const [a, b] = [hundred(mine), hundred(other)]
  return Object.fromEntries(OUTCOMES.map((o) => [o, a[o] - b[o]])) as Record<Outcome, number>
}

/** Outcomes that a mark stands for: a shape each, so that colour is never the only sign. 14 units across. */
export const GLYPHS: Record<Outcome, string> = {
  general_war: 'M0-6.6L2-2 6.6 0 2 2 0 6.6-2 2-6.6 0-2-2z',
  breakup: 'M-1.3-5.6A5.6 5.6 0 0 0-1.3 5.6zM1.3-5.6A5.6 5.6 0 0 1 1.3 5.6z',
  expansion: 'M0-6.2L6.2 5H-6.2z',
  western_exhaustion: 'M0 6.2L6.2-5H-6.2z',
  mellowing: 'M0-5.6A5.6 5.6 0 1 1 0 5.6 5.6 5.6 0 1 1 0-5.6z',
  stalemate: 'M-5-5H5V5H-5z',
}

export function dotsSentence(shares: Shares): string {
  const n = said(shares)
  const parts = [...OUTCOMES]
    .filter((o) => shareOf(shares[o]).share > 0)
    .sort((a, b) => shareOf(shares[b]).share - shareOf(shares[a]).share)
    .map((o) => words.dots_part(n[o], words.outcomes[o]))
  return words.dots_sentence(parts.join(', '))
}

export function dotsTable(shares: Shares, pinned?: Shares | null, pinnedLabel: string = words.pinned): TableData {
  const n = said(shares)
  const p = pinned ? said(pinned) : null
  return {
    caption: words.outcome,
    columns: [words.outcome, words.in_100, words.interval, ...(p ? [pinnedLabel] : [])],
    rows: OUTCOMES.map((o) => [words.outcomes[o], n[o], intervalWords(shares[o]) || null, ...(p ? [p[o]] : [])]),
  }
}

export function intervalWords(s: Share | number): string {
  const { low, high } = shareOf(s)
  return low === undefined || high === undefined ? '' : words.to(`${Math.round(100 * low)}`, `${Math.round(100 * high)}`)
}

/** The shares that stand at one step. */
export function at(shares: Record<Outcome, number[]>, step: number): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((o) => [o, shares[o][step] ?? 0])) as Record<Outcome, number>
}

export function standingTable(shares: Record<Outcome, number[]>, clock: Clock = years()): TableData {
  const count = shares.stalemate.length
  return {
    caption: words.standing_label,
    columns: [words.when, ...OUTCOMES.map((o) => (o === 'stalemate' ? words.none_stands : words.outcomes[o]))],
    rows: Array.from({ length: count }, (_, i) => [whenWords(i, clock), ...Object.values(said(at(shares, i)))]),
  }
}

export function differenceTable(rows: DifferenceRow[], caption: string): TableData {
  return {
    caption,
    columns: [words.outcome, words.in_100, words.interval],
    rows: rows.map((r) => [r.label, signed(r.n), r.low === undefined || r.high === undefined ? null : words.to(signed(r.low), signed(r.high))]),
  }
}
