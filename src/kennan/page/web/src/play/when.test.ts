import { describe, expect, it } from 'vitest'
import { codeOf, opensYear, seasonOf } from './when'

describe('quarters', () => {
  it('are called by the month in which they begin', () => {
    const january = { year: 1947, month: 1, words: 'January 1947' }
    expect([0, 3, 4].map((q) => seasonOf(january, q))).toEqual(['Winter 1947', 'Autumn 1947', 'Winter 1948'])
    expect([0, 7].map((q) => codeOf(january, q))).toEqual(['1947 Q1', '1948 Q4'])
    const april = { year: 1950, month: 4, words: 'April 1950' }
    expect([0, 2, 3].map((q) => seasonOf(april, q))).toEqual(['Spring 1950', 'Autumn 1950', 'Winter 1951'])
    expect([0, 1, 2, 3, 4].filter((q) => opensYear(april, q))).toEqual([0, 3])
    expect(codeOf(april, 3)).toBe('1951 Q1')
  })
})
