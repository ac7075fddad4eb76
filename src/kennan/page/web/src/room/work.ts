/** What a class is set, and what is handed in: plain functions over plain data. */
import type { components } from '../lib/api.d'
import { write } from '../lib/route.svelte'
import { served } from '../lib/served'

export type Assignment = components['schemas']['Assignment']
export type ClassView = components['schemas']['ClassView']
export type Student = components['schemas']['Student']
export type Handed = components['schemas']['Handed']
export type HandIn = components['schemas']['HandIn']
export type Seat = components['schemas']['Seat']
export type Ending = keyof Counts
export type Counts = {
  general_war: number
  breakup: number
  expansion: number
  western_exhaustion: number
  mellowing: number
  stalemate: number
}
export const ENDINGS: readonly Ending[] = ['general_war', 'breakup', 'expansion', 'western_exhaustion', 'mellowing', 'stalemate']
export const FREE: Assignment = { kind: 'free', side: 'either', length: 'short', seed: 47, world: 12, luck: 'same', link: '', note: '', question: '' }
export const LONGEST_ANSWER = 2000 // characters
export type Side = 'open' | 'closed'

const AS_FAR = 45 // years for which a world goes on
/** The calendar year in which the worlds of games end. */
export const goesOnTo = (): number => served.year + AS_FAR

/** The world that a student plays: the same for all, or the next one for each in the order of joining. */
export function worldOf(work: Assignment, seat: number): number {
  return work.luck === 'own' ? ((work.world ?? 12) + seat) % 1000 : (work.world ?? 12)
}

/** The address that begins the game that is set. */
export function gameLink(work: Assignment, seat: number, side: Side): string {
  return write('play', {
    side,
    seed: String(work.seed ?? 47),
    world: String(worldOf(work, seat)),
    length: work.length ?? 'short',
    class: '1',
  })
}

export function sidesOf(work: Assignment): Side[] {
  return work.side === 'open' || work.side === 'closed' ? [work.side] : ['open', 'closed']
}

/** The address that opens a piece of work. A link has been checked to hold nothing but letters, digits, - and _. */
export function openLink(work: { kind: string; link: string }): string {
  return work.kind === 'game' ? write('play', { g: work.link }) : write('explore', { s: work.link })
}

/** The state in an address of the exploring page that somebody pasted; null when it is not one. */
export function stateOf(pasted: string): string | null {
  const text = pasted.trim()
  if (/^[A-Za-z0-9_-]{4,16000}$/.test(text)) return text
  const query = text.match(/#\/explore\?(.*)$/)?.[1]
  const state = query === undefined ? null : new URLSearchParams(query).get('s')
  return state && /^[A-Za-z0-9_-]{1,16000}$/.test(state) ? state : null
}

/** A code as it is typed: upper case, four and four, misread letters put right. */
export function typedCode(text: string): string {
  const code = text
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-HJKMNP-TV-Z]/g, '')
    .slice(0, 8)
  return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code
}

/** The newest piece of work of each student that has one. */
export function newestWorks(students: readonly Student[]): { student: Student; work: Handed }[] {
  return students.flatMap((student) => (student.works[0] ? [{ student, work: student.works[0] }] : []))
}

/** The figures that the class's newest games report, by name. */
export function figures(students: readonly Student[]): { name: string; label: string; unit: string; values: { id: number; name: string; value: number }[] }[] {
  const found = new Map<string, { name: string; label: string; unit: string; values: { id: number; name: string; value: number }[] }>()
  for (const { student, work } of newestWorks(students))
    for (const one of work.summary.standing ?? []) {
      const row = found.get(one.name) ?? { name: one.name, label: one.label, unit: one.unit ?? '', values: [] }
      row.values.push({ id: student.id, name: student.name, value: one.value })
      found.set(one.name, row)
    }
  return [...found.values()]
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The clock time of an instant, such as "10:42". */
export function clock(instant: string | number): string {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}
