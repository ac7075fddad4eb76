/** Shapes of a game. All but the choice's own form come from the server's description of itself. */
import type { components } from '../lib/api.d'

type Said = components['schemas']

/** Whom one decides for: the open power or the closed one. */
export type Side = 'open' | 'closed'
export type Length = 'short' | 'full'

/** One quarter's decision: 0 (as before), or settings, places as pairs (theatre, points), stands as pairs (theatre, stance). */
export type Choice = 0 | [number[], number[], number[]]

export interface Game {
  v: number
  scenario: string
  side: Side
  seed: number
  world: number
  opponent: string
  length: Length
  choices: Choice[]
}

export type Rules = Said['Rules']
export type SideRules = Said['SideRules']
export type Setting = Said['Setting']
export type TheatreRule = Said['TheatreRule']
export type View = Said['View']
export type Chosen = Said['Chosen']
export type Standing = Said['Standing']
export type TheatreSeen = Said['TheatreSeen']
export interface Turn {
  game: Game
  view: View
}
export type Advice = Said['Advice']
export type Adviser = Said['Adviser']
export type Option = Said['Option']
export type Debrief = Said['Debrief']
export type Course = Said['Course']
export type Measure = Debrief['measures'][number]
export type PlanFile = Said['PlanFile']
