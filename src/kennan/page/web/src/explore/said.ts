/** Words of the page with terms of the glossary in them: "the [orbit]", or "in the [same luck|common random numbers]". */

export interface Piece {
  text: string
  /** The glossary's term behind it. */
  term?: string
}

export function said(text: string): Piece[] {
  return text
    .split(/(\[[^\]]+\])/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!part.startsWith('[')) return { text: part }
      const [shown = '', term = shown] = part.slice(1, -1).split('|')
      return { text: shown, term }
    })
}

/** The same words without their marks, for those who only hear or save them. */
export function plainly(text: string): string {
  return said(text)
    .map((piece) => piece.text)
    .join('')
}
