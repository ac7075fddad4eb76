/** The table that a game is played at: rules, the game, what is seen, the draft of this quarter's decision. */
import { Faults } from '../lib/api'
import { live } from '../lib/live.svelte'
import { route, write } from '../lib/route.svelte'
import { play as words } from '../lib/strings/play'
import { postGame } from '../room/client'
import * as ask from './ask'
import { draftOf, draftOfRecord, type Draft } from './choice'
import { Hand, type Mode } from './hand.svelte'
import { forget, keep, keptLink } from './kept'
import { fromLink, fromQuery, nameOf, toLink } from './link'
import { worthALook } from './look'
import type { Adviser, Choice, Debrief, Game, Option, View } from './types'

const HOLD = 12 // quarters that "hold course" passes at most

class Table extends Hand {
  /** What was decided in the quarter that a replay shows; null at its end. */
  decided: Draft | null = $state.raw(null)
  /** The quarter that a replay shows. */
  at = $state(0)
  /** What happened in all quarters played, also while an earlier one is looked at. */
  chronicle: View['chronicle'] = $state.raw([])
  /** The quarter in which the last decision was made: what happened since is news. */
  since = $state(0)
  /** What was taken back, so that it can be played again. */
  undone: Choice[] = $state.raw([])
  busy = $state('')
  trouble: string = $state('')
  /** How the game came here: made here, or by a link from elsewhere. */
  foreign = $state(false)

  advisers: Adviser[] = $state.raw([])
  options: Option[] = $state.raw([])
  adviceWords = $state('')
  advising: { done: number; total: number; words: string } | null = $state.raw(null)

  debrief: Debrief | null = $state.raw(null)
  debriefOf = ''
  debriefing: { done: number; total: number; words: string } | null = $state.raw(null)

  private turning: AbortController | null = null
  private asking: AbortController | null = null
  private telling: AbortController | null = null
  private seen = new Map<string, View>()

  /** The decision that the controls show. */
  readonly shown: Draft = $derived(this.mode === 'replay' && this.decided ? this.decided : this.draft)
  readonly link = $derived(this.game ? toLink(this.game) : '')
  readonly kept: Game | null = $derived((void this.mode, fromLink(keptLink()).game))

  async ready(): Promise<void> {
    try {
      this.rules ??= await ask.rules()
    } catch (error) {
      this.failed(error)
    }
  }

  /** Show what the address names. */
  async follow(query: URLSearchParams): Promise<void> {
    await this.ready()
    if (!this.rules) return
    const text = query.get('g')
    if (text === null) {
      if (query.get('side') && query.get('seed')) return this.assigned(query)
      this.stop()
      this.mode = 'start'
      return
    }
    const replay = query.get('at')
    const mode: Mode = replay !== null ? 'replay' : query.get('debrief') ? 'debrief' : 'desk'
    const { game, complaint } = fromLink(text)
    if (!game) {
      this.stop()
      this.mode = 'start'
      this.trouble = complaint
      live.say(complaint)
      return
    }
    const elsewhere = text !== this.link
    if (elsewhere || !this.view || (mode !== 'replay' && this.view.quarter !== game.choices.length)) {
      if (elsewhere) {
        this.foreign = text !== keptLink()
        this.undone = []
      }
      if (!(await this.show(game))) {
        this.mode = 'start'
        return
      }
    }
    this.mode = mode
    this.trouble = ''
    if (mode === 'desk') keep(toLink(game))
    if (mode === 'replay') await this.look(Number(replay))
    if (mode === 'debrief') await this.tell()
  }

  /** A game that a teacher has set. */
  private async assigned(query: URLSearchParams): Promise<void> {
    const kept = fromLink(keptLink()).game
    const { open, closed } = this.rules!.sides
    const asked = fromQuery(query, { open: open.seat, closed: closed.seat })
    const named = (['seed', 'world', 'length', 'opponent'] as const).every((name) => !query.get(name) || query.get(name) === String(kept?.[name]))
    if (kept && asked?.side === kept.side && named) return this.resume(kept, true) // begun before: it goes on where it stood
    if (asked) return this.begin(asked, true)
    this.stop()
    this.mode = 'start'
    this.trouble = words.link.damaged
    live.say(this.trouble)
  }

  async begin(asked: ask.Beginning, replace = false): Promise<void> {
    await this.work(words.busy.begin, async (signal) => {
      const { game, view } = await ask.begin(asked, signal)
      this.undone = []
      this.foreign = false
      this.take(game, view)
      this.go('desk', replace)
      live.say(words.said.begun(this.side!.title, view.season))
    })
  }

  /** The same world once more, from its first quarter. */
  async sameLuck(): Promise<void> {
    if (!this.game) return
    if (await this.show({ ...this.game, choices: [] })) {
      this.undone = []
      this.go('desk')
    }
  }

  /** Go on with the game that was kept here. */
  resume(game: Game, replace = false): void {
    route.go(write('play', { g: toLink(game) }), replace)
  }

  /** End the quarter with the draft; `hold` goes on until something happens. */
  async end(hold = false): Promise<void> {
    if (!this.game || !this.view || this.view.over || this.busy) return
    if (this.lacks.purse || this.lacks.points) {
      this.trouble = words.short(this.side!, this.lacks)
      live.say(this.trouble, 0)
      return
    }
    const before = this.view.quarter
    const game = { ...this.game, choices: [...this.game.choices, this.record] }
    await this.work(hold ? words.busy.hold : words.busy.turn, async (signal) => {
      let answer = await ask.turn(game, 0, signal)
      // what happens in the first quarter stops the holding as well as what happens later
      if (hold && !answer.view.over && !answer.view.report.some((one) => one.grave)) answer = await ask.turn(answer.game, HOLD - 1, signal)
      this.undone = []
      this.foreign = false
      this.take(answer.game, answer.view)
      this.since = before
      this.go('desk')
      live.say(words.said.quarter(answer.view, answer.view.quarter - before))
    })
  }

  /** Take back: the game as it stood before a quarter was decided. */
  async back(to: number): Promise<void> {
    if (!this.game || to < 0 || to >= this.game.choices.length) return
    const taken = this.game.choices.slice(to)
    const game = { ...this.game, choices: this.game.choices.slice(0, to) }
    const after = [...taken, ...this.undone]
    if (await this.show(game)) {
      this.undone = after
      // what had been decided stands in the controls, so that it can be changed and sent again
      const first = taken[0] ?? 0
      if (this.view) this.draft = draftOfRecord(first, this.view.choice)
      this.go('desk')
      live.say(words.said.back(this.view!.season))
    }
  }

  /** Play again what was taken back last. */
  async forth(): Promise<void> {
    const [next, ...rest] = this.undone
    if (!this.game || next === undefined) return
    if (await this.show({ ...this.game, choices: [...this.game.choices, next] })) {
      this.undone = rest
      this.go('desk')
      live.say(words.said.quarter(this.view!, 1))
    }
  }

  /** Look at an earlier quarter without changing anything. */
  async look(at: number): Promise<void> {
    if (!this.game) return
    const last = this.game.choices.length
    const to = Number.isFinite(at) ? Math.min(Math.max(0, Math.round(at)), last) : 0
    await this.work(words.busy.look, async (signal) => {
      const view = await this.viewOf({ ...this.game!, choices: this.game!.choices.slice(0, to) }, signal)
      const next = this.game!.choices[to]
      this.at = to
      this.view = view
      this.decided = next === undefined ? null : draftOfRecord(next, view.choice)
      this.draft = draftOf(view.choice)
      live.say(words.said.replay(view))
    })
    if (to !== at) this.trouble = words.link.quarter(last)
  }

  /** Play on from the quarter that a replay shows; what came after can be played again with "forth". */
  async takeOver(): Promise<void> {
    if (!this.game) return
    const rest = this.game.choices.slice(this.at)
    if (await this.show({ ...this.game, choices: this.game.choices.slice(0, this.at) })) {
      this.undone = rest
      this.foreign = false
      this.go('desk')
    }
  }

  openReplay(at: number): void {
    if (this.game) route.go(write('play', { g: this.link, at: String(at) }))
  }
  step(at: number): void {
    if (this.game) route.go(write('play', { g: this.link, at: String(at) }), true)
  }
  go(mode: Mode, replace = false): void {
    if (mode === 'start' || !this.game) return route.go(write('play'))
    const query: Record<string, string> = { g: this.link }
    if (mode === 'replay') query['at'] = '0'
    if (mode === 'debrief') query['debrief'] = '1'
    if (mode === 'desk') keep(this.link)
    this.mode = mode
    route.go(write('play', query), replace)
  }
  leave(): void {
    forget()
    this.go('start')
  }

  async advise(): Promise<void> {
    if (!this.game || !this.view || this.view.over) return
    this.asking?.abort()
    const mine = (this.asking = new AbortController())
    this.advisers = []
    this.options = []
    this.adviceWords = ''
    this.trouble = ''
    this.advising = { done: 0, total: this.side?.advisers.length ?? 3, words: words.busy.advice }
    live.say(words.busy.advice)
    try {
      const heard = {
        progress: (p: { done: number; total: number; words: string }) => (this.advising = p),
        adviser: (a: Adviser, options: Option[]) => {
          this.options = options
          this.advisers = [...this.advisers.filter((one) => one.name !== a.name), a]
        },
      }
      const draft = this.record === 0 || this.lacks.purse || this.lacks.points ? null : this.record
      const found = await ask.advice(this.game, draft, heard, mine.signal)
      this.advisers = found.advisers
      this.options = found.options
      this.adviceWords = found.words
      live.say(found.words)
    } catch (error) {
      if (!mine.signal.aborted) this.failed(error)
    } finally {
      if (this.asking === mine) this.advising = null
    }
  }
  hush(): void {
    this.asking?.abort()
    this.advising = null
  }

  async tell(): Promise<void> {
    if (!this.game) return
    const link = this.link
    if (this.debrief && this.debriefOf === link) return
    this.telling?.abort()
    const mine = (this.telling = new AbortController())
    this.debrief = null
    this.debriefing = { done: 0, total: 1, words: words.busy.debrief }
    try {
      this.debrief = await ask.debrief(this.game, (p) => (this.debriefing = p), mine.signal)
      this.debriefOf = link
      live.say(words.said.debrief(this.debrief.ending.label))
      this.post(this.debrief.ending.code)
    } catch (error) {
      if (!mine.signal.aborted) this.failed(error)
    } finally {
      if (this.telling === mine) this.debriefing = null
    }
  }

  private stop(): void {
    this.turning?.abort()
    this.asking?.abort()
    this.telling?.abort()
    this.busy = ''
    this.advising = null
    this.debriefing = null
  }

  private async show(game: Game): Promise<boolean> {
    let shown = false
    await this.work(words.busy.look, async (signal) => {
      const view = await this.viewOf(game, signal)
      this.take(game, view)
      shown = true
    })
    return shown
  }

  private async viewOf(game: Game, signal: AbortSignal): Promise<View> {
    const key = toLink(game)
    const found = this.seen.get(key) ?? (await ask.turn(game, 0, signal)).view
    this.seen.set(key, found)
    return found
  }

  private take(game: Game, view: View): void {
    this.game = game
    this.view = view
    this.draft = draftOf(view.choice)
    this.selected = worthALook(view, this.selected)
    this.chronicle = view.chronicle
    this.since = game.choices.length - 1
    this.decided = null
    this.at = game.choices.length
    this.advisers = []
    this.options = []
    this.adviceWords = ''
    this.note = ''
    this.asking?.abort()
    this.seen.set(toLink(game), view)
    if (this.mode !== 'replay') this.post(null)
  }

  /** Tell the class, where this browser has joined one. */
  private post(ending: string | null): void {
    if (!this.game || !this.view) return
    postGame({
      attempt: nameOf(this.game),
      link: this.link,
      side: this.game.side,
      quarter: this.game.choices.length,
      quarters: this.view.quarters,
      over: this.view.over,
      standing: this.view.standing.slice(0, 6).map(({ name, label, value, unit }) => ({ name, label, value, unit })),
      headline: this.view.headline,
      ending,
    })
  }

  private async work(busy: string, does: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.turning?.abort()
    const mine = (this.turning = new AbortController())
    this.busy = busy
    this.trouble = ''
    try {
      await does(mine.signal)
    } catch (error) {
      if (!mine.signal.aborted) this.failed(error)
    } finally {
      if (this.turning === mine) this.busy = ''
    }
  }

  private failed(error: unknown): void {
    if (error instanceof Faults && error.superseded) return
    this.trouble = error instanceof Error ? error.message : String(error)
    live.say(this.trouble, 0)
  }
}

export const table = new Table()
