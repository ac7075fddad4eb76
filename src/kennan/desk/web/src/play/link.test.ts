import { describe, expect, it } from 'vitest'
import { encode } from '../lib/link'
import { fromLink, nameOf, toLink } from './link'
import type { Choice, Game } from './types'

const game: Game = { v: 1, side: 'moscow', seed: 2147483647, world: 999, opponent: 'containment', length: 'full', choices: [0, 0, [[3, 2, 2, 2, 1, 1], [20, 3, 21, 2], [20, 2]], 0] }

describe('a game as a link', () => {
  it('comes back as it was', () => {
    expect(fromLink(toLink(game))).toEqual({ game, complaint: '' })
    expect(fromLink(toLink({ ...game, choices: [] })).game?.choices).toEqual([])
  })
  it('is short where nothing is decided, and fits a class’s hand-in where everything is', () => {
    expect(toLink({ ...game, choices: Array<Choice>(60).fill(0) }).length).toBeLessThan(80)
    const busy: Choice = [[5, 6, 2, 1, 4, 1, 1, 0], [10, 1, 11, 1, 12, 1, 13, 1, 14, 1, 15, 1, 16, 1, 17, 1], [20, 2, 21, 2]]
    expect(toLink({ ...game, choices: Array<Choice>(60).fill(busy) }).length).toBeLessThan(16_000)
  })
  it('says in words what is wrong with a bad one', () => {
    for (const text of ['', '!!', 'abc', encode({ a: 1 }), encode('x')]) expect(fromLink(text)).toMatchObject({ game: null, complaint: expect.stringContaining('cannot be read') })
    expect(fromLink(encode([2, 0, 1, 1, 'model', 0, []])).complaint).toContain('version 2')
    const bad: unknown[] = [
      [1, 2, 1, 1, 'model', 0, []],
      [1, 0, -1, 1, 'model', 0, []],
      [1, 0, 1, 1000, 'model', 0, []],
      [1, 0, 1, 1, 'm'.repeat(61), 0, []],
      [1, 0, 1, 1, 'model', 0, [-61]],
      [1, 0, 1, 1, 'model', 0, [-40, -40]],
      [1, 0, 1, 1, 'model', 0, [1]],
      [1, 0, 1, 1, 'model', 0, [[[1], [2], [{}]]]],
      [1, 0, 1, 1, 'model', 0, [], 'more'],
      [1, 0, 1.5, 1, 'model', 0, []],
    ]
    for (const value of bad) expect(fromLink(encode(value)), JSON.stringify(value)).toMatchObject({ game: null, complaint: expect.stringContaining('damaged') })
  })
  it('names one game from its first quarter to its last', () => {
    expect(nameOf(game)).toBe(nameOf({ ...game, choices: [] }))
  })
})
