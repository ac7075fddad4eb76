import { describe, expect, it } from 'vitest'
import { figures, gameLink, median, openLink, sidesOf, stateOf, typedCode, worldOf, type Assignment, type Student } from './work'

const game: Assignment = { kind: 'game', side: 'open', length: 'short', seed: 47, world: 998, luck: 'own', link: '', note: '', question: '' }

describe('what is set', () => {
  it('gives everyone the same world, or the next one for each', () => {
    expect(worldOf({ ...game, luck: 'same' }, 5)).toBe(998)
    expect([0, 1, 2].map((seat) => worldOf(game, seat))).toEqual([998, 999, 0])
  })

  it('makes the address that begins the game', () => {
    expect(gameLink(game, 1, 'open')).toBe('#/play?side=open&seed=47&world=999&length=short&class=1')
    expect(sidesOf({ ...game, side: 'either' })).toEqual(['open', 'closed'])
  })

  it('reads a pasted address of the exploring page, and nothing else', () => {
    expect(stateOf(' http://192.168.1.4:1947/#/explore?s=eyJ2IjoxfQ ')).toBe('eyJ2IjoxfQ')
    expect(stateOf('eyJ2IjoxfQ')).toBe('eyJ2IjoxfQ')
    for (const bad of ['', 'javascript:alert(1)', 'http://x/#/explore?s=<b>', 'http://x/#/play?g=abc', 'http://x/#/explore']) expect(stateOf(bad)).toBeNull()
  })
})

describe('a code', () => {
  it('is put right while it is typed', () => {
    expect(typedCode('7k3mq9tx')).toBe('7K3M-Q9TX')
    expect(typedCode('oil0 1u23!')).toBe('0110-123')
    expect(typedCode('7K3M-Q9TX-and more')).toBe('7K3M-Q9TX')
  })
})

const student = (id: number, value?: number): Student => ({
  id,
  seat: id,
  name: `s${id}`,
  answer: '',
  answered: null,
  joined: '',
  works:
    value === undefined
      ? []
      : [
          {
            attempt: 'a',
            kind: 'game',
            link: 'x',
            quarter: 1,
            over: false,
            posted: '',
            posts: 1,
            checked: 'none',
            why: '',
            summary: { standing: [{ name: 'orbit', label: 'In the orbit', value, unit: 'of 100' }], headline: '', side: null, quarters: 20, ending: null, shares: null },
          },
        ],
})

describe('the class', () => {
  it('gathers the figures of those who have begun', () => {
    const [orbit] = figures([student(1, 3), student(2), student(3, 9)])
    expect(orbit!.values.map((one) => one.value)).toEqual([3, 9])
  })

  it('finds the middle', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
  })

  it('opens work by what it is', () => {
    expect(openLink({ kind: 'game', link: 'ab_-' })).toBe('#/play?g=ab_-')
    expect(openLink({ kind: 'plan', link: 'ab_-' })).toBe('#/explore?s=ab_-')
  })
})
