/** The page's state: where it begins, the plan that it stands for, the link that it goes into, all without side effects. */
import { Reader } from '../lib/link'
import { served } from '../lib/served'
import { SEEDS, seedOf } from '../lib/seed'
import { explore as words } from '../lib/strings/explore'
import type { Course, Extra, Head, Lever, PlanAsked, PlanHeld, Points, Registers, ShippedPolicy, State } from './types'

export const VERSION = 1
export const YEARS = [1, 75] as const
/** The calendar year in which the worlds begin. */
export const startYear = (): number => served.year

export function begin(base = 'containment'): State {
  return { base, levers: {}, head: null, extra: {}, years: 45, seed: '47', parameters: 'drawn', set: {}, off: [], hindsight: false }
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
  const years = courses.flatMap((one) => (typeof one === 'number' ? [startYear()] : one.map(([year]) => year)))
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
  const hindsight = policyOf(registers, name).hindsight || (state.hindsight && !needsHindsight(state, registers))
  return { ...state, base: name, levers: {}, head: null, extra: {}, hindsight }
}

/** Whether the policy rests on what nobody could know at the start. */
function needsHindsight(state: { head: Head | null; base: string }, registers: Registers): boolean {
  return state.head?.hindsight ?? policyOf(registers, state.base).hindsight
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
  const head: Head = state.head ?? {
    name: `${state.base} changed`,
    title: titleOf(state, registers),
    sentence: words.ownSentence(shipped.title),
    author: 'a reader',
    source: 'set on the page',
    passages: shipped.passages,
    hindsight: shipped.hindsight,
  }
  return {
    ...numbers,
    policy: {
      policy: head,
      levers: { ...shipped.levers, ...state.levers },
      rules: state.extra.rules ?? shipped.rules,
      ...filled('by_hand', state.extra.by_hand ?? shipped.by_hand),
      ...filled('then', state.extra.then ?? shipped.then),
    },
  }
}

const filled = (key: string, value: object) => (Object.keys(value).length ? { [key]: value } : {})

/** The state of a plan that was read from a file. */
export function fromPlan(plan: PlanHeld, registers: Registers): State {
  const tables = plan.policy
  const levers = Object.fromEntries(
    Object.entries(tables.levers ?? {}).map(([name, course]) => [name, typeof course !== 'number' && course.length === 1 ? course[0]![1] : course]),
  )
  const { years, seed, parameters, set, off, with_hindsight: hindsightOn } = plan
  const luck = { years, seed, parameters, set, off, hindsight: hindsightOn }
  const shipped = registers.policies.find((one) => one.name === tables.policy.name)
  const more = { by_hand: tables.by_hand ?? {}, then: tables.then ?? [] }
  const { name, title, sentence, author, source, passages, hindsight } = tables.policy
  const head = { name, title, sentence, author, source, passages, hindsight } as Head
  const known = shipped && same(shipped.rules as never, tables.rules as never) && same(shipped.by_hand as never, more.by_hand as never) && same(shipped.then as never, more.then as never)
  const called = shipped && Object.entries(head).every(([key, said]) => same(shipped[key as keyof Head] as never, said as never))
  if (known && called && Object.entries(levers).every(([lever, course]) => same(shipped.levers[lever] as Course, course as Course)))
    return { ...begin(shipped.name), ...luck }
  const base = registers.policies.find((one) => one.name !== registers.usual && one.hindsight === hindsight && hindsight)?.name ?? registers.usual
  const parts: Extra = { ...filled('by_hand', more.by_hand), ...filled('then', more.then), rules: tables.rules }
  return { ...begin(base), ...luck, levers, head, extra: parts }
}

// ---- links

/** What a link holds beside the state. */
export interface Shown {
  pinned: State | null
  world: number | null
  at: number | null
  theatre?: string | null
  difference?: boolean
  /** How the page shows it, as `See` writes it. */
  see?: Record<string, unknown>
}

/** Every field of a link; those of how it is shown are the page's own. */
const FIELDS = ['v', 'e', 'pin', 'w', 'at', 'th', 'df', 'see']
const OF_STATE = ['b', 'l', 'h', 'x', 'y', 's', 'p', 't', 'o', 'd']

export function toLink(state: State, shown: Shown, registers: Registers): unknown {
  const at = shown.at === null ? null : Math.min(shown.at, 4 * state.years)
  return {
    v: VERSION,
    e: modelOf(registers),
    ...compact(state, registers),
    ...(shown.pinned ? { pin: compact(shown.pinned, registers) } : {}),
    ...(shown.world === null ? {} : { w: shown.world }),
    ...(at === null ? {} : { at }),
    ...(shown.theatre ? { th: shown.theatre } : {}),
    ...(shown.difference ? { df: 1 } : {}),
    ...(shown.see && Object.keys(shown.see).length ? { see: shown.see } : {}),
  }
}

/** What numbers follow from besides the state: the engine, and the mechanisms of somebody's own beside the article's. */
export function modelOf(registers: Registers): string {
  return [registers.engine, ...registers.brought.map((one) => one.name)].join(' with ')
}

/** A state without what stands at its usual value. */
function compact(state: State, registers: Registers): Record<string, unknown> {
  const usual = begin(registers.usual)
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
    ...(state.hindsight === needsHindsight(state, registers) ? {} : { d: Number(state.hindsight) }),
  }
}

/** What a link says, clamped to what is possible; what did not fit is left out, and stands in `complaints`. */
export function fromLink(value: unknown, registers: Registers): { state: State; shown: Required<Omit<Shown, 'see'>>; see: Reader; complaints: string[] } {
  const link = new Reader(value)
  link.only([...FIELDS, ...OF_STATE])
  const state = readState(link, registers)
  const pin = link.has('pin') ? link.inner('pin', words.pinnedShort) : null
  pin?.only(OF_STATE)
  const pinned = pin && pin.names().length ? readState(pin, registers) : null
  const world = link.has('w') ? link.whole('w', 0, 999, 0, words.oneNumber) : null
  const at = link.has('at') ? link.whole('at', 0, 4 * state.years, 60, words.time) : null
  const theatre = link.has('th') ? link.choice('th', ['', ...registers.theatres.map((one) => one.code)], '', words.theatreChosen) || null : null
  const difference = pinned !== null && link.whole('df', 0, 1, 0) === 1
  const engine = link.text('e', words.linkEngine)
  if (engine && engine !== modelOf(registers)) link.complaints.push(words.linkVersion(engine, modelOf(registers)))
  if (link.has('v')) link.whole('v', VERSION, VERSION, VERSION, words.linkForm)
  return { state, shown: { pinned, world, at, theatre, difference }, see: link.inner('see'), complaints: link.complaints }
}

function readState(link: Reader, registers: Registers): State {
  const usual = begin(registers.usual)
  const base = link.choice('b', registers.policies.map((one) => one.name), usual.base, words.preset)
  const inner = link.inner('l', words.linkLevers)
  const levers: Record<string, Course> = {}
  for (const name of inner.names()) {
    const lever = registers.levers.find((one) => one.name === name)
    if (lever) levers[name] = readCourse(inner, lever)
    else link.complaints.push(words.noLever(name))
  }
  const head = readHead(link, registers)
  const extra = link.inner('x', words.linkParts)
  extra.only(['rules', 'by_hand', 'then'])
  return {
    base,
    levers,
    head,
    // taken as they come: the server judges them
    extra: {
      ...(extra.has('rules') ? { rules: extra.list('rules') as Extra['rules'] } : {}),
      ...(extra.has('by_hand') ? { by_hand: extra.table('by_hand') as Extra['by_hand'] } : {}),
      ...(extra.has('then') ? { then: extra.list('then') as Extra['then'] } : {}),
    },
    years: link.whole('y', ...YEARS, usual.years, words.years),
    seed: readSeed(link, usual.seed),
    parameters: readParameters(link),
    set: link.numbers('t', words.numbersTitle),
    off: link.choices('o', registers.mechanisms.map((one) => one.name), words.mechanisms),
    hindsight: link.has('d') ? link.whole('d', 0, 1, 0, words.hindsight) === 1 : needsHindsight({ head, base }, registers),
  }
}

function readHead(link: Reader, registers: Registers): Head | null {
  if (!link.has('h')) return null
  const head = link.inner('h', words.linkHead)
  head.only(['name', 'title', 'sentence', 'author', 'source', 'passages', 'hindsight'])
  if (!head.names().length) return null
  return {
    name: head.text('name', words.linkHead) || 'mine',
    title: head.text('title', words.linkHead) || words.own,
    sentence: head.text('sentence', words.linkHead) || 'not given',
    author: head.text('author', words.linkHead) || 'a reader',
    source: head.text('source', words.linkHead) || 'set on the page',
    passages: head.choices('passages', registers.passages.map((one) => one.id), words.linkHead),
    hindsight: head.choice('hindsight', [true, false], false, words.hindsight),
  }
}

function readSeed(link: Reader, usual: string): string {
  if (!link.has('s')) return usual
  const seed = seedOf(link.raw('s'))
  if (seed === null) link.complaints.push(words.linkSeed(SEEDS, usual))
  return seed ?? usual
}

function readCourse(inner: Reader, lever: Lever): Course {
  const label = words.levers[lever.name] ?? lever.name
  const points = inner.raw(lever.name)
  if (!Array.isArray(points)) return inner.number(lever.name, lever.low, lever.high, lever.default, label)
  const good: Points = []
  for (const point of points as unknown[]) {
    const [year, value] = Array.isArray(point) ? (point as unknown[]) : []
    if (typeof year !== 'number' || typeof value !== 'number' || !Number.isFinite(year) || !Number.isFinite(value)) continue
    if (year < 1 || year > 9999 || (good.length && year <= good.at(-1)![0])) continue
    good.push([year, Math.min(lever.high, Math.max(lever.low, value))])
  }
  if (!good.length || good.length < points.length || good.some(([, value], i) => value !== (points[i] as number[])[1]))
    inner.complaints.push(words.linkCourse(label))
  return good.length > 1 ? good : (good[0]?.[1] ?? lever.default)
}

function readParameters(link: Reader): State['parameters'] {
  const plain = link.raw('p')
  if (plain === 'drawn' || plain === 'median') return plain
  const given = link.numbers('p', words.parameters)
  return Object.keys(given).length ? given : 'drawn'
}
