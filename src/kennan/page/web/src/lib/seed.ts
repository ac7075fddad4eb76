/** Seeds as digits. A number of JavaScript is exact up to 2^53 only, a seed goes to 2^63 - 1: so none is ever a number here. */

export const SEEDS = '0 to 9,223,372,036,854,775,807'
const MOST = 2n ** 63n - 1n

/** A seed as it is kept, or null where it is none: never the nearest one. */
export function seedOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : null
  if (typeof value !== 'string' || !/^[0-9]{1,30}$/.test(value)) return null
  const seed = BigInt(value)
  return seed <= MOST ? String(seed) : null
}
