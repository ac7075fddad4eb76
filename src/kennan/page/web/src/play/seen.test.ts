import { describe, expect, it } from 'vitest'
import { fullBar, mattering, sayTheatre, share } from './seen'
import type { TheatreRule, TheatreSeen } from './types'

const theatre = (index: number, more: Partial<TheatreSeen> = {}): TheatreSeen => ({
  index, orbit: false, crisis: 0, crisis_words: '', since: null, effort: 0, effort_low: 0, effort_high: 0, force: 0, influence: 0.2, openness: null, points: 0, stance: null, words: 'Quiet.', ...more,
})
const rule = { index: 0, code: 'GRE', name: 'Greece' } as TheatreRule

describe('what is said of a theatre', () => {
  it('says pressure with its error to Washington', () => {
    expect(sayTheatre(rule, theatre(0, { effort: 0.1, effort_low: 0.04, effort_high: 0.2, force: 0.05, crisis: 2, crisis_words: 'a sharp crisis' }), 'open', 3)).toBe(
      'Greece: Quiet; pressure seen 10 (4 to 20); your force 5; a sharp crisis; 3 points.',
    )
  })
  it('says nothing of a force that Moscow does not see', () => {
    const said = sayTheatre(rule, theatre(0, { effort: 0.1, effort_low: 0.1, effort_high: 0.1, force: null, openness: 0.75 }), 'closed', 0)
    expect(said).toBe('Greece: Quiet; your pressure 10; shut by force 25 of 100, as judged at the last review.')
  })
})

describe('bars and order', () => {
  it('are not flattened by one hot place', () => {
    expect(fullBar([theatre(0, { effort: 9 }), theatre(1, { effort: 2 }), theatre(2, { effort: 1 })])).toBe(1)
    expect(share(9, 1)).toBe(1)
    expect(share(null, 1)).toBe(0)
  })
  it('put crises first, then points, then pressure, and leave none with points out', () => {
    const many = Array.from({ length: 20 }, (_, i) => theatre(i, { effort: 0.01 * (i + 1) }))
    many[3]!.crisis = 1
    const points = Object.fromEntries([0, 1, 2, 4, 5, 6, 7, 8].map((i) => [i, 1]))
    const order = mattering(many, { settings: [], places: points, stands: {} })
    expect(order[0]).toBe(3)
    for (const index of Object.keys(points)) expect(order).toContain(Number(index))
  })
})
