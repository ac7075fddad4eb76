/** State to link and back: compact JSON in base64url. What a link holds is never trusted: it is clamped, with words. */

export const LONGEST = 100_000 // characters of a link's state; a whole game takes a few thousand

export function encode(state: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(state))
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Returns what `encode` was given, or null if it is not such a text. */
export function decode(text: string): unknown {
  if (text.length > LONGEST || !/^[A-Za-z0-9_-]*$/.test(text)) return null
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0))))
  } catch {
    return null
  }
}

/** Reads fields of an untrusted value; what does not fit is clamped or left out, and said in `complaints`. */
export class Reader {
  readonly complaints: string[] = []
  private readonly fields: Record<string, unknown>

  constructor(value: unknown) {
    const fits = typeof value === 'object' && value !== null && !Array.isArray(value)
    this.fields = fits ? { ...(value as Record<string, unknown>) } : {}
    if (!fits) this.complaints.push('The link cannot be read; the page begins afresh.')
  }

  has(name: string): boolean {
    return Object.hasOwn(this.fields, name)
  }

  /** A number within its bounds. */
  number(name: string, low: number, high: number, usual: number, label = name): number {
    if (!this.has(name)) return usual
    const value = this.fields[name]
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.complaints.push(`${label}: the link has no number there; ${usual} is taken.`)
      return usual
    }
    const fit = Math.min(high, Math.max(low, value))
    if (fit !== value) this.complaints.push(`${label}: the link says ${value}; ${fit} is the nearest that is possible.`)
    return fit
  }

  whole(name: string, low: number, high: number, usual: number, label = name): number {
    return Math.round(this.number(name, low, high, usual, label))
  }

  /** One of some names. */
  choice<T extends string>(name: string, allowed: readonly T[], usual: T, label = name): T {
    if (!this.has(name)) return usual
    const found = allowed.find((one) => one === this.fields[name])
    if (found === undefined) this.complaints.push(`${label}: the link says something unknown; ${usual} is taken.`)
    return found ?? usual
  }

  /** Some of some names. */
  choices<T extends string>(name: string, allowed: readonly T[], label = name): T[] {
    const given = this.fields[name]
    if (given === undefined) return []
    const list = Array.isArray(given) ? given.slice(0, 1000) : []
    const found = [...new Set(allowed.filter((one) => list.includes(one)))]
    if (!Array.isArray(given) || found.length < list.length)
      this.complaints.push(`${label}: the link names something unknown, which is left out.`)
    return found
  }

  text(name: string, longest = 200): string {
    const value = this.fields[name]
    return typeof value === 'string' ? value.slice(0, longest) : ''
  }

  list(name: string, longest: number): unknown[] {
    const value = this.fields[name]
    return Array.isArray(value) ? value.slice(0, longest) : []
  }

  /** An object within, read by the same rules; its complaints come here. */
  inner(name: string): Reader {
    const inner = new Reader(this.has(name) ? this.fields[name] : {})
    return Object.assign(inner, { complaints: this.complaints })
  }

  names(): string[] {
    return Object.keys(this.fields)
  }
}
