import { describe, expect, it } from 'vitest'
import { inYear, MOST, without, withPoint, withValue } from './schedule'
import { valueAt } from './state'
import type { Points } from './types'

const three: Points = [[1947, 0.2], [1951, 1], [1971, 0.4]]

describe('a schedule that is edited', () => {
  it('gets a point in its widest gap, on the line that is there', () => {
    const more = withPoint(three, 1992) as Points
    expect(more).toEqual([[1947, 0.2], [1951, 1], [1971, 0.4], [1982, 0.4]])
    expect(withPoint(three, 1980)).toEqual([[1947, 0.2], [1951, 1], [1961, 0.7], [1971, 0.4]])
    for (let year = 1947; year < 1992; year++) expect(valueAt(more, year)).toBeCloseTo(valueAt(three, year), 9)
  })
  it('stays in order, with a month between two points, however often one is added', () => {
    let points = three
    for (let n = 0; n < 80; n++) points = withPoint(points, 1992) as Points
    expect(points).toHaveLength(MOST)
    for (let i = 1; i < points.length; i++) expect(points[i]![0] - points[i - 1]![0]).toBeGreaterThan(0.08)
  })
  it('loses a point, and is a constant with one left', () => {
    expect(without(three, 1)).toEqual([[1947, 0.2], [1971, 0.4]])
    expect(without(without(three, 0) as Points, 0)).toBe(0.4)
  })
  it('lets a point pass its neighbours, and says where it went', () => {
    expect(inYear(three, 0, 1960)).toEqual({ course: [[1951, 1], [1960, 0.2], [1971, 0.4]], at: 1 })
    expect(inYear(three, 2, 1900)).toEqual({ course: [[1947, 0.2], [1947 + 1 / 12, 0.4], [1951, 1]], at: 1 })
    expect(inYear(three, 0, 2500).at).toBe(2)
    expect(inYear(three, 1, 1971)).toEqual({ course: [[1947, 0.2], [1971, 0.4], [1971 + 1 / 12, 1]], at: 2 })
  })
  it('takes another value at a point', () => {
    expect(withValue(three, 1, 0.3)).toEqual([[1947, 0.2], [1951, 0.3], [1971, 0.4]])
    expect(three[1]).toEqual([1951, 1])
  })
})
