/** A game as the address carries it: `#/play?g=...`. Runs of "as before" are written short. */
import { decode, encode } from '../lib/link'
import { play as words } from '../lib/strings/play'
import type { Choice, Game, Length, Side } from './types'

export const VERSION = 2 // as the rules of the game have it
const MOST = 60 // quarters of the longest game
const SIDES: Side[] = ['open', 'closed']
const ARTICLE = 'x-1947' // the scenario of a link that names none
const LENGTHS: Length[] = ['short', 'full']

export function toLink(game: Game): string {
  const choices: unknown[] = []
  let run = 0
  const close = () => {
    if (run > 0) choices.push(-run)
    run = 0
  }
  for (const choice of game.choices) {
    if (choice === 0) run++
    else {
      close()
      choices.push(choice)
    }
  }
  close()
  return encode([VERSION, SIDES.indexOf(game.side), game.seed, game.world, game.opponent, LENGTHS.indexOf(game.length), choices, ...(game.scenario === ARTICLE ? [] : [game.scenario])])
}

const whole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
const list = (value: unknown, longest: number): value is number[] =>
  Array.isArray(value) && value.length <= longest && value.every((n) => whole(n, 1000))

/** Reads a link; where it cannot, says why. Whether the choices keep to the rules the server says. */
export function fromLink(text: string): { game: Game | null; complaint: string } {
  const bad = (complaint: string) => ({ game: null, complaint })
  const value = decode(text)
  if (!Array.isArray(value)) return bad(words.link.unreadable)
  const [version, side, seed, world, opponent, length, packed, scenario = ARTICLE] = value as unknown[]
  if (version !== VERSION) return bad(words.link.version(typeof version === 'number' ? String(version) : '?'))
  if (
    value.length > 8 ||
    typeof scenario !== 'string' ||
    !/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/.test(scenario) ||
    !whole(side, 1) ||
    !whole(seed, 2 ** 31 - 1) ||
    !whole(world, 999) ||
    typeof opponent !== 'string' ||
    opponent.length > 60 ||
    !whole(length, 1) ||
    !Array.isArray(packed) ||
    packed.length > MOST
  )
    return bad(words.link.damaged)
  const choices: Choice[] = []
  for (const one of packed as unknown[]) {
    if (typeof one === 'number' && Number.isInteger(one) && one < 0 && one >= -MOST) {
      for (let i = 0; i < -one; i++) choices.push(0)
    } else if (Array.isArray(one) && one.length === 3 && list(one[0], 20) && list(one[1], 200) && list(one[2], 200)) {
      choices.push([one[0], one[1], one[2]])
    } else return bad(words.link.damaged)
  }
  if (choices.length > MOST) return bad(words.link.damaged)
  return {
    game: { v: VERSION, scenario, side: SIDES[side]!, seed, world, opponent, length: LENGTHS[length]!, choices },
    complaint: '',
  }
}

/**
 * What the address of a game that a teacher has set says; null where a part of it is none that there is. A side may also
 * be called by its seat, as the scenario has it: `side=washington`.
 */
export function fromQuery(query: URLSearchParams, seats: Record<Side, string>): { side: Side; length: Length; opponent: string | null; seed: number | null; world: number | null } | null {
  const number = (name: string, most: number): number | null | undefined => {
    const text = query.get(name)
    if (text === null || text === '') return null
    return /^[0-9]{1,10}$/.test(text) && Number(text) <= most ? Number(text) : undefined
  }
  const side = SIDES.find((one) => [one, seats[one]].includes(query.get('side') ?? ''))
  const length = query.get('length') ? LENGTHS.find((one) => one === query.get('length')) : 'short'
  const [seed, world] = [number('seed', 2 ** 31 - 1), number('world', 999)]
  if (!side || !length || seed === undefined || world === undefined) return null
  return { side, length, opponent: query.get('opponent'), seed, world }
}

/** One name for a game from its first quarter to its last, however it is played. */
export const nameOf = (game: Game): string => `${game.side}-${game.seed}-${game.world}-${game.length}-${game.opponent}`
