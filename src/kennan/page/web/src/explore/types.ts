/** What the page holds, and what it is answered. */
import type { components } from '../lib/api.d'

type S = components['schemas']
export type Registers = S['Registers']
export type Simulated = S['Simulated']
export type Compared = S['Compared']
export type Recorded = S['Recorded']
export type Lever = S['LeverSaid']
export type ShippedPolicy = S['PolicySaid']
export type WhyAnswer = S['WhyAnswer']
export type OneWorld = S['OneWorld']
export type Parameter = S['ParameterSaid']
export type Mechanism = Registers['mechanisms'][number]
export type PlanAsked = S['PlanAsked']

export type PlanHeld = S['PlanHeld']

/** A policy file's tables, its head word for word, and the parts that the page keeps as they are. */
export type Tables = S['PolicyFile']
export type Head = Required<S['PolicyHead']>
export type Extra = Pick<Tables, 'rules' | 'by_hand' | 'then'>

/** A lever's course: a number that is held, or [year, value] points with straight lines between. */
export type Course = NonNullable<Tables['levers']>[string]
export type Points = Exclude<Course, number>

/** Everything that decides the worlds: what is undone, shared and pinned. Never changed in place. */
export interface State {
  /** The shipped policy that it begins from. */
  base: string
  /** Levers that differ from it. */
  levers: Record<string, Course>
  /** Of a policy that came from a file. */
  head: Head | null
  extra: Extra
  years: number
  /** As digits: a number of JavaScript is rounded above 2^53. */
  seed: string
  parameters: PlanHeld['parameters']
  set: Record<string, number>
  off: string[]
  hindsight: boolean
}
