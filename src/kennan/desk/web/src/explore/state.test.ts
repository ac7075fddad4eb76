import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decode, encode } from '../lib/link'
import { explore as words } from '../lib/strings/explore'
import { History } from './history.svelte'
import { meaning } from './meaning'
import { plainly, said } from './said'
import { begin, fromLink, fromPlan, isChanged, nowhere, planOf, titleOf, toLink, valueAt, withLever, withPolicy } from './state'
import type { Registers, State } from './types'

const lever = (name: string, fallback: number, high = 1) => ({ name, unit: '', low: 0, high, default: fallback, sentence: '', passages: [] })
const levers = { level: 0.75, tone: 0.1, follow: 1, perimeter: 0, offensive: 0 }
const policy = (name: string, own: Record<string, unknown>, hindsight = false) => ({
  name,
  title: name.charAt(0).toUpperCase() + name.slice(1),
  sentence: '',
  author: '',
  source: '',
  passages: ['II.9'],
  hindsight,
  levers: { ...levers, ...own },
  rules: [],
})
const registers = {
  engine: '2',
  scenario: 'x-1947',
  levers: [lever('level', 0.75, 1.5), lever('tone', 0.1), lever('follow', 1), lever('perimeter', 0), lever('offensive', 0)],
  policies: [
    policy('containment', {}),
    policy('historical', { level: [[1947, 0.3], [1950, 0.9], [1960, 0.5]] }, true),
    policy('withdrawal', { level: [[1947, 0.5], [1951, 0.08]] }),
  ],
  mechanisms: [{ name: 'patience', file: 'x', sentence: '', passages: [] }],
} as unknown as Registers

const shown = { pinned: null, world: null, at: null }
const trip = (state: State, more = shown) => fromLink(decode(encode(toLink(state, more as never, '2'))), registers)

describe('the plan of a state', () => {
  it('names a shipped policy, and gives any other in full', () => {
    expect(planOf(begin(), registers).policy).toBe('containment')
    const changed = withLever(begin(), registers, 'level', 0.4)
    const plan = planOf(changed, registers).policy as { levers: Record<string, number>; policy: { name: string } }
    expect(plan.levers).toEqual({ ...levers, level: 0.4 })
    expect(plan.policy.name).toMatch(/^[\w .-]{1,60}$/)
  })
  it('knows that a lever was set back', () => {
    const there = withLever(begin(), registers, 'level', 0.4)
    expect(isChanged(there)).toBe(true)
    expect(withLever(there, registers, 'level', 0.75)).toEqual(begin())
  })
  it('lets hindsight in with a policy that needs it, and out again', () => {
    const there = withPolicy(begin(), registers, 'historical')
    expect(there.hindsight).toBe(true)
    expect(withPolicy(there, registers, 'containment').hindsight).toBe(false)
    expect(withPolicy({ ...begin(), hindsight: true }, registers, 'withdrawal').hindsight).toBe(true)
  })
  it('reads schedules as the engine does', () => {
    expect(valueAt([[1947, 0.5], [1951, 0.1]], 1949)).toBeCloseTo(0.3)
    expect(valueAt([[1947, 0.5], [1951, 0.1]], 1940)).toBe(0.5)
    expect(valueAt([[1947, 0.5], [1951, 0.1]], 1960)).toBe(0.1)
  })
  it('sees that counterforce would go nowhere, also later', () => {
    expect(nowhere(begin(), registers)).toBe(false)
    expect(nowhere(withLever(begin(), registers, 'follow', 0), registers)).toBe(true)
    expect(nowhere(withLever(begin(), registers, 'follow', [[1950, 1], [1955, 0]]), registers)).toBe(true)
  })
})

describe('links', () => {
  it('bring back everything', () => {
    const state: State = {
      ...withLever(begin('withdrawal'), registers, 'tone', [[1950, 0.2], [1960, 0.9]]),
      years: 30,
      seed: 5,
      parameters: 'median',
      set: { afterglow: 0.4 },
      off: ['patience'],
      hindsight: true,
    }
    const found = trip(state, { pinned: begin(), world: 12, at: 40 } as never)
    expect(found.complaints).toEqual([])
    expect(found.state).toEqual(state)
    expect(found.shown).toEqual({ pinned: begin(), world: 12, at: 40 })
  })
  it('keep what came with a file', () => {
    const state: State = { ...begin(), levers: { level: 0.2 }, head: { name: 'mine', title: 'Mine', sentence: 'so' }, extra: { rules: [{ lever: 'level' }], by_hand: { pressing: 2 } } }
    expect(trip(state).state).toEqual(state)
  })
  it('are short where little was changed', () => {
    expect(encode(toLink(begin(), shown, '2')).length).toBeLessThan(60)
  })
  it('are clamped, in words', () => {
    const bad = { v: 1, b: 'nope', l: { level: 99, tone: 'loud', gone: 1, follow: [[1950, 5], [1940, 1], 'x'] }, y: 1e9, s: -4, o: ['patience', 'nope'], w: 1e6, at: -3 }
    const { state, shown: seen, complaints } = fromLink(bad, registers)
    expect(state.levers).toEqual({ level: 1.5, tone: 0.1, follow: 1 })
    expect([state.base, state.years, state.seed]).toEqual(['containment', 75, 0])
    expect(state.off).toEqual(['patience'])
    expect([seen.world, seen.at]).toEqual([999, 0])
    expect(complaints.length).toBeGreaterThanOrEqual(8)
    expect(complaints.every((one) => one.includes(':'))).toBe(true)
  })
  it('that are nothing at all begin afresh', () => {
    for (const value of [null, 3, 'x', [], [1]]) {
      const found = fromLink(value, registers)
      expect(found.state).toEqual(begin())
      expect(found.complaints).toHaveLength(1)
    }
  })
  it('of another engine say so', () => {
    expect(fromLink({ v: 1, e: '1', b: 'containment' }, registers).complaints).toEqual([words.linkVersion('1', '2')])
  })
})

describe('files', () => {
  const tables = (name: string, level: unknown) => ({
    policy: { policy: { name, title: 'T', sentence: 'S', hindsight: false }, levers: Object.fromEntries(Object.entries({ ...levers, level }).map(([k, v]) => [k, Array.isArray(v) ? v : [[1947, v]]])), rules: [] },
    years: 45,
    seed: 47,
    parameters: 'drawn',
    set: {},
    off: [],
    with_hindsight: false,
  })
  it('of a shipped policy are that policy', () => {
    expect(fromPlan(tables('containment', 0.75), registers)).toEqual(begin())
  })
  it('of one’s own policy keep its name', () => {
    const state = fromPlan(tables('mine', [[1947, 0.1], [1950, 0.2]]), registers)
    expect(titleOf(state, registers)).toBe('T')
    expect(state.levers['level']).toEqual([[1947, 0.1], [1950, 0.2]])
    expect(trip(state).state).toEqual(state)
  })
})

describe('what a value means', () => {
  it('is said for every value of every lever', () => {
    for (const name of ['level', 'steady', 'tone', 'exit', 'temper', 'credulity', 'concession', 'care', 'information'])
      for (let v = 0; v <= 1.001; v += 0.01) expect(meaning(name, v), `${name} ${v}`).not.toBe('')
    expect(meaning('level', 1.5)).not.toBe('')
  })
  it('of a weight is its share among the three', () => {
    expect(meaning('offensive', 0.35, [0.65, 0, 0])).toBe(words.weightMeaning(0.35))
    expect(meaning('follow', 0, [0, 0, 0])).toBe('')
  })
})

describe('going back', () => {
  it('takes a hand’s way along a slider as one step', () => {
    let now = 0
    const history = new History('a', () => now)
    history.set('b', 'level')
    now = 100
    history.set('c', 'level')
    now = 200
    history.set('d', 'tone')
    now = 5000
    history.set('e', 'tone')
    for (const wanted of ['d', 'c', 'a']) {
      history.undo()
      expect(history.now).toBe(wanted)
    }
    expect(history.canUndo).toBe(false)
    history.redo()
    expect(history.now).toBe('c')
    history.set('x', 'level')
    expect(history.canRedo).toBe(false)
  })
})

describe('terms in the words', () => {
  it('are cut out, and can be taken away', () => {
    expect(said('In the [same luck|common random numbers], a [world].')).toEqual([
      { text: 'In the ' },
      { text: 'same luck', term: 'common random numbers' },
      { text: ', a ' },
      { text: 'world', term: 'world' },
      { text: '.' },
    ])
    expect(plainly('the [orbit] and [worlds|world]')).toBe('the orbit and worlds')
  })
  it('all stand in the glossary', () => {
    const glossary = readFileSync(new URL('../../../../article/terms.toml', import.meta.url), 'utf8')
    const known = new Set([...glossary.matchAll(/^term = "(.+)"$/gm)].map((one) => one[1]))
    const source = readFileSync(new URL('../lib/strings/explore.ts', import.meta.url), 'utf8')
    const terms = [...source.replace(/^\/\*\*.*$/m, '').matchAll(/['`][^'`\n]*['`]/g)].flatMap((one) => said(one[0]).flatMap((piece) => (piece.term && !piece.term.startsWith('data-') ? [piece.term] : [])))
    expect(terms.length).toBeGreaterThan(10)
    for (const term of terms) expect([...known], term).toContain(term)
  })
})
