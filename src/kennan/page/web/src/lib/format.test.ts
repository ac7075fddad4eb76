import { describe, expect, it } from 'vitest'
import { listed, month, number, quarter, signed } from './format'

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


  it('come in lists', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((l) => listed(l))).toEqual(['', 'a', 'a and b', 'a, b and c'])
  })
})
