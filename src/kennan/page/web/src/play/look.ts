import type { TheatreSeen, View } from './types'

/** The theatre to look at after a turn: where something grave happened, else the one before, else the hardest pressed. */
export function worthALook(view: View, before: number | null): number | null {
  const begun = view.crises.find((one) => one.since === view.quarter - 1)?.index
  const grave = begun ?? view.report.find((one) => one.grave && one.index !== null)?.index
  const crisis = view.crises[0]?.index
  if (grave !== undefined && grave !== null) return grave
  if (crisis !== undefined && (before === null || !view.crises.some((one) => one.index === before))) return crisis
  if (before !== null) return before
  const open = view.theatres.filter((one) => !one.orbit)
  // before any pressure is seen, the place where most lean to the other side
  const pressed = (one: TheatreSeen) => one.effort + 1e-6 * one.influence
  return open.reduce((most, one) => (pressed(one) > pressed(most) ? one : most), open[0]!)?.index ?? null
}
