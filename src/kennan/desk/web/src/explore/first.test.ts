import { expect, test } from 'vitest'
import { laidOver } from './first'
import type { Simulated } from './types'

const bands = (values: number[]) => ({ q05: values, q25: values, q50: values, q75: values, q95: values })
const made = (value: number, steps: number, years: number, worlds: number): Simulated =>
  ({
    about: { digest: `${value}`, kennan: '', engine: '', seed: 47, worlds, policy: `p${value}`, ms: value },
    series: { orbit: bands(Array(steps).fill(value)) },
    chances: { general_war: bands(Array(steps).fill(value)) },
    outcomes: { mellowing: { in_hundred: value, share: 0, low: 0, high: 0 } },
    standing: { mellowing: Array(years).fill(value) },
    ever: {},
    theatres: { orbit: Array(years).fill([value]), effort: [], counterforce: [] },
    world: null,
  }) as unknown as Simulated

test('a first look begins the course anew and leaves its end as it stood', () => {
  const found = laidOver(made(1, 5, 2, 128), made(2, 9, 3, 1000))
  expect(found.series.orbit?.q50).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2])
  expect(found.chances.general_war?.q95).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2])
  expect(found.standing.mellowing).toEqual([1, 1, 2])
  expect(found.theatres.orbit).toEqual([[1], [1], [2]])
  expect(found.outcomes.mellowing?.in_hundred).toBe(2)
  expect([found.about.worlds, found.about.policy]).toEqual([128, 'p1'])
})
