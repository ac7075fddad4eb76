import { describe, expect, it } from 'vitest'
import { stem, toCsv, wrapped } from './export'
import { asEnded, dotsSentence, dotsTable, gaps, hundred, said } from './outcomes'
import { fanSentence, fanTable, readAt } from './read'
import type { Bands, Shares } from './types'

const flat = (v: number[]): Bands => ({ q05: v.map((x) => x - 0.2), q25: v.map((x) => x - 0.1), q50: v, q75: v.map((x) => x + 0.1), q95: v.map((x) => x + 0.2) })

describe('CSV', () => {
  it('quotes what needs it and leads with the notes', () => {
    const csv = toCsv({ caption: 'c', columns: ['a', 'b, c'], rows: [['x "y"', 1.5], [null, -2]] }, { seed: 47, note: 'two\nlines' })
    expect(csv).toBe('# seed: 47\r\n# note: two lines\r\na,"b, c"\r\n"x ""y""",1.5\r\n,-2\r\n')
  })
  it('gives a spreadsheet no formula to run', () => {
    expect(toCsv({ caption: '', columns: ['a'], rows: [['=1+1'], ['@x'], ['+SUM(A1)'], ['+28'], ['-3 to 4']] })).toBe("a\r\n'=1+1\r\n'@x\r\n'+SUM(A1)\r\n+28\r\n-3 to 4\r\n")
  })
  it('names files plainly', () => {
    expect([stem('Outcomes, year by year'), stem('!!')]).toEqual(['outcomes-year-by-year', 'chart'])
  })
})

describe('words under a picture', () => {
  it('stand in lines that fit', () => {
    expect(wrapped('one two three four', 9, (text) => text.length)).toEqual(['one two', 'three', 'four'])
    expect(wrapped('an unbreakable', 4, (text) => text.length)).toEqual(['an', 'unbr', 'eaka', 'ble'])
    expect(wrapped(' ', 3, (text) => text.length)).toEqual([])
  })
})

describe('a fan in words', () => {
  const bands = flat([0.3, 0.4, 0.5, 0.6, 0.7])
  it('says where the median goes', () => {
    expect(fanSentence('Orbit', bands)).toContain('rises from 0.30 in 1947 to 0.70 in 1948')
    expect(fanSentence('Orbit', flat([0.5, 0.5, 0.5]))).toContain('stays near')
    expect(fanSentence('Orbit', flat([0.096, 0.2, 0.104]))).toContain('stays near 0.10 from 1947 to 1947')
    expect(fanSentence('Orbit', flat([0.1, 0.2, 0.106]))).not.toContain('stays near 0.1')
    expect(fanSentence('Orbit', flat([0.5, 0.4, 0.2]))).toContain('falls')
  })
  it('reads one step with what is laid over it', () => {
    const series = [{ key: 'o', label: 'Orbit', bands, pinned: flat([0, 0, 0.1, 0, 0]), world: [0, 0, 0.9, 0, 0], record: [{ year: 1947.5, value: 0.33 }] }]
    const told = { clock: { start: 1947, perYear: 4 }, format: (v: number) => v.toFixed(2), unit: '', short: false, pinnedLabel: 'pinned', worldLabel: 'world 17', recordLabel: 'record', formerLabel: 'before' }
    const words = readAt(series, 2, told)
    for (const part of ['1947 Q3', 'median 0.50', '0.40 and 0.60', '0.30 and 0.70', 'pinned 0.10', 'world 17 0.90', 'record 0.33']) expect(words).toContain(part)
  })
  it('stands in a table, every so many steps and always to the end', () => {
    const table = fanTable('Orbit', bands, { start: 1947, perYear: 4 }, { every: 3, world: [1, 2, 3, 4, 5] })
    expect(table.rows.map((r) => r[0])).toEqual(['1947 Q1', '1947 Q4', '1948 Q1'])
    expect(table.columns.length).toBe(table.rows[0]!.length)
    expect(table.rows[1]!.at(-1)).toBe(4)
  })
})

describe('outcomes in words', () => {
  const shares: Shares = { general_war: 0.002, breakup: 0.5, expansion: 0, western_exhaustion: 0, mellowing: 0.3, stalemate: 0.198 }
  it('adds up to 100 and leaves nothing out', () => {
    expect(Object.values(hundred(shares)).reduce((a, b) => a + b, 0)).toBe(100)
    expect(dotsSentence(shares)).toBe('Of 100 worlds: 50 break-up, 30 mellowing, 20 stalemate, <1 general war.')
  })
  it('is one number in table, sentence, difference and wherever the same worlds are told of', () => {
    const mine: Shares = { general_war: 0.006, breakup: 0.316, expansion: 0.004, western_exhaustion: 0, mellowing: 0.43, stalemate: 0.244 }
    const numbers = said(mine)
    expect(Object.values(hundred(mine)).reduce((a, b) => a + b)).toBe(100)
    for (const row of dotsTable(mine).rows) expect(Object.values(numbers)).toContain(row[1])
    expect(asEnded(0.006, mine, ['general_war'])).toBe(numbers.general_war)
    expect(asEnded(0.316, mine)).toBe(numbers.breakup)
    expect(asEnded(0.3161, mine)).toBe('32')
    const other: Shares = { ...mine, breakup: 0.244, stalemate: 0.316 }
    for (const [o, n] of Object.entries(gaps(mine, other))) expect(n).toBe(hundred(mine)[o as 'breakup'] - hundred(other)[o as 'breakup'])
  })
})
