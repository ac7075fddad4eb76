import { describe, expect, it } from 'vitest'
import { matches, pieces } from './mark'

const said = (text: string, terms: string[], search = '') =>
  pieces(text, terms, search).map((p) => (p.term ? `<${p.term}|${p.text}>` : p.hit ? `[${p.text}]` : p.text))

describe('words of the glossary in running text', () => {
  it('marks the first place of a term alone, whatever its case', () => {
    expect(said('Pressure meets pressure.', ['pressure'])).toEqual(['<pressure|Pressure>', ' meets pressure.'])
  })
  it('marks whole words alone', () => {
    expect(said('The lines of the line.', ['line'])).toEqual(['The lines of the ', '<line|line>', '.'])
  })
  it('takes the longest term first', () => {
    expect(said('A soft phase.', ['phase', 'soft phase'])).toEqual(['A ', '<soft phase|soft phase>', '.'])
  })
  it('is not confused by signs of patterns', () => {
    expect(said('What (is) it?', ['(is)'], 'it?')).toEqual(['What ', '<(is)|(is)>', ' ', '[it?]'])
  })
  it('keeps every letter', () => {
    const text = 'Firm and vigilant containment, patient and long-term.'
    expect(pieces(text, ['containment', 'patient'], 'an').map((p) => p.text).join('')).toBe(text)
  })
})

describe('searching', () => {
  it('finds paragraphs that hold every word', () => {
    expect(matches('fluid stream', 'A fluid stream', 'II.8')).toBe(true)
    expect(matches('fluid rock', 'A fluid stream')).toBe(false)
    expect(matches('ii.8', 'text', 'II.8')).toBe(true)
  })
})
