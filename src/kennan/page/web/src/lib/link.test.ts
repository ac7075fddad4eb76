import { describe, expect, it } from 'vitest'
import { LONGEST, Reader, decode, encode } from './link'

describe('a link', () => {
  it('gives back what was put in, whatever the letters', () => {
    for (const state of [{ v: 1, words: 'Krümme – ±½ 🌍', list: [1, -2.5, null] }, [], 0, '', { '': {} }]) {
      const text = encode(state)
      expect(text).toMatch(/^[A-Za-z0-9_-]*$/)
      expect(decode(text)).toEqual(state)
    }
  })

  it('says nothing where it is no such text', () => {
    for (const bad of ['%', '!!', 'a', 'bm90IGpzb24', '<script>', 'A'.repeat(LONGEST + 1), '_w']) expect(decode(bad)).toBe(null)
  })
})

describe('a reader', () => {
  it('clamps numbers and says so', () => {
    const reader = new Reader({ level: 7, low: -1, words: 'x', endless: Infinity, fine: 0.5 })
    expect(reader.number('level', 0, 1, 0.3, 'Force')).toBe(1)
    expect(reader.number('low', 0, 1, 0.3)).toBe(0)
    expect(reader.number('words', 0, 1, 0.3)).toBe(0.3)
    expect(reader.number('endless', 0, 1, 0.3)).toBe(0.3)
    expect(reader.complaints).toHaveLength(4)
    expect(reader.complaints[0]).toContain('Force')
    expect(reader.number('fine', 0, 1, 0.3)).toBe(0.5)
    expect(reader.number('missing', 0, 1, 0.3)).toBe(0.3)
    expect(reader.complaints).toHaveLength(4)
  })

  it('takes only names that there are', () => {
    const reader = new Reader({ page: 'nowhere', off: ['a', 'z', 'a'], tone: 'a' })
    expect(reader.choice('page', ['a', 'b'], 'b')).toBe('b')
    expect(reader.choices('off', ['a', 'b'])).toEqual(['a'])
    expect(reader.choices('tone', ['a', 'b'])).toEqual([])
    expect(reader.complaints).toHaveLength(3)
  })

  it('stands anything that is no object', () => {
    for (const value of [null, 1, 'x', [1]]) expect(new Reader(value).complaints).toHaveLength(1)
    expect(new Reader({}).complaints).toHaveLength(0)
    expect(new Reader({ toString: 1 }).has('constructor')).toBe(false)
  })

  it('hands the complaints of an inner object on', () => {
    const outer = new Reader({ levers: { tone: 9 } })
    expect(outer.inner('levers').number('tone', 0, 1, 0)).toBe(1)
    expect(outer.complaints).toHaveLength(1)
    expect(new Reader({}).inner('levers').complaints).toEqual([])
  })
})
