/** Running text cut where a word of the glossary, or a word that is searched for, stands. */
export interface Piece {
  text: string
  /** The glossary's term that this piece is. */
  term?: string
  /** Whether it is what was searched for. */
  hit?: boolean
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Cuts a text at the first place of each term (longest terms first), and wherever `search` stands. */
export function pieces(text: string, terms: readonly string[] = [], search = ''): Piece[] {
  let found: Piece[] = [{ text }]
  for (const term of [...terms].sort((a, b) => b.length - a.length)) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(term)}(?![\\p{L}\\p{N}])`, 'iu')
    const at = found.findIndex((piece) => !piece.term && pattern.test(piece.text))
    if (at < 0) continue
    const { text } = found[at]!
    const first = text.search(pattern)
    const end = first + term.length
    const cut: Piece[] = [{ text: text.slice(0, first) }, { text: text.slice(first, end), term }, { text: text.slice(end) }]
    found.splice(at, 1, ...cut.filter((piece) => piece.text))
  }
  const wanted = search.trim()
  if (wanted.length < 2) return found
  const pattern = new RegExp(`(${escaped(wanted)})`, 'giu')
  found = found.flatMap((piece) =>
    piece.term
      ? [piece]
      : piece.text
          .split(pattern)
          .map((part, i) => (i % 2 ? { text: part, hit: true } : { text: part }))
          .filter((part) => part.text),
  )
  return found
}

/** Whether every word that is searched for stands somewhere in what is said. */
export function matches(search: string, ...said: string[]): boolean {
  const whole = said.join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word))
}
