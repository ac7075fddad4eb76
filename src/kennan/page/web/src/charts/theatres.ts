/** Theatres: where they stand, how a value is coloured and said, and which lies next to which. */
import { served } from '../lib/served'
import { charts as words } from '../lib/strings/charts'
import { inHundred, plain, signed } from './numbers'
import type { MapKind, Theatre } from './types'

/** The theatres of the world that is shown, and the grid of their tiles. */
export const theatres = (): Theatre[] => served.theatres
export const grid = () => served.tiles

/** Columns in which nothing stands, such as an ocean, are drawn narrower, so that tiles are larger. */
const LESS = 0.7
export const tileX = (column: number): number => column - LESS * served.tiles.empty.filter((one) => one < column).length

export interface Shape {
  d: string
  at: [number, number]
}
export type Box = [number, number, number, number]
/** The map of the world that is shown; null where it has none. */
export interface WholeMap {
  views: Record<string, Box>
  /** The view that is set in beside the world; empty for none. */
  inset: string
  /** Theatres that are named in the view of the world. */
  named: string[]
  sea: string
  outside: string
  theatres: Record<string, Shape>
  powers: Record<string, Shape>
}
export const map = (): WholeMap | null => served.map as unknown as WholeMap | null
/** Whether a power is the closed one or the open one, and what it is called on a map. */
export const sideOf = (power: string): 'closed' | 'open' => (power === served.powers.closed ? 'closed' : 'open')
export const nameOf = (power: string): string => served.words[`${sideOf(power)}_map`] ?? power

/** Upper edges of the colour steps of a share; the middle step is neutral. */
export const EDGES = [0.05, 0.15, 0.3, 0.45, 0.55, 0.7, 0.85, 0.95]
/** The same for a difference of shares. */
export const DIFFERENCE_EDGES = [-0.3, -0.15, -0.07, -0.02, 0.02, 0.07, 0.15, 0.3]

/** The colour step 0 (open) to 8 (closed) of a value. */
export function stepOfValue(value: number, kind: MapKind = 'share'): number {
  const edges = kind === 'difference' ? DIFFERENCE_EDGES : EDGES
  let step = 0
  while (step < edges.length && value >= edges[step]!) step++
  return step
}

/** A value as it stands on a tile: "37", "<1", "+12", "0.45". */
export function shortValue(value: number | undefined, kind: MapKind = 'share'): string {
  if (value === undefined || !Number.isFinite(value)) return ''
  if (kind === 'difference') return signed(100 * value)
  return kind === 'influence' ? plain(value) : inHundred(value)
}

export function sayValue(value: number | undefined, kind: MapKind = 'share', unknown = false): string {
  if (unknown) return words.not_seen
  if (value === undefined || !Number.isFinite(value)) return words.no_value
  const short = shortValue(value, kind)
  if (kind === 'difference') return words.difference_share_said(short)
  return kind === 'influence' ? words.influence_said(short) : words.share_said(short)
}

type Place = [number, number]

/** Return the nearest place in the direction of an arrow key; null if none lies that way or it is no arrow. */
export function nextIn(key: string, from: string, places: Record<string, Place>): string | null {
  const aim: Record<string, Place> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
  const way = aim[key]
  const start = places[from]
  if (!way || !start) return null
  let best: string | null = null
  let least = Infinity
  for (const [code, [px, py]] of Object.entries(places)) {
    if (code === from) continue
    const dx = px - start[0]
    const dy = py - start[1]
    const along = dx * way[0] + dy * way[1]
    const across = Math.abs(dx * way[1]) + Math.abs(dy * way[0])
    if (along <= 1e-9 || across > 2 * along) continue
    const cost = along + 2 * across
    if (cost < least) {
      least = cost
      best = code
    }
  }
  return best
}

export const tilePlaces = (theatres: Theatre[]): Record<string, Place> =>
  Object.fromEntries(theatres.map((t) => [t.code, [t.column, t.row] as Place]))
export const mapPlaces = (theatres: Theatre[], map: WholeMap): Record<string, Place> =>
  Object.fromEntries(theatres.filter((t) => map.theatres[t.code]).map((t) => [t.code, map.theatres[t.code]!.at]))

/** Theatres by region, in the scenario's order. */
export function byRegion(theatres: Theatre[]): [string, Theatre[]][] {
  const found = new Map<string, Theatre[]>()
  for (const t of theatres) found.set(t.region, [...(found.get(t.region) ?? []), t])
  return [...found]
}
