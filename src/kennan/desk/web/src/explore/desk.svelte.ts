/** The page's one store: the state and what can be undone, what was pinned, what is shown, and the answers of the server. */
import { Faults, Gone, newest, post, sentence } from '../lib/api'
import { History } from './history.svelte'
import { server } from '../lib/server.svelte'
import { laidOver } from './first'
import { begin, nowhere, planOf, titleOf } from './state'
import type { Compared, PlanAsked, Recorded, Registers, Simulated, State } from './types'

export const COARSE = 128 // worlds while the hand moves
export const FINE = 1000 // worlds at rest
const FIRST_YEARS = 15 // of the first look, before the same few worlds are walked to the end
const REST = 180 // milliseconds after which a hand is at rest
const REPLAY = 1400 // milliseconds for which the state before is shown

interface Wish {
  plan: PlanAsked
  pinned: PlanAsked | null
  worlds: number
  world: number | null
}

interface Got {
  result: Simulated
  compared: Compared | null
  fault: string
}

export class Desk {
  readonly history: History<State>
  /** What was pinned: its state, and its worlds once they are there. */
  pinned: { state: State; result: Simulated | null } | null = $state.raw(null)
  view: 'values' | 'difference' = $state('values')
  at: number | null = $state(60)
  peek: number | null = $state(null)
  world: number | null = $state(null)
  theatre: string | null = $state(null)

  result: Simulated | null = $state.raw(null)
  compared: Compared | null = $state.raw(null)
  /** What cannot be run, in words. */
  faults: string[] = $state([])
  /** Why the pinned run cannot be compared, in words. */
  incomparable = $state('')
  record: Recorded | null = $state.raw(null)
  resting = $state(false)
  /** Only the first decades are of what is set; what is told of the end is still that of before. */
  beginning = $state(false)
  replaying = $state(false)
  /** Told when a thousand worlds are there. */
  onsettled: (result: Simulated) => void = () => {}

  private readonly coarse
  private fine: AbortController | null = null
  private rest: ReturnType<typeof setTimeout> | undefined
  private number = 0

  constructor(readonly registers: Registers) {
    this.history = new History(begin())
    this.coarse = newest(
      async (wish: Wish & { number: number }, signal) => {
        await this.lookFirst(wish, signal)
        return this.fetch(wish, signal)
      },
      (got, wish) => wish.number >= this.drawn && this.take(got, wish.number, false),
      (error) => this.fail(error),
    )
  }

  private drawn = 0

  get state(): State {
    return this.history.now
  }

  get title(): string {
    return titleOf(this.state, this.registers)
  }

  get pinnedTitle(): string {
    return this.pinned ? titleOf(this.pinned.state, this.registers) : ''
  }

  /** Whether what is pinned and what is set are the same. */
  get same(): boolean {
    return this.pinned !== null && JSON.stringify(this.pinned.state) === JSON.stringify(this.state)
  }

  /** Whether what is pinned meets the luck of what is set. */
  get sameLuck(): boolean {
    const other = this.pinned?.state
    return !!other && other.seed === this.state.seed && other.years === this.state.years && other.hindsight === this.state.hindsight
  }

  /** Make a change; `what` names it, so that a hand's way along a slider is one step back. */
  set(next: State, what = ''): void {
    if (JSON.stringify(next) === JSON.stringify(this.state)) return // a slider tells its value again when it is let go
    this.history.set(next, what)
    this.ask()
  }

  undo(): void {
    this.history.undo()
    this.ask()
  }

  redo(): void {
    this.history.redo()
    this.ask()
  }

  /** Show what stood before the last change, for as long as it takes to look, then what is set. */
  replay(): void {
    const before = this.history.before
    if (!before || this.replaying) return
    this.replaying = true
    this.ask(before)
    setTimeout(() => {
      this.replaying = false
      this.ask()
    }, REPLAY)
  }

  pin(): void {
    this.pinned = { state: this.state, result: this.result?.about.worlds === FINE ? this.result : null }
    this.compared = null
    if (!this.pinned.result) void this.walkPinned()
  }

  unpin(): void {
    this.pinned = null
    this.compared = null
    this.incomparable = ''
    this.view = 'values'
  }

  /** Pin a state that came with a link, or with other luck. */
  pinState(state: State): void {
    this.pinned = { state, result: null }
    this.compared = null
    void this.walkPinned()
    this.ask()
  }

  takeLuck(): void {
    if (!this.pinned) return
    const { seed, years, hindsight } = this.state
    this.pinState({ ...this.pinned.state, seed, years, hindsight })
  }

  showWorld(number: number | null): void {
    this.world = number === null ? null : Math.min(FINE - 1, Math.max(0, Math.round(number)))
    this.askFine()
  }

  setView(view: 'values' | 'difference'): void {
    this.view = view
    if (view === 'difference' && !this.compared) this.askFine()
  }

  /** Ask for what is set: a few worlds at once, a thousand at rest. */
  ask(state: State = this.state): void {
    this.stopFine()
    this.resting = false
    if (nowhere(state, this.registers)) return // said beside the levers
    this.number += 1
    this.coarse.ask({ ...this.wish(state, COARSE), number: this.number })
    this.rest = setTimeout(() => this.askFine(state), REST)
  }

  /** Ask again after the server was gone. */
  recover(): void {
    if (this.pinned && !this.pinned.result) void this.walkPinned()
    this.ask()
  }

  stop(): void {
    this.coarse.stop()
    this.stopFine()
  }

  private stopFine(): void {
    clearTimeout(this.rest)
    this.fine?.abort()
    this.fine = null
  }

  private wish(state: State, worlds: number): Wish {
    const beside = this.pinned && this.sameLuck && !this.same && (worlds === FINE || this.view === 'difference')
    return {
      plan: planOf(state, this.registers),
      pinned: beside ? planOf(this.pinned!.state, this.registers) : null,
      worlds,
      world: this.world !== null && this.world < worlds ? this.world : null,
    }
  }

  private async askFine(state: State = this.state): Promise<void> {
    this.stopFine()
    if (nowhere(state, this.registers)) return
    const mine = (this.fine = new AbortController())
    const number = ++this.number
    try {
      const got = await this.fetch(this.wish(state, FINE), mine.signal)
      if (mine.signal.aborted) return
      this.take(got, number, true)
      if (state === this.state) this.onsettled(got.result)
    } catch (error) {
      const quiet = mine.signal.aborted || (error instanceof Faults && error.superseded)
      if (!quiet) this.fail(error)
    } finally {
      if (this.fine === mine) this.fine = null
    }
  }

  /** Draw the first decades of a few worlds, which are there in half the time; what comes later still stands as it was. */
  private async lookFirst(wish: Wish & { number: number }, signal: AbortSignal): Promise<void> {
    const before = this.result
    const fits = before?.about.seed === wish.plan.seed && before.series.orbit?.q50.length === 4 * wish.plan.years + 1
    // in a class the machine's time is everybody's: there the whole course comes at once
    if (!before || !fits || wish.plan.years <= FIRST_YEARS || wish.pinned || server.status?.lan) return
    const plan = { ...wish.plan, years: FIRST_YEARS }
    const first = await post('/api/simulate', { plan, worlds: wish.worlds, world: null, aside: false }, { signal })
    if (wish.number < this.drawn) return
    this.result = laidOver(first, before)
    this.beginning = true
    this.resting = false
  }

  private async fetch(wish: Wish, signal: AbortSignal): Promise<Got> {
    const { plan, pinned, worlds, world } = wish
    const compared = pinned
      ? post('/api/compare', { plan, pinned, worlds }, { signal }).then(
          (value) => ({ value, fault: '' }),
          (error: unknown) => {
            if (error instanceof Faults && !error.superseded) return { value: null, fault: error.message }
            throw error
          },
        )
      : Promise.resolve({ value: null, fault: '' })
    const [result, difference] = await Promise.all([post('/api/simulate', { plan, worlds, world, aside: false }, { signal }), compared])
    return { result, compared: difference.value, fault: difference.fault }
  }

  private take(got: Got, number: number, resting: boolean): void {
    this.drawn = number
    this.beginning = false
    this.faults = []
    this.result = got.result
    this.incomparable = got.fault
    if (got.compared || resting || this.same) this.compared = got.compared
    this.resting = resting
  }

  private async walkPinned(): Promise<void> {
    const pinned = this.pinned
    if (!pinned) return
    try {
      const plan = planOf(pinned.state, this.registers)
      const result = await post('/api/simulate', { plan, worlds: FINE, world: null, aside: true })
      if (this.pinned === pinned) this.pinned = { state: pinned.state, result }
    } catch (error) {
      this.fail(error)
    }
  }

  private fail(error: unknown): void {
    if (error instanceof Faults) this.faults = error.superseded ? [] : error.faults.map(sentence)
    else if (!(error instanceof Gone)) throw error
    // a server that is gone is said by the frame; what is shown stays
  }
}
