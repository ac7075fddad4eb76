import { expect, it } from 'vitest'
import { OUTCOMES } from '../charts'
import type { RunData } from './data'
import { difference } from './tables'

it('a star says which differences are clear of 0', () => {
  const even = Object.fromEntries(OUTCOMES.map((o) => [o, [1 / OUTCOMES.length, 0, 1]]))
  const bounds = [[0.01, 0.2], [-0.2, -0.01], [-0.1, 0.1], [0, 0.1], [-0.1, 0], [0, 0]]
  const to = Object.fromEntries(OUTCOMES.map((o, i) => [o, [0, ...bounds[i]!]]))
  const run = { outcomes: { a: even, b: even }, differences: { a: { b: to } } } as unknown as RunData
  expect(difference(run, 'b', 'a').map((cell) => cell.big.endsWith('*'))).toEqual([true, true, false, false, false, false])
})
