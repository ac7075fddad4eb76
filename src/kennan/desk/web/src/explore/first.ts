/** A first look: the first years of what is set now, laid over what was drawn, until the rest is there. */
import type { Bands } from '../charts'
import type { Simulated } from './types'

/** The whole course `rest` with its beginning from `first`, which ends sooner. What is told of the end stays that of `rest`. */
export function laidOver(first: Simulated, rest: Simulated): Simulated {
  return {
    ...rest,
    about: { ...first.about, years: rest.about.years },
    series: each(first.series, rest.series),
    chances: each(first.chances, rest.chances),
    standing: lists(first.standing, rest.standing),
    theatres: lists(first.theatres, rest.theatres),
    world: null,
  }
}

function each(first: Record<string, Bands>, rest: Record<string, Bands>): Record<string, Bands> {
  return Object.fromEntries(Object.entries(rest).map(([name, bands]) => [name, first[name] ? lists(first[name], bands) : bands]))
}

/** Lists over time by name, each beginning with the other's. */
function lists<T extends object>(first: T, rest: T): T {
  const begun = (name: string, list: unknown): unknown => {
    const before = (first as Record<string, unknown>)[name]
    return Array.isArray(list) && Array.isArray(before) ? [...before, ...list.slice(before.length)] : list
  }
  return Object.fromEntries(Object.entries(rest).map(([name, list]) => [name, begun(name, list)])) as T
}
