/** The decision in hand: the game as it is seen, and the draft that a player's controls change. */
import { live } from '../lib/live.svelte'
import { play as words } from '../lib/strings/play'
import {
  affordable,
  draftOf,
  draftOfRecord,
  missing,
  missingForPoints,
  missingForStance,
  missingForStep,
  nearestStep,
  pointsOf,
  recordOf,
  withPoints,
  withStance,
  withStep,
  type Draft,
} from './choice'
import type { Choice, Game, Option, Rules, SideRules, TheatreRule, View } from './types'

export type Mode = 'start' | 'desk' | 'replay' | 'debrief'

/** What the controls show and change; the table, at which it is held, sends it off. */
export class Hand {
  rules: Rules | null = $state.raw(null)
  mode: Mode = $state('start')
  game: Game | null = $state.raw(null)
  view: View | null = $state.raw(null)
  draft: Draft = $state({ settings: [], places: {}, stands: {} })
  /** Why something in the controls cannot be done. */
  note = $state('')
  selected: number | null = $state(null)

  readonly side: SideRules | null = $derived(this.rules && this.game ? this.rules.sides[this.game.side] : null)
  readonly theatres: TheatreRule[] = $derived(this.rules?.theatres ?? [])
  readonly playing = $derived(this.mode === 'desk' && this.view !== null && !this.view.over)
  readonly record: Choice = $derived(this.view ? recordOf(this.draft, this.view.choice) : 0)
  readonly lacks = $derived(this.side ? missing(this.draft, this.side) : { purse: 0, points: 0 })

  /** Put a proposal into the controls. */
  try(option: Option): void {
    if (!this.view) return
    this.draft = draftOfRecord(option.record as Choice, this.view.choice)
    live.say(words.said.tried(option.label), 0)
  }
  reset(): void {
    if (this.view) this.draft = draftOf(this.view.choice)
  }

  /** Choose a theatre, wherever it is named. */
  point(index: number): void {
    this.selected = index
  }
  /** Place points in a theatre, as far as they reach; says why where they do not. */
  place(index: number, points: number): void {
    if (!this.playing || !this.side) return
    const side = this.side
    const now = this.draft.places[index] ?? 0
    const to = Math.max(0, Math.min(points, side.points))
    const lacks = missingForPoints(this.draft, side, index, to)
    this.selected = index
    if (to > now && !affordable(lacks)) {
      this.note = words.notAffordable(`${this.name(index)}: ${words.board.points(to)}`, side, lacks)
      live.say(this.note, 0)
      return
    }
    this.note = ''
    this.draft = withPoints(this.draft, index, to)
    live.say(words.said.points(this.name(index), to, side.points - pointsOf(this.draft, side), side.points_label), 150)
  }
  stand(index: number, stance: number): void {
    if (!this.playing || !this.side) return
    const side = this.side
    const lacks = missingForStance(this.draft, side, index, stance)
    if (!affordable(lacks) && (side.stances[stance]?.points ?? 0) > (side.stances[this.draft.stands[index] ?? side.stance_neutral]?.points ?? 0)) {
      this.note = words.notAffordable(`${this.name(index)}: ${side.stances[stance]?.label ?? ''}`, side, lacks)
      live.say(this.note, 0)
      return
    }
    this.note = ''
    this.draft = withStance(this.draft, index, stance, side.stance_neutral)
  }
  /** Set one of the orders to a step, or to the nearest that can be paid. */
  set(setting: number, wanted: number): void {
    if (!this.playing || !this.side) return
    const side = this.side
    const one = side.settings[setting]
    if (!one) return
    const step = nearestStep(this.draft, side, setting, wanted)
    if (step !== wanted) {
      const lacks = missingForStep(this.draft, side, setting, wanted)
      this.note = words.notAffordable(`${one.label}: ${one.steps[wanted]?.label ?? ''}`, side, lacks)
      live.say(this.note, 0)
    } else this.note = ''
    this.draft = withStep(this.draft, setting, step)
  }

  code(index: number | null): string {
    return index === null ? '' : (this.theatres[index]?.code ?? '')
  }
  name(index: number | null): string {
    return index === null ? '' : (this.theatres[index]?.name ?? '')
  }
}
