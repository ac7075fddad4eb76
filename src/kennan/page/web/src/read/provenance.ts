/** What the window "What is this number?" is asked, and where it looks. */
import type { Answer } from '../lib/api'

export type ProvenanceData = Answer<'/api/quantity/{name}', 'get'>
export type ParameterData = ProvenanceData['parameters'][number]

/** A number on a page, and the run it comes from. */
export interface Asked {
  /** A quantity; or `outcome:mellowing`, `lever:level`, `parameter:afterglow`, `event:takeover`. */
  name: string
  /** As it stands on the page. */
  value?: string | number | null
  when?: string
  run?: {
    seed?: string | number | undefined
    engine_version?: string | undefined
    kennan?: string | undefined
    worlds?: string | number | undefined
    policy?: string | undefined
    digest?: string | undefined
  }
}

/** Finds what is known of a name; throws with words to show. */
export type Load = (name: string) => Promise<ProvenanceData>

/** The range of a number in words, "" where it has none. */
export function rangeWords(
  low: number | null,
  high: number | null,
  said: (value: number) => string,
  words: { between: (a: string, b: string) => string; from: (a: string) => string; upTo: (a: string) => string },
): string {
  if (low !== null && high !== null) return words.between(said(low), said(high))
  if (low !== null) return words.from(said(low))
  return high !== null ? words.upTo(said(high)) : ''
}
