import { describe, expect, it } from 'vitest'
import { encode } from '../lib/link'
import { fromLink, fromQuery, nameOf, toLink, VERSION } from './link'
import type { Choice, Game } from './types'

const game: Game = { v: 2, scenario: 'x-1947', side: 'closed', seed: 2147483647, world: 999, opponent: 'containment', length: 'full', choices: [0, 0, [[3, 2, 2, 2, 1, 1], [20, 3, 21, 2], [20, 2]], 0] }

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
    expect(fromLink(encode([1, 0, 1, 1, 'model', 0, []])).complaint).toContain('version 1')
    const bad: unknown[] = [
      [2, 2, 1, 1, 'model', 0, []],
      [2, 0, -1, 1, 'model', 0, []],
      [2, 0, 1, 1000, 'model', 0, []],
      [2, 0, 1, 1, 'm'.repeat(61), 0, []],
      [2, 0, 1, 1, 'model', 0, [-61]],
      [2, 0, 1, 1, 'model', 0, [-40, -40]],
      [2, 0, 1, 1, 'model', 0, [1]],
      [2, 0, 1, 1, 'model', 0, [[[1], [2], [{}]]]],
      [2, 0, 1, 1, 'model', 0, [], 'a scenario'],
      [2, 0, 1, 1, 'model', 0, [], 'ruritania', 'more'],
      [2, 0, 1.5, 1, 'model', 0, []],
    ]
    for (const value of bad) expect(fromLink(encode(value)), JSON.stringify(value)).toMatchObject({ game: null, complaint: expect.stringContaining('damaged') })
  })
  it('names one game from its first quarter to its last', () => {
    expect(nameOf(game)).toBe(nameOf({ ...game, choices: [] }))
  })
  it('comes back whatever was decided', () => {
    let draw = 7
    const below = (n: number) => Math.floor(((draw = (Math.imul(draw, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n) // the same in every run
    const pairs = (most: number) => [...Array(below(8)).keys()].flatMap((i) => [9 * i + below(9), 1 + below(most)])
    for (let i = 0; i < 200; i++) {
      const choices = [...Array(below(61))].map<Choice>(() => (below(3) ? 0 : [[...Array(8)].map(() => below(7)), pairs(9), pairs(3)]))
      const one: Game = { v: VERSION, scenario: below(2) ? 'x-1947' : 'ruritania', side: below(2) ? 'closed' : 'open', seed: below(2 ** 31), world: below(1000), opponent: 'containment', length: below(2) ? 'short' : 'full', choices }
      expect(fromLink(toLink(one))).toEqual({ game: one, complaint: '' })
    }
  })
})

describe('a game that a teacher has set', () => {
  const of = (text: string) => fromQuery(new URLSearchParams(text), { open: 'washington', closed: 'moscow' })
  it('is what the address says', () => {
    expect(of('side=moscow&seed=2147483647&world=0&length=full&class=1')).toEqual({ side: 'closed', length: 'full', opponent: null, seed: 2147483647, world: 0 })
    expect(of('side=washington&seed=5')).toEqual({ side: 'open', length: 'short', opponent: null, seed: 5, world: null })
  })
  it('may call a side by its role', () => {
    expect(of('side=closed&seed=5')?.side).toBe('closed')
  })
  it('is no other game where a part of it is wrong', () => {
    for (const bad of ['side=paris&seed=1', 'side=moscow&seed=x', 'side=moscow&seed=2147483648', 'side=moscow&seed=9007199254740993', 'side=moscow&seed=-1', 'side=moscow&seed=1.5', 'side=moscow&seed=1&world=1000', 'side=moscow&seed=1&length=long'])
      expect(of(bad), bad).toBe(null)
  })
})
