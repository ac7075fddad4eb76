/** A lever's schedule while it is being edited: points are added, moved and taken out. Pure functions. */
import { startYear, valueAt } from './state'
import type { Course, Points } from './types'

export const MOST = 60 // as many as a link holds
const MONTH = 1 / 12
const LONGEST = 75 // years of a run
const round = (value: number, by: number) => Math.round(value / by) * by

/** In order of time, at least a month between two; one point alone is a constant. */
function tidy(points: Points): Course {
  const sorted = [...points].sort((a, b) => a[0] - b[0])
  for (let i = 1; i < sorted.length; i++) if (sorted[i]![0] < sorted[i - 1]![0] + MONTH - 1e-9) sorted[i] = [sorted[i - 1]![0] + MONTH, sorted[i]![1]]
  return sorted.length > 1 ? sorted : (sorted[0]?.[1] ?? 0)
}

/** With one point more, in the middle of the widest gap up to the last year, on the line that is there: nothing else changes. */
export function withPoint(points: Points, last: number): Course {
  if (points.length >= MOST) return points
  const ends = [...points.map(([year]) => year), Math.max(last, points.at(-1)![0])]
  let widest = 0
  for (let i = 1; i + 1 < ends.length; i++) if (ends[i + 1]! - ends[i]! > ends[widest + 1]! - ends[widest]! + 1e-9) widest = i
  const middle = (ends[widest]! + ends[widest + 1]!) / 2
  const year = ends[widest + 1]! - ends[widest]! >= 2 ? Math.round(middle) : middle
  return tidy([...points, [year, Number(round(valueAt(points, year), 0.01).toFixed(2))]])
}

/** With one point taken out. */
export const without = (points: Points, at: number): Course => tidy(points.filter((_, i) => i !== at))

/** With one point in another year, which may lie beyond its neighbours; and where it stands then. */
export function inYear(points: Points, at: number, year: number): { course: Course; at: number } {
  const moved: [number, number] = [Math.min(startYear() + LONGEST, Math.max(startYear(), year)), points[at]![1]]
  const others = points.filter((_, i) => i !== at)
  // in the year of another point it comes after it
  const to = others.filter(([when]) => when <= moved[0] + 1e-9).length
  return { course: tidy([...others.slice(0, to), moved, ...others.slice(to)]), at: to }
}

/** With another value at one point. */
export const withValue = (points: Points, at: number, value: number): Points => points.map((point, i) => (i === at ? [point[0], value] : point))
