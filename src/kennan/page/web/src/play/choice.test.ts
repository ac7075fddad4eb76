import { describe, expect, it } from 'vitest'
import { affordable, costOf, draftOf, draftOfRecord, missingForPoints, missingForStance, missingForStep, nearestStep, pointsOf, recordOf, withPoints, withStance, withStep } from './choice'
import type { Chosen, SideRules } from './types'

const steps = (cost: number[], points: number[] = []) => cost.map((c, i) => ({ label: `${i}`, value: i, cost: c, points: points[i] ?? 0 }))
const side = {
  purse: 5,
  points: 4,
  settings: [
    { name: 'force', group: 'means', neutral: 1, steps: steps([0, 2, 4, 6]) },
    { name: 'demands', group: 'means', neutral: 1, steps: steps([1, 0, -2]) },
    { name: 'renewal', group: 'home', neutral: 0, steps: steps([0, 0], [0, 2]) },
  ],
  stances: [{ points: 0 }, { points: 0 }, { points: 3 }],
  stance_neutral: 1,
} as unknown as SideRules
const standing: Chosen = { settings: [1, 1, 0], places: [7, 2], stands: [9, 2], cost: 2, points: 5 }

describe('a draft and its record', () => {
  it('repeats what stands as 0 only where no stand is taken: a stand is for one quarter', () => {
    const calm = { ...standing, stands: [] }
    expect(recordOf(draftOf(calm), calm)).toBe(0)
    expect(recordOf(draftOf(standing), standing)).toEqual([[1, 1, 0], [7, 2], [9, 2]])
    expect(recordOf(withStance(draftOf(standing), 9, 1, 1), standing)).toBe(0)
  })
  it('writes theatres in ascending order, whatever the order of placing', () => {
    const draft = withPoints(withPoints(draftOf({ ...standing, places: [], stands: [] }), 60, 1), 4, 2)
    expect(recordOf(draft, standing)).toEqual([[1, 1, 0], [4, 2, 60, 1], []])
    expect(recordOf(withPoints(draft, 60, 0), standing)).toEqual([[1, 1, 0], [4, 2], []])
  })
  it('reads a record back', () => {
    expect(draftOfRecord([[2, 0, 1], [3, 4], [5, 0]], standing)).toEqual({ settings: [2, 0, 1], places: { 3: 4 }, stands: { 5: 0 } })
    expect(draftOfRecord(0, standing)).toEqual(draftOf(standing))
  })
})

describe('what can be afforded', () => {
  const draft = draftOf({ ...standing, stands: [] })
  it('counts the purse, also where a step brings something', () => {
    expect(costOf(draft, side)).toBe(2)
    expect(costOf(withStep(draft, 1, 2), side)).toBe(0)
    expect(missingForStep(draft, side, 0, 3)).toEqual({ purse: 1, points: 0 })
    expect(missingForStep(withStep(draft, 1, 2), side, 0, 3)).toEqual({ purse: 0, points: 0 })
  })
  it('counts points of places, settings and stands together', () => {
    expect(pointsOf(withStance(withStep(draft, 2, 1), 9, 2, 1), side)).toBe(7)
    expect(affordable(missingForPoints(draft, side, 8, 2))).toBe(true)
    expect(missingForPoints(draft, side, 8, 3).points).toBe(1)
    expect(missingForStance(draft, side, 9, 2).points).toBe(1)
  })
  it('lands on the nearest step that can be paid', () => {
    expect(nearestStep(draft, side, 0, 3)).toBe(2)
    expect(nearestStep(draft, side, 0, 0)).toBe(0)
    expect(nearestStep(withStep(draft, 1, 0), side, 0, 3)).toBe(2)
  })
})
