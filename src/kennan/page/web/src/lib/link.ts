/** State to link and back: compact JSON in base64url. What a link holds is never trusted: it is clamped, with words. */

import { link as words } from './strings/link'

export const LONGEST = 1_000_000 // characters of a link's state; a whole game takes a few thousand, a policy file of its own more

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

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads fields of an untrusted value; what does not fit is clamped or left out, and said in `complaints`. */
export class Reader {
  private readonly fields: Record<string, unknown>

  constructor(
    value: unknown,
    readonly complaints: string[] = [],
  ) {
    const fits = isTable(value)
    this.fields = fits ? { ...value } : {}
    if (!fits) this.complaints.push(words.unreadable)
  }

  has(name: string): boolean {
    return Object.hasOwn(this.fields, name)
  }

  /** What stands there, unread. */
  raw(name: string): unknown {
    return this.has(name) ? this.fields[name] : undefined
  }

  names(): string[] {
    return Object.keys(this.fields)
  }

  /** Complains of every other field. */
  only(names: readonly string[]): void {
    for (const name of this.names()) if (!names.includes(name)) this.complaints.push(words.field(shown(name)))
  }

  /** A number within its bounds. */
  number(name: string, low: number, high: number, usual: number, label = name): number {
    if (!this.has(name)) return usual
    const value = this.fields[name]
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.complaints.push(words.noNumber(label, usual))
      return usual
    }
    const fit = Math.min(high, Math.max(low, value))
    if (fit !== value) this.complaints.push(words.clamped(label, value, fit))
    return fit
  }

  whole(name: string, low: number, high: number, usual: number, label = name): number {
    const value = this.number(name, low, high, usual, label)
    const fit = Math.round(value)
    if (fit !== value) this.complaints.push(words.clamped(label, value, fit))
    return fit
  }

  /** Numbers by name; what is none is left out. */
  numbers(name: string, label = name): Record<string, number> {
    const found: [string, number][] = []
    for (const [key, value] of Object.entries(this.table(name, label))) {
      if (typeof value === 'number' && Number.isFinite(value)) found.push([key, value])
      else this.complaints.push(words.left(shown(key)))
    }
    return Object.fromEntries(found)
  }

  /** One of some values. */
  choice<T extends string | boolean>(name: string, allowed: readonly T[], usual: T, label = name): T {
    if (!this.has(name)) return usual
    const found = allowed.find((one) => one === this.fields[name])
    if (found === undefined) this.complaints.push(words.unknown(label, String(usual)))
    return found ?? usual
  }

  /** Some of some names, each once, in the order of the link. */
  choices<T extends string>(name: string, allowed: readonly T[], label = name): T[] {
    const list = this.list(name, label)
    const found = [...new Set(list.filter((one): one is T => allowed.includes(one as T)))]
    if (found.length < list.length) this.complaints.push(words.unknownNames(label))
    return found
  }

  /** A text, or '' where there is none. */
  text(name: string, label = name): string {
    const value = this.raw(name)
    if (value !== undefined && typeof value !== 'string') this.complaints.push(words.left(label))
    return typeof value === 'string' ? value : ''
  }

  list(name: string, label = name): unknown[] {
    const value = this.raw(name)
    if (value !== undefined && !Array.isArray(value)) this.complaints.push(words.left(label))
    return Array.isArray(value) ? (value as unknown[]) : []
  }

  table(name: string, label = name): Record<string, unknown> {
    const value = this.raw(name)
    if (value !== undefined && !isTable(value)) this.complaints.push(words.left(label))
    return isTable(value) ? value : {}
  }

  /** A table within, read by the same rules; its complaints come here. */
  inner(name: string, label = name): Reader {
    return new Reader(this.table(name, label), this.complaints)
  }
}

/** A name out of a link, as short as a sentence wants it. */
const shown = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name)
