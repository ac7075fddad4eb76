import { describe, expect, it } from 'vitest'
import { keyStep, stepOf, whenWords, yearOf } from './clock'
import { apart, inHundred, plain, region, signed, trueMinus, wholes } from './numbers'

describe('worlds in 100', () => {
  it('always add up to 100', () => {
    for (let seed = 1; seed < 400; seed++) {
      const raw = Array.from({ length: 6 }, (_, i) => Math.abs(Math.sin(seed * 12.9898 + i * 78.233)) ** 3)
      const sum = raw.reduce((a, b) => a + b, 0)
      const n = wholes(raw.map((r) => r / sum))
      expect(n.reduce((a, b) => a + b, 0)).toBe(100)
      raw.forEach((r, i) => expect(Math.abs(n[i]! - (100 * r) / sum)).toBeLessThan(1))
    }
  })
  it('round the largest remainders up, the first of equals first', () => {
    expect(wholes([1 / 3, 1 / 3, 1 / 3])).toEqual([34, 33, 33])
    expect(wholes([0.996, 0.004])).toEqual([100, 0])
    expect(wholes([0.29, 0.71])).toEqual([29, 71]) // 100 * 0.29 is 28.999999999999996
  })
  it('say a few worlds that round to none', () => {
    expect([inHundred(0), inHundred(0.002), inHundred(0.52)]).toEqual(['0', '<1', '52'])
  })
})

describe('numbers in words', () => {
  it('carry three figures and a true minus', () => {
    expect([plain(0.4321), plain(-12.34), plain(1234.5), plain(NaN)]).toEqual(['0.43', '−12.3', '1,235', '–'])
    expect([signed(28.2), signed(-3), signed(0.2), signed(-0.2)]).toEqual(['+28', '−3', '0', '0'])
  })
  it('have a true minus in what was expected, and words keep their hyphens', () => {
    expect(trueMinus('below -0.5')).toBe('below −0.5')
    expect(trueMinus('-2 to -.5 (-1)')).toBe('−2 to −.5 (−1)')
    expect(trueMinus('break-up by 1947-10')).toBe('break-up by 1947-10')
  })
  it('name regions', () => {
    expect(region('above 2')).toEqual([2, Infinity])
    expect(region('below -0.5')).toEqual([-Infinity, -0.5])
    expect(region('1 to 2')).toEqual([1, 2])
    expect(region('often')).toBeNull()
  })
})

describe('labels beside lines', () => {
  it('stand apart in their order and inside the plot', () => {
    const moved = apart([10, 11, 12, 90], 13, 14, 100)
    for (let i = 0; i + 1 < moved.length; i++) expect(moved[i + 1]! - moved[i]!).toBeGreaterThanOrEqual(12.9)
    expect(Math.min(...moved)).toBeGreaterThanOrEqual(14)
    const low = apart([95, 96, 97], 13, 0, 98)
    expect(Math.max(...low)).toBeLessThanOrEqual(98.01)
    expect([...low].sort((a, b) => a - b)).toEqual(low)
  })
})

describe('the clock', () => {
  it('names quarters, months and years', () => {
    expect(whenWords(61)).toBe('1962 Q2')
    expect(whenWords(60)).toBe('1962 Q1')
    expect(whenWords(14, { start: 1947, perYear: 12 })).toBe('March 1948')
    expect(whenWords(45, { start: 1947, perYear: 1 })).toBe('1992')
  })
  it('goes there and back', () => {
    for (let at = 0; at < 181; at++) expect(stepOf(yearOf(at))).toBe(at)
  })
  it('moves by keys and stops at the ends', () => {
    expect(keyStep('ArrowRight', 180, 180, 4)).toBe(180)
    expect(keyStep('PageUp', 10, 180, 4)).toBe(14)
    expect(keyStep('Home', 10, 180, 4)).toBe(0)
    expect(keyStep('a', 10, 180, 4)).toBeNull()
  })
})
