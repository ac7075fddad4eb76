import { describe, expect, it } from 'vitest'
import { areaPath, extent, linePath, recordAt, yearTicks } from './geometry'
import { armsDomain, findingDomain } from './small'
import type { Bands } from './types'

const bands = (low: number, high: number): Bands => ({ q05: [low], q25: [low], q50: [(low + high) / 2], q75: [high], q95: [high] })

describe('what a chart must show', () => {
  it('takes the whole of an index and keeps small shares readable', () => {
    expect(extent([{ bands: bands(0.2, 0.7) }])).toEqual([0, 1])
    expect(extent([{ bands: bands(0.02, 0.1) }])[1]).toBeLessThan(0.2)
  })
  it('reaches out for the pinned run, the world and the record', () => {
    expect(extent([{ bands: bands(0, 2), pinned: bands(0, 7) }])[1]).toBeGreaterThanOrEqual(7)
    expect(extent([{ bands: bands(0, 2), world: [9] }])[1]).toBeGreaterThanOrEqual(9)
    expect(extent([{ bands: bands(0, 2), record: [{ year: 1950, value: 3, low: 2, high: 12 }] }])[1]).toBeGreaterThanOrEqual(12)
    expect(extent([{ bands: bands(-3, 2) }])[0]).toBeLessThanOrEqual(-3)
  })
  it('stands on nothing at all', () => {
    expect(extent([{ bands: { q05: [], q25: [], q50: [], q75: [], q95: [] } }])).toEqual([0, 1])
    expect(extent([{ bands: bands(0, 0) }])[1]).toBeGreaterThan(0)
  })
})

describe('paths', () => {
  it('break where there is no number', () => {
    expect(linePath([0, 1, 2, 3], [1, NaN, 2, 3]).match(/M/g)).toHaveLength(2)
    expect(linePath([0, 1, 2, 3], [1, NaN, 2, 3])).not.toContain('NaN')
  })
  it('close a band', () => {
    expect(areaPath([0, 10], [5, 5.04], [1, 1])).toBe('M0,1L10,1L10,5L0,5Z')
  })
})

describe('the axis of years', () => {
  it('takes round years that have room', () => {
    expect(yearTicks(1947, 1992, 560, 56)).toEqual([1950, 1955, 1960, 1965, 1970, 1975, 1980, 1985, 1990])
    expect(yearTicks(1947, 1992, 250, 56)).toEqual([1960, 1980])
    expect(yearTicks(1947, 1949, 500, 56)).toEqual([1947, 1948, 1949])
  })
})

describe('the record under the cursor', () => {
  it('is the nearest within half a year', () => {
    const points = [{ year: 1950, value: 1 }, { year: 1950.4, value: 2 }]
    expect(recordAt(points, 1950.3)?.value).toBe(2)
    expect(recordAt(points, 1952)).toBeNull()
  })
})

describe('small charts', () => {
  it('show the number, its interval and the edge of what was expected', () => {
    const [low, high] = findingDomain({ value: 0.5, low: 0.2, high: 0.9, expected: 'above 2' })
    expect(low).toBeLessThan(0.2)
    expect(high).toBeGreaterThan(2)
    expect(findingDomain({ value: NaN })).toEqual([0, 1])
  })
  it('start bars at zero', () => {
    expect(armsDomain([{ label: 'a', value: 2 }, { label: 'b', value: 5, off: 6 }])[0]).toBe(0)
    expect(armsDomain([{ label: 'a', value: -2 }])).toEqual([expect.any(Number), 0])
  })
})
