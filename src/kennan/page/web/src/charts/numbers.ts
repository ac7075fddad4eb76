/** Numbers as people read them. */

/** Shares or counts as whole numbers that add up to `total`: the largest remainders are rounded up, ties to the earlier. */
export function wholes(shares: readonly number[], total = 100): number[] {
  const sum = shares.reduce((a, b) => a + b, 0)
  if (!(sum > 0)) return shares.map(() => 0)
  const exact = shares.map((s) => (total * s) / (Math.abs(sum - 1) < 1e-9 ? 1 : sum))
  const floor = exact.map((e) => Math.floor(e + 1e-9))
  const missing = Math.round(exact.reduce((a, b) => a + b, 0)) - floor.reduce((a, b) => a + b, 0)
  const order = exact.map((_, i) => i).sort((a, b) => exact[b]! - floor[b]! - (exact[a]! - floor[a]!) || a - b)
  for (const i of order.slice(0, Math.max(0, missing))) floor[i]! += 1
  return floor
}

/**
 * A share as worlds in 100: "52", "<1" for a few worlds that round to none, "0" for none at all. `n` is the whole number
 * that stands for it where it is one of several that add up to 100: one number is never said in two ways.
 */
export function inHundred(share: number, n = Math.round(100 * share)): string {
  return n === 0 && share > 0 ? '<1' : `${n}`
}

/** A number with about three figures: 0.43, 12.5, 1,250. Minus is the true sign. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2
  const nothing = Number(size.toFixed(digits)) === 0 // no minus before 0.00
  return (nothing ? 0 : value).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace('-', '−')
}

/** A text with a true minus before its numbers: "below −2". */
export const trueMinus = (text: string): string => text.replace(/(^|[\s(])-(?=\d|\.\d)/g, '$1−')

/** A difference with its sign: "+28", "−3", "0". */
export function signed(value: number, digits = 0): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return (value > 0 ? '+' : '−') + text
}

/** Moves places apart until neighbours are at least `least` from each other, keeping their order. */
export function apart(places: number[], least: number, low = -Infinity, high = Infinity): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!)
  const moved = [...places]
  for (let round = 0; round < 60; round++) {
    let still = true
    for (let k = 0; k + 1 < order.length; k++) {
      const a = order[k]!
      const b = order[k + 1]!
      const short = least - (moved[b]! - moved[a]!)
      if (short > 1e-6) {
        moved[a]! -= short / 2
        moved[b]! += short / 2
        still = false
      }
    }
    const first = order[0]
    const last = order.at(-1)
    if (first !== undefined && moved[first]! < low) moved[first] = low
    if (last !== undefined && moved[last]! > high) moved[last] = high
    if (still) break
  }
  return moved
}

/** The region that "above 2", "below 2" or "1 to 2" names; null if the words name none. */
export function region(expected: string | undefined): [number, number] | null {
  const above = expected?.match(/^above (\S+)$/)
  if (above) return [Number(above[1]), Infinity]
  const below = expected?.match(/^below (\S+)$/)
  if (below) return [-Infinity, Number(below[1])]
  const between = expected?.match(/^(\S+) to (\S+)$/)
  return between ? [Number(between[1]), Number(between[2])] : null
}
