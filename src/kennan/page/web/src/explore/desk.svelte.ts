/** The page's one store: the state and what can be undone, what was pinned, what is shown, and the answers of the server. */
import { Faults, Gone, newest, parts, post, sentence, stream } from '../lib/api'
import { History } from './history.svelte'
import { explore as words } from '../lib/strings/explore'
import { Scales } from './scales'
import { See } from './see.svelte'
import { begin, nowhere, planOf, titleOf } from './state'
import type { Compared, PlanAsked, Recorded, Registers, Simulated, State } from './types'

export const FINE = 1000 // worlds once they are all there; the first years of a few come first, then these to the end
const REPLAY = 1400 // milliseconds for which the state before is shown

interface Wish {
  state: State
  plan: PlanAsked
  pinned: PlanAsked | null
  /** What was pinned when it was asked. */
  beside: State | null
  world: number | null
}

const pair = (one: State | null, other: State | null | undefined): string => JSON.stringify([one, other ?? null])

export class Desk {
  readonly history: History<State>
  /** What was pinned: its state, and its worlds once they are there. */
  pinned: { state: State; result: Simulated | null } | null = $state.raw(null)
  view: 'values' | 'difference' = $state('values')
  at: number | null = $state(60)
  peek: number | null = $state(null)
  world: number | null = $state(null)
  theatre: string | null = $state(null)

  /** How things are shown: which charts, which map. */
  readonly see = new See()
  readonly scales = new Scales()
  /** What the address holds, as this desk wrote or read it last. */
  written = ''

  /** The last whole run, and the state that it is of. */
  result: Simulated | null = $state.raw(null)
  drawn: State | null = $state.raw(null)
  /** The first years of what is set now, where no more is known of it. */
  ahead: Simulated | null = $state.raw(null)
  compared: Compared | null = $state.raw(null)
  /** Both states that `compared` is of, as text. */
  private comparedOf = $state('')
  /** What cannot be run, in words. */
  faults: string[] = $state([])
  /** Why the pinned run cannot be compared, in words. */
  incomparable = $state('')
  record: Recorded | null = $state.raw(null)
  resting = $state(false)
  replaying = $state(false)
  /** Told when a thousand worlds are there. */
  onsettled: (result: Simulated) => void = () => {}

  private readonly asking

  constructor(readonly registers: Registers) {
    this.history = new History(begin(registers.usual))
    this.asking = newest<Wish>(
      (wish, signal, seen) => this.follow(wish, signal, seen),
      (error) => this.fail(error),
    )
  }

  get state(): State {
    return this.history.now
  }

  get title(): string {
    return titleOf(this.state, this.registers)
  }

  /** What the whole run that is shown is called: while another is on its way, not what is set. */
  get drawnTitle(): string {
    return titleOf(this.ahead || !this.drawn ? this.state : this.drawn, this.registers)
  }

  /** Only the first years are of what is set; what is told of later years and of the end is of the run before. */
  get beginning(): boolean {
    return this.ahead !== null
  }

  get formerLabel(): string {
    return this.replaying ? words.formerReplay : words.former
  }

  /** Whether the comparison that is shown is of an earlier run, or against another pinned one. */
  get comparedOld(): boolean {
    return this.compared !== null && (this.beginning || this.comparedOf !== pair(this.drawn, this.pinned?.state))
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
    this.setView('values')
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
    this.ask()
  }

  setView(view: 'values' | 'difference'): void {
    this.view = view
    this.see.colours = view === 'difference' ? 'difference' : 'share' // what is asked for is what is looked at
    if (view === 'difference' && !this.compared) this.ask()
  }

  /** Ask for what is set; what comes of it is drawn as it comes. */
  ask(state: State = this.state): void {
    this.resting = false
    if (nowhere(state, this.registers)) return this.asking.stop() // said beside the levers
    const beside = this.pinned && this.sameLuck && !this.same
    this.asking.ask({
      state,
      plan: planOf(state, this.registers),
      pinned: beside ? planOf(this.pinned!.state, this.registers) : null,
      beside: beside ? this.pinned!.state : null,
      world: this.world,
    })
  }

  /** Ask again after the server was gone. */
  recover(): void {
    if (this.pinned && !this.pinned.result) void this.walkPinned()
    this.ask()
  }

  /** The page is left: nothing more is asked. What is there stays. */
  stop(): void {
    this.asking.stop()
    this.ahead = null
  }

  /** The page is there again: ask for what was not there when it was left. */
  resume(): void {
    if (this.pinned && !this.pinned.result) void this.walkPinned()
    if (!this.resting) this.ask()
  }

  private async follow(wish: Wish, signal: AbortSignal, seen: () => void): Promise<void> {
    const { plan, world } = wish
    for await (const result of parts('/api/simulate', { plan, worlds: FINE, world, aside: false }, { signal })) {
      if (result.about.years < plan.years) {
        if (this.begun(result, wish)) seen()
        continue
      }
      const resting = result.about.worlds === FINE
      const { compared, fault } = await this.compare(wish, result.about.worlds, signal)
      if (signal.aborted) return
      this.ahead = null
      this.faults = []
      this.result = result
      this.drawn = wish.state
      this.incomparable = fault
      if (compared || resting || this.same) this.compared = compared
      if (compared) this.comparedOf = pair(wish.state, wish.beside)
      this.resting = resting
      if (resting && wish.state === this.state) this.onsettled(result)
      seen()
    }
  }

  /** Draw the first years, with the run before apart from them; return whether they are drawn. */
  private begun(first: Simulated, wish: Wish): boolean {
    const fits = this.result?.about.years === wish.plan.years
    if (!fits || (wish.pinned && this.view === 'difference')) return false
    this.ahead = first
    return true
  }

  /** Return how what is set differs from what is pinned, or why that cannot be said. */
  private async compare(wish: Wish, worlds: number, signal: AbortSignal): Promise<{ compared: Compared | null; fault: string }> {
    const { plan, pinned } = wish
    if (!pinned || (worlds < FINE && this.view !== 'difference')) return { compared: null, fault: '' }
    try {
      return { compared: await post('/api/compare', { plan, pinned, worlds }, { signal }), fault: '' }
    } catch (error) {
      if (error instanceof Faults && !error.superseded) return { compared: null, fault: error.message }
      throw error
    }
  }

  private async walkPinned(): Promise<void> {
    const pinned = this.pinned
    if (!pinned) return
    try {
      const plan = planOf(pinned.state, this.registers)
      const result = await stream('/api/simulate', { plan, worlds: FINE, world: null, aside: true })
      if (this.pinned === pinned) this.pinned = { state: pinned.state, result }
    } catch (error) {
      this.fail(error)
    }
  }

  private fail(error: unknown): void {
    this.ahead = null
    if (error instanceof Faults) this.faults = error.superseded ? [] : error.faults.map(sentence)
    else if (!(error instanceof Gone)) throw error
    // a server that is gone is said by the frame; what is shown stays
  }
}
