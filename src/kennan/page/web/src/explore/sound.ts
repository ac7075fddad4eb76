/** What a link says, made sound by the server's own check: what it refuses is left out, with its words. */
import { sentence, type FaultSaid } from '../lib/api'
import { explore as words } from '../lib/strings/explore'
import { begin } from './state'
import type { Extra, State } from './types'

const ROUNDS = 4 // what is left out may let another fault be seen

/** Says what is wrong with a state: nothing, or the server's faults. */
export type Check = (state: State) => Promise<readonly FaultSaid[]>

/** Whether a link says something that only the server knows: names of numbers, and what came with a file. */
export const doubtful = (state: State): boolean =>
  Object.keys(state.set).length > 0 || typeof state.parameters !== 'string' || state.head !== null || Object.keys(state.extra).length > 0

/** The nearest state to run, and why it is another; the same one where nothing is wrong with it. */
export async function sound(state: State, check: Check): Promise<{ state: State; complaints: string[] }> {
  const complaints: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const faults = (await check(state)).filter((fault) => !runnable(fault))
    if (!faults.length) return { state, complaints }
    complaints.push(...faults.map((fault) => words.linkLeft(sentence(fault))))
    const mended = faults.reduce(without, state)
    if (mended === state) break
    state = mended
  }
  return { state: { ...begin(state.base), years: state.years, seed: state.seed, hindsight: state.hindsight }, complaints }
}

/** Whether a fault is of what the page itself lets be set, and says beside it: it goes with another setting. */
const runnable = (fault: FaultSaid): boolean => /go(es)? nowhere|the run's last month|nobody could know/.test(fault.what)

/** The state without the part that a fault is about; the same one where the part is not known. */
function without(state: State, fault: FaultSaid): State {
  const [, part = '', name = ''] = /(?:^| )(set|off|parameters|levers|rules|by_hand|then|policy)(?:\.(.*))?$/.exec(fault.where) ?? []
  if (part === 'set') return { ...state, set: omit(state.set, name) }
  if (part === 'off') return { ...state, set: Object.fromEntries(Object.entries(state.set).filter(([one]) => !state.off.includes(one))) }
  if (part === 'parameters') return { ...state, parameters: typeof state.parameters === 'string' ? 'drawn' : orDrawn(omit(state.parameters, name)) }
  if (part === 'levers' && name in state.levers) return { ...state, levers: omit(state.levers, name) }
  if (part === 'rules' || part === 'by_hand' || part === 'then') return part in state.extra ? { ...state, extra: omit(state.extra as Record<string, unknown>, part) as Extra } : state
  if (part === 'policy' && state.head) return { ...state, head: null }
  return state
}

function omit<T>(table: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(table).filter(([one]) => one !== name))
}

const orDrawn = (numbers: Record<string, number>): State['parameters'] => (Object.keys(numbers).length ? numbers : 'drawn')
