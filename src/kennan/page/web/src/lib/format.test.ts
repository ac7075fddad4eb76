import { describe, expect, it } from 'vitest'
import { listed, number, signed } from './format'

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
