import { expect, test } from 'vitest'
import { bandsOf, runOf } from './known'
import { seriesOf, PLATES, type Laid } from './plates'
import type { Simulated } from './types'

const bands = (values: number[]) => ({ q05: values, q25: values, q50: values, q75: values, q95: values })
const made = (value: number, years: number, worlds: number): Simulated =>
  ({
    about: { digest: `${value}`, kennan: '', engine: '', seed: 47, worlds, years, policy: `p${value}`, ms: value },
    series: Object.fromEntries(PLATES.flatMap((p) => p.of).map((name) => [name, bands(Array(4 * years + 1).fill(value))])),
    chances: { grave_crisis: bands(Array(4 * years + 1).fill(value)), general_war: bands(Array(4 * years + 1).fill(value)) },
    outcomes: { mellowing: { in_hundred: value, share: 0, low: 0, high: 0 } },
    standing: { mellowing: Array(years + 1).fill(value) },
    ever: {},
    theatres: { orbit: Array(years + 1).fill([value]), effort: [], counterforce: [] },
    world: { number: 3, series: { orbit: Array(4 * years + 1).fill(value) } },
  }) as unknown as Simulated

const whole = made(2, 5, 1000)
const ahead = made(1, 2, 128)
const laid = (more: Partial<Laid>): Laid => ({ whole, ahead: null, pinned: null, compared: null, difference: false, record: null, ...more })

test('no line holds values of two runs', () => {
  for (const plate of PLATES)
    for (const series of seriesOf(plate, laid({ ahead }))) {
      for (const line of Object.values(series.bands)) expect(new Set(line), plate.key).toEqual(new Set([1]))
      for (const line of Object.values(series.former!)) expect(new Set(line), plate.key).toEqual(new Set([2]))
      expect([series.bands.q50.length, series.former!.q50.length]).toEqual([9, 21])
      expect(series.world).toBeNull() // the one world that is shown is of the run before
    }
})

test('a whole run is drawn alone, with its world', () => {
  const [orbit] = seriesOf(PLATES[0]!, laid({}))
  expect([orbit!.former, orbit!.bands.q50.length, orbit!.world!.length]).toEqual([null, 21, 21])
  expect(bandsOf({ whole, ahead: null }, 'chances', 'general_war').former).toBeNull()
})

test('the map of a year is of one run, and says when that is the run before', () => {
  expect([0, 2].map((year) => runOf({ whole, ahead }, year))).toEqual(Array(2).fill({ run: ahead, former: false }))
  expect(runOf({ whole, ahead }, 3)).toEqual({ run: whole, former: true })
  expect(runOf({ whole, ahead: null }, 3)).toEqual({ run: whole, former: false })
})
