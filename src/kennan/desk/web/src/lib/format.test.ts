import { describe, expect, it } from 'vitest'
import { inHundred, listed, month, number, quarter, signed, wholes } from './format'

describe('whole numbers', () => {
  it('sum to a hundred by largest remainder', () => {
    expect(wholes([1, 1, 1])).toEqual([34, 33, 33])
    expect(wholes([0.005, 0.995])).toEqual([1, 99])
    expect(wholes([0, 0])).toEqual([0, 0])
    expect(wholes([0.123, 0.456, 0.421]).reduce((a, b) => a + b)).toBe(100)
    expect(wholes([2, 1], 7)).toEqual([5, 2])
  })
})

describe('dates', () => {
  it('count from January 1947', () => {
    expect([0, 3, 4, 60, 179].map((n) => quarter(n))).toEqual(['1947 Q1', '1947 Q4', '1948 Q1', '1962 Q1', '1991 Q4'])
    expect([0, 11, 12, 189].map((n) => month(n))).toEqual(['January 1947', 'December 1947', 'January 1948', 'October 1962'])
  })
})

describe('numbers', () => {
  it('are said with three digits that mean something', () => {
    expect([0, 0.12345, 1.5, 12.345, 1234.5, 1234567].map((n) => number(n))).toEqual(
      ['0', '0.123', '1.5', '12.3', '1235', '1\u2009234\u2009567'], // rounding .5 goes up here
    )
    expect(number(-0.0000001)).toBe('0')
    expect(number(-2)).toBe('−2')
    expect(number(NaN)).toBe('–')
    expect([3, -3, 0].map((n) => signed(n))).toEqual(['+3', '−3', '0'])
  })

  it('come as worlds in a hundred', () => {
    expect([0, 0.01, 0.414].map(inHundred)).toEqual(['0 worlds in 100', '1 world in 100', '41 worlds in 100'])
  })

  it('come in lists', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((l) => listed(l))).toEqual(['', 'a', 'a and b', 'a, b and c'])
  })
})
