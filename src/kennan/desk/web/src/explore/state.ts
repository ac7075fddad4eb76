/** The page's state: where it begins, the plan that it stands for, the link that it goes into, all without side effects. */
import { Reader } from '../lib/link'
import { explore as words } from '../lib/strings/explore'
import type { Course, Extra, Lever, PlanAsked, Points, Registers, ShippedPolicy, State } from './types'

export const VERSION = 1
export const YEARS = [1, 75] as const
export const SEEDS = [0, 4_294_967_295] as const
export const FIRST = 1947
const MOST_POINTS = 60

export function begin(base = 'containment'): State {
  return { base, levers: {}, head: null, extra: {}, years: 45, seed: 47, parameters: 'drawn', set: {}, off: [], hindsight: false }
}

export function policyOf(registers: Registers, name: string): ShippedPolicy {
  return registers.policies.find((one) => one.name === name) ?? registers.policies[0]!
}

/** The course of a lever in a state. */
export function courseOf(state: State, registers: Registers, lever: string): Course {
  const own = state.levers[lever]
  if (own !== undefined) return own
  const shipped = policyOf(registers, state.base).levers[lever]
  return (shipped as Course | undefined) ?? registers.levers.find((one) => one.name === lever)?.default ?? 0
}

export const WEIGHTS = ['follow', 'perimeter', 'offensive']

/** Whether counterforce goes nowhere at some time: the three weights are all 0 there. */
export function nowhere(state: State, registers: Registers): boolean {
  const courses = WEIGHTS.map((name) => courseOf(state, registers, name))
  const years = courses.flatMap((one) => (typeof one === 'number' ? [FIRST] : one.map(([year]) => year)))
  return years.some((year) => courses.every((one) => valueAt(one, year) <= 0))
}

/** The value at the start of a course. */
export function startOf(course: Course): number {
  return typeof course === 'number' ? course : (course[0]?.[1] ?? 0)
}

/** The value of a course in a year. */
export function valueAt(course: Course, year: number): number {
  if (typeof course === 'number') return course
  const after = course.findIndex(([when]) => when > year)
  if (after === 0) return course[0]![1]
  if (after === -1) return course.at(-1)![1]
  const [y0, v0] = course[after - 1]!
  const [y1, v1] = course[after]!
  return v0 + ((year - y0) / (y1 - y0)) * (v1 - v0)
}

function same(a: Course, b: Course): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The state with a lever set; set back to the policy's own value, it is a change no longer. */
export function withLever(state: State, registers: Registers, lever: string, course: Course): State {
  const shipped = policyOf(registers, state.base).levers[lever] as Course | undefined
  const levers = { ...state.levers }
  if (shipped !== undefined && same(shipped, course)) delete levers[lever]
  else levers[lever] = course
  return { ...state, levers }
}

/** The state with another policy to begin from; luck and numbers stay. */
export function withPolicy(state: State, registers: Registers, name: string): State {
  const wasHindsight = policyOf(registers, state.base).hindsight
  const hindsight = policyOf(registers, name).hindsight || (state.hindsight && !wasHindsight)
  return { ...state, base: name, levers: {}, head: null, extra: {}, hindsight }
}

/** Whether the policy is another one than the shipped one that it begins from. */
export function isChanged(state: State): boolean {
  return Object.keys(state.levers).length > 0 || Object.keys(state.extra).length > 0 || state.head !== null
}

export function titleOf(state: State, registers: Registers): string {
  const shipped = policyOf(registers, state.base)
  return state.head?.title ?? (isChanged(state) ? words.changed(shipped.title) : shipped.title)
}

/** The plan that a state stands for: a shipped policy by its name, any other in the layout of its file. */
export function planOf(state: State, registers: Registers): PlanAsked {
  const shipped = policyOf(registers, state.base)
  const numbers = {
    scenario: registers.scenario,
    years: state.years,
    seed: state.seed,
    parameters: state.parameters,
    set: state.set,
    off: state.off,
    with_hindsight: state.hindsight,
  }
  if (!isChanged(state)) return { ...numbers, policy: state.base }
  const head = state.head ?? { name: `${state.base} changed`, title: titleOf(state, registers), sentence: words.ownSentence(shipped.title) }
  return {
    ...numbers,
    policy: {
      policy: { ...head, passages: shipped.passages, hindsight: shipped.hindsight, author: 'a reader', source: 'set on the page' },
      levers: { ...shipped.levers, ...state.levers },
      rules: state.extra.rules ?? shipped.rules,
      ...(state.extra.by_hand ? { by_hand: state.extra.by_hand } : {}),
      ...(state.extra.then ? { then: state.extra.then } : {}),
    },
  }
}

/** A policy file's tables as the server gives them back. */
interface Tables {
  policy: { name: string; title: string; sentence: string; hindsight: boolean }
  levers: Record<string, Points>
  rules: unknown[]
  by_hand?: Record<string, unknown>
  then?: unknown[]
}

/** The state of a plan that was read from a file. */
export function fromPlan(plan: Record<string, unknown>, registers: Registers): State {
  const tables = plan['policy'] as Tables
  const levers = Object.fromEntries(
    Object.entries(tables.levers).map(([name, points]) => [name, points.length === 1 ? points[0]![1] : points]),
  )
  const luck = {
    years: plan['years'] as number,
    seed: plan['seed'] as number,
    parameters: plan['parameters'] as State['parameters'],
    set: plan['set'] as Record<string, number>,
    off: plan['off'] as string[],
    hindsight: plan['with_hindsight'] as boolean,
  }
  const shipped = registers.policies.find((one) => one.name === tables.policy.name)
  const extra: Extra = {
    ...(tables.by_hand ? { by_hand: tables.by_hand } : {}),
    ...(tables.then ? { then: tables.then } : {}),
  }
  const known = shipped && same(shipped.rules as never, tables.rules as never) && Object.keys(extra).length === 0
  if (shipped && known && Object.entries(levers).every(([name, course]) => same(shipped.levers[name] as Course, course as Course)))
    return { ...begin(shipped.name), ...luck }
  const base = tables.policy.hindsight ? 'historical' : 'containment'
  const { name, title, sentence } = tables.policy
  return { ...begin(base), ...luck, levers, head: { name, title, sentence }, extra: { ...extra, rules: tables.rules } }
}

// ---- links

/** What a link holds beside the state. */
export interface Shown {
  pinned: State | null
  world: number | null
  at: number | null
}

export function toLink(state: State, shown: Shown, engine: string): unknown {
  return { v: VERSION, e: engine, ...compact(state), ...(shown.pinned ? { pin: compact(shown.pinned) } : {}), ...(shown.world === null ? {} : { w: shown.world }), ...(shown.at === null ? {} : { at: shown.at }) }
}

/** A state without what stands at its usual value. */
function compact(state: State): Record<string, unknown> {
  const usual = begin()
  return {
    b: state.base,
    ...(Object.keys(state.levers).length ? { l: state.levers } : {}),
    ...(state.head ? { h: state.head } : {}),
    ...(Object.keys(state.extra).length ? { x: state.extra } : {}),
    ...(state.years !== usual.years ? { y: state.years } : {}),
    ...(state.seed !== usual.seed ? { s: state.seed } : {}),
    ...(state.parameters !== usual.parameters ? { p: state.parameters } : {}),
    ...(Object.keys(state.set).length ? { t: state.set } : {}),
    ...(state.off.length ? { o: state.off } : {}),
    ...(state.hindsight ? { d: 1 } : {}),
  }
}

/** What a link says, clamped to what is possible; what did not fit stands in `complaints`. */
export function fromLink(value: unknown, registers: Registers): { state: State; shown: Shown; complaints: string[] } {
  const link = new Reader(value)
  const state = readState(link, registers)
  const pinned = link.has('pin') ? readState(link.inner('pin'), registers) : null
  const world = link.has('w') ? link.whole('w', 0, 999, 0, words.oneNumber) : null
  const at = link.has('at') ? link.whole('at', 0, 4 * state.years, 60, words.time) : null
  const engine = link.text('e', 20)
  if (engine && engine !== registers.engine) link.complaints.push(words.linkVersion(engine, registers.engine))
  return { state, shown: { pinned, world, at }, complaints: link.complaints }
}

function readState(link: Reader, registers: Registers): State {
  const usual = begin()
  const base = link.choice('b', registers.policies.map((one) => one.name), usual.base, words.preset)
  const inner = link.inner('l')
  const levers: Record<string, Course> = {}
  for (const name of inner.names()) {
    const lever = registers.levers.find((one) => one.name === name)
    if (lever) levers[name] = readCourse(inner, lever)
    else link.complaints.push(`${name}: there is no such lever; it is left out.`)
  }
  const given = link.inner('t')
  const set = Object.fromEntries(given.names().slice(0, 600).map((name) => [name, given.number(name, -1e9, 1e9, 0, name)]))
  const head = link.has('h') ? link.inner('h') : null
  const extra = link.inner('x')
  return {
    base,
    levers,
    head: head ? { name: head.text('name', 60) || 'mine', title: head.text('title') || words.own, sentence: head.text('sentence', 2000) } : null,
    extra: {
      ...(extra.has('rules') ? { rules: extra.list('rules', 100) } : {}),
      ...(extra.has('by_hand') ? { by_hand: plainObject(extra, 'by_hand') } : {}),
      ...(extra.has('then') ? { then: extra.list('then', 50) } : {}),
    },
    years: link.whole('y', ...YEARS, usual.years, words.years),
    seed: link.whole('s', ...SEEDS, usual.seed, words.seed),
    parameters: readParameters(link),
    set,
    off: link.choices('o', registers.mechanisms.map((one) => one.name), words.mechanisms),
    hindsight: link.whole('d', 0, 1, 0, words.hindsight) === 1 || policyOf(registers, base).hindsight,
  }
}

function readCourse(inner: Reader, lever: Lever): Course {
  const label = words.levers[lever.name] ?? lever.name
  const points = inner.list(lever.name, MOST_POINTS)
  if (!points.length) return inner.number(lever.name, lever.low, lever.high, lever.default, label)
  const good: Points = []
  for (const point of points) {
    const [year, value] = Array.isArray(point) ? (point as unknown[]) : []
    if (typeof year !== 'number' || typeof value !== 'number' || !Number.isFinite(year) || !Number.isFinite(value)) continue
    if (year < 1 || year > 9999 || (good.length && year <= good.at(-1)![0])) continue
    good.push([year, Math.min(lever.high, Math.max(lever.low, value))])
  }
  if (good.length < points.length || good.some(([, value], i) => value !== (points[i] as number[])[1]))
    inner.complaints.push(`${label}: the schedule in the link does not fit everywhere; the nearest that is possible is taken.`)
  return good.length > 1 ? good : (good[0]?.[1] ?? lever.default)
}

function readParameters(link: Reader): State['parameters'] {
  if (!link.has('p')) return 'drawn'
  const plain = link.text('p', 20)
  if (plain === 'drawn' || plain === 'median') return plain
  const given = link.inner('p')
  const names = given.names().slice(0, 600)
  return names.length ? Object.fromEntries(names.map((name) => [name, given.number(name, -1e9, 1e9, 0, name)])) : 'drawn'
}

function plainObject(reader: Reader, name: string): Record<string, unknown> {
  const inner = reader.inner(name) as unknown as { fields: Record<string, unknown> }
  return inner.fields
}
