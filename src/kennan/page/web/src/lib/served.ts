/** The world that is shown: the scenario that the server serves or a report carries. It is known before anything is drawn. */
import type { components } from './api.d'

export type Served = components['schemas']['WorldSaid']

/** What `serve` was given last. */
export const served = {} as Served

export function serve(said: Served): void {
  Object.assign(served, said)
}

/** Text in which `{closed_power}` is the word of the world that is shown, and `{Closed_leaders}` the same with a capital. */
function filled(text: string): string {
  return text.replace(/\{([A-Za-z_]+)\}/g, (mark, key: string) => {
    const word = served.words?.[key] ?? served.words?.[key.charAt(0).toLowerCase() + key.slice(1)]
    if (word === undefined) return mark
    return key in served.words ? word : word.charAt(0).toUpperCase() + word.slice(1)
  })
}

const kept = new WeakMap<object, object>()

/** Words of the page, with marks in braces filled whenever they are read: in texts, lists, tables and what functions return. */
export function named<T>(words: T): T {
  if (typeof words === 'string') return filled(words) as T
  if (Array.isArray(words)) return words.map(named) as T
  if (typeof words === 'function') return ((...given: unknown[]) => named((words as unknown as (...given: unknown[]) => unknown)(...given))) as T
  if (typeof words !== 'object' || words === null) return words
  const known = kept.get(words)
  if (known) return known as T
  const made = new Proxy(words, { get: (target, key) => named(Reflect.get(target, key) as unknown) })
  kept.set(words, made)
  return made
}
