import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decode, encode } from '../lib/link'
import { explore as words } from '../lib/strings/explore'
import { History } from './history.svelte'
import { meaning } from './meaning'
import { plainly, said } from './said'
import { See } from './see.svelte'
import { begin, fromLink, fromPlan, isChanged, nowhere, planOf, titleOf, toLink, valueAt, withLever, withPolicy } from './state'
import type { PlanHeld, Registers, State } from './types'

const lever = (name: string, fallback: number, high = 1) => ({ name, unit: '', low: 0, high, default: fallback, sentence: '', passages: [] })
const rule = { lever: 'level', reads: 'orbit', when: 'above' as const, reference: 0, gain: 1 }
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
  by_hand: {},
  then: [],
})
const registers = {
  engine: '2',
  scenario: 'x-1947',
  usual: 'containment',
  levers: [lever('level', 0.75, 1.5), lever('tone', 0.1), lever('follow', 1), lever('perimeter', 0), lever('offensive', 0)],
  policies: [
    policy('containment', {}),
    policy('historical', { level: [[1947, 0.3], [1950, 0.9], [1960, 0.5]] }, true),
    policy('withdrawal', { level: [[1947, 0.5], [1951, 0.08]] }),
  ],
  brought: [],
  mechanisms: ['patience', 'bandwagon'].map((name) => ({ name, file: 'x', sentence: '', passages: [] })),
  passages: ['II.9', 'III.1'].map((id) => ({ id, paraphrase: '' })),
  theatres: [{ code: 'GRE', name: 'Greece' }],
} as unknown as Registers

const head = { name: 'mine', title: 'Mine', sentence: 'so', author: 'me', source: 'a book', passages: ['II.9'], hindsight: false }
const shown = { pinned: null, world: null, at: null }
const trip = (state: State, more = shown) => fromLink(decode(encode(toLink(state, more as never, registers))), registers)

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
      seed: '9223372036854775807',
      parameters: 'median',
      set: { afterglow: 0.4 },
      off: ['patience'],
      hindsight: true,
    }
    const found = trip(state, { pinned: begin(), world: 12, at: 40 } as never)
    expect(found.complaints).toEqual([])
    expect(found.state).toEqual(state)
    expect(found.shown).toEqual({ pinned: begin(), world: 12, at: 40, theatre: null, difference: false })
  })
  it('bring back how it was shown', () => {
    const see = new See()
    Object.assign(see, { record: false, more: true, tab: 'tiles', colours: 'difference', bars: true, large: true, assumptions: true })
    const found = trip(begin(), { pinned: begin('withdrawal'), world: null, at: null, theatre: 'GRE', difference: true, see: see.written() } as never)
    expect(found.shown).toMatchObject({ theatre: 'GRE', difference: true })
    const again = new See()
    again.read(found.see)
    expect(again.written()).toEqual(see.written())
    expect(new See().written()).toEqual({})
    expect(found.complaints).toEqual([])
    expect(fromLink({ b: 'containment', th: 'NOPE', see: { t: 'globe' } }, registers).complaints.length).toBe(1)
  })
  it('keep what came with a file', () => {
    const state: State = { ...begin(), levers: { level: 0.2 }, head, extra: { rules: [rule], by_hand: { pressing: 2 } } }
    expect(trip(state).state).toEqual(state)
  })
  it('are short where little was changed', () => {
    expect(encode(toLink(begin(), shown, registers)).length).toBeLessThan(60)
  })
  it('are clamped, in words', () => {
    const bad = { v: 1, b: 'nope', l: { level: 99, tone: 'loud', gone: 1, follow: [[1950, 5], [1940, 1], 'x'] }, y: 1e9, s: -4, o: ['patience', 'nope'], w: 1e6, at: -3 }
    const { state, shown: seen, complaints } = fromLink(bad, registers)
    expect(state.levers).toEqual({ level: 1.5, tone: 0.1, follow: 1 })
    expect([state.base, state.years, state.seed]).toEqual(['containment', 75, '47'])
    expect(state.off).toEqual(['patience'])
    expect([seen.world, seen.at]).toEqual([999, 0])
    expect(complaints.length).toBeGreaterThanOrEqual(8)
    expect(complaints.every((one) => one.includes(':'))).toBe(true)
  })
  it('say of every part that has a wrong name, type or shape, and take the rest', () => {
    const good = { b: 'withdrawal', y: 30 }
    const bad: Record<string, unknown>[] = [
      { nonsense: 1 },
      { v: 2 },
      { v: 'x' },
      { e: 3 },
      { b: 3 },
      { l: [1] },
      { l: { gone: 1 } },
      { l: { tone: 'loud' } },
      { l: { tone: [] } },
      { l: { tone: { a: 1 } } },
      { l: { tone: [[1950, 0.2], [1950, 0.3]] } },
      { t: 'patience' },
      { t: { afterglow: 'much' } },
      { t: { afterglow: null } },
      { p: 3 },
      { p: 'lucky' },
      { p: { afterglow: [] } },
      { o: 'patience' },
      { o: { patience: 1 } },
      { o: ['nope'] },
      { o: ['patience', 'patience'] },
      { y: '30' },
      { y: 30.5 },
      { s: 9007199254740993 }, // rounded before it was written: nobody knows what it was
      { s: '9223372036854775808' },
      { s: -1 },
      { s: '1e3' },
      { d: 2 },
      { d: true },
      { h: 'mine' },
      { h: { name: 1 } },
      { h: { passages: ['X.1'] } },
      { h: { colour: 'red' } },
      { x: [] },
      { x: { rules: {} } },
      { x: { by_hand: [] } },
      { x: { then: 'charm' } },
      { x: { more: 1 } },
      { pin: 3 },
      { pin: { b: 'nope' } },
      { pin: { w: 1, b: 'containment' } },
      { w: 'x' },
      { w: 1.5 },
      { at: null },
    ]
    for (const part of bad) {
      const { state, complaints } = fromLink({ ...good, ...part }, registers)
      expect(complaints.length, JSON.stringify(part)).toBeGreaterThan(0)
      expect(() => toLink(state, shown, registers)).not.toThrow()
      if (!('y' in part)) expect(state.years, JSON.stringify(part)).toBe(30)
      expect(state.set).toEqual({})
      expect(state.parameters).toBe('drawn')
    }
  })
  it('that the page makes itself come back as they were, without a complaint', () => {
    let draw = 1
    const chance = () => ((draw = (Math.imul(draw, 1664525) + 1013904223) >>> 0), draw / 2 ** 32) // the same draws in every run
    const one = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)]!
    const maybe = <T>(value: () => T, other: T): T => (chance() < 0.5 ? value() : other)
    const words_ = ['mine', 'a "title" \\ of\nlines', 'Ω – ½ 🌍', '__proto__', ' ']
    const course = (high: number) => maybe<number | [number, number][]>(() => [...Array(2 + Math.floor(chance() * 90)).keys()].map((i) => [1947 + i + chance(), chance() * high]), chance() * high)
    const random = (): State => ({
      base: one(['containment', 'historical', 'withdrawal']),
      levers: Object.fromEntries(registers.levers.filter(() => chance() < 0.3).map((l) => [l.name, course(l.high)])),
      head: maybe(() => ({ name: one(words_), title: one(words_), sentence: one(words_).repeat(300), author: one(words_), source: one(words_), passages: maybe(() => ['III.1', 'II.9'], []), hindsight: chance() < 0.5 }), null),
      extra: { ...maybe<object>(() => ({ rules: Array(150).fill({ lever: 'level', gain: chance() }) }), {}), ...maybe<object>(() => ({ by_hand: { pressing: 2, attention: { GRE: [[1947, 2], [1950, 1]] } } }), {}), ...maybe<object>(() => ({ then: [{ from: '1953-03', policy: 'charm' }] }), {}) },
      years: 1 + Math.floor(chance() * 75),
      seed: maybe(() => String(BigInt(Math.floor(chance() * 2 ** 53)) * 1024n), '9223372036854775807'),
      parameters: one([ 'drawn', 'median', { afterglow: chance(), __proto__x: 1e-9 } ] as const) as State['parameters'],
      set: maybe(() => ({ 'start.menace': chance(), afterglow: 1e22 * chance() }), {} as Record<string, number>),
      off: maybe(() => ['bandwagon', 'patience'], [] as string[]),
      hindsight: chance() < 0.5,
    })
    for (let i = 0; i < 300; i++) {
      const state = random()
      const pinned = maybe<State | null>(random, null)
      const at = maybe<number | null>(() => Math.floor(chance() * 300), null)
      const world = maybe<number | null>(() => Math.floor(chance() * 1000), null)
      const theatre = maybe<string | null>(() => 'GRE', null)
      const difference = pinned !== null && chance() < 0.5
      const found = trip(state, { pinned, world, at, theatre, difference } as never)
      expect(found.complaints).toEqual([])
      expect(found.state).toEqual(state)
      expect(found.shown).toEqual({ pinned, world, at: at === null ? null : Math.min(at, 4 * state.years), theatre, difference })
    }
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
  const tables = (name: string, level: unknown, said = 'S'): PlanHeld => ({
    scenario: 'x-1947',
    policy: { policy: { name, title: name.charAt(0).toUpperCase() + name.slice(1), sentence: said, author: said && 'A', source: said && 'B', passages: ['II.9'], hindsight: false }, levers: Object.fromEntries(Object.entries({ ...levers, level }).map(([k, v]) => [k, Array.isArray(v) ? v : [[1947, v]]])), rules: [] },
    years: 45,
    seed: '47',
    parameters: 'drawn',
    set: {},
    off: [],
    with_hindsight: false,
  })
  it('of a shipped policy are that policy', () => {
    expect(fromPlan(tables('containment', 0.75, ''), registers)).toEqual(begin())
  })
  it('of one’s own policy keep its name', () => {
    const state = fromPlan(tables('mine', [[1947, 0.1], [1950, 0.2]]), registers)
    expect(titleOf(state, registers)).toBe('Mine')
    expect(planOf(state, registers).policy).toMatchObject({ policy: { name: 'mine', author: 'A', source: 'B', sentence: 'S', passages: ['II.9'] } })
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
