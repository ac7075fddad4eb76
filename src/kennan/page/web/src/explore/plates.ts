/** Which charts there are, and what each is drawn from. */
import type { Bands, RecordPoint, Series, Tone } from '../charts'
import { reach } from '../charts'
import { explore as words } from '../lib/strings/explore'
import { bandsOf, type Known } from './known'
import type { Scales } from './scales'
import type { Compared, Recorded, Registers, Simulated } from './types'

export interface Plate {
  key: string
  /** Names in `series`, or in `chances`. */
  of: readonly string[]
  tones: readonly Tone[]
  chance?: boolean
  /** Where its axis begins: an index has its bounds, another quantity room for every shipped policy. */
  domain: [number, number]
  /** Under what name its numbers are explained. */
  explain: string
  /** What it says, where that is not among the page's own words. */
  said?: { title: string; unit: string; says: string; names?: [string, string] }
}

export const PLATES: readonly Plate[] = [
  { key: 'orbit', of: ['orbit'], tones: ['soviet'], domain: [0, 0.8], explain: 'orbit' },
  { key: 'star', of: ['inner_vitality', 'radiance'], tones: ['soviet', 'accent'], domain: [0, 1], explain: 'inner_vitality' },
  { key: 'pressure', of: ['pressure', 'counterforce_total'], tones: ['soviet', 'open'], domain: [0, 6], explain: 'pressure' },
  { key: 'unity', of: ['party_unity', 'western_unity'], tones: ['soviet', 'open'], domain: [0, 1], explain: 'party_unity' },
  { key: 'war', of: ['grave_crisis', 'general_war'], tones: ['accent', 'plain'], chance: true, domain: [0, 0.6], explain: 'outcome:general_war' },
]

export const MORE: readonly Plate[] = [
  { key: 'output', of: ['output_ratio'], tones: ['soviet'], domain: [0, 1.25], explain: 'output_ratio' },
  { key: 'strain', of: ['frustration', 'mellowing'], tones: ['soviet', 'accent'], domain: [0, 1], explain: 'mellowing' },
  { key: 'faith', of: ['popular_faith', 'appeal_abroad'], tones: ['soviet', 'accent'], domain: [0, 1], explain: 'popular_faith' },
  { key: 'people', of: ['exhaustion'], tones: ['soviet'], domain: [0, 1], explain: 'exhaustion' },
  { key: 'dissent', of: ['open_dissent'], tones: ['soviet'], domain: [0, 0.6], explain: 'open_dissent' },
  { key: 'health', of: ['western_health'], tones: ['open'], domain: [0, 1], explain: 'western_health' },
]

/** The charts of what somebody's own mechanisms bring, a quantity each. */
export function platesOf(brought: Registers['brought'][number]): Plate[] {
  return brought.quantities.map((one) => ({
    key: `own ${one.name}`,
    of: [one.name],
    tones: ['accent'],
    domain: [Math.min(0, one.low ?? 0), one.high ?? 1],
    explain: one.name,
    said: { title: titleOf(one.name), unit: one.unit, says: one.sentence },
  }))
}

/** A name of a register as a title. */
export function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What is said of a plate. */
export function saidOf(plate: Plate): NonNullable<Plate['said']> {
  return plate.said ?? words.charts[plate.key]!
}

export interface Laid extends Known {
  pinned: Simulated | null
  compared: Compared | null
  difference: boolean
  record: Recorded | null
}

/** Whether a plate can show the difference; chances are shown for both runs. */
export function differs(plate: Plate, laid: Laid): boolean {
  return laid.difference && !plate.chance && laid.compared !== null
}

/** What a plate draws: its quantities with what is laid over them. */
export function seriesOf(plate: Plate, laid: Laid): Series[] {
  const { names, title } = saidOf(plate)
  const difference = differs(plate, laid)
  return plate.of.map((name, i) => {
    const { bands: own, former } = bandsOf(laid, plate.chance ? 'chances' : 'series', name)
    const bands: Bands = (difference && laid.compared!.series[name]) || own
    const ghost = difference ? null : ((plate.chance ? laid.pinned?.chances[name] : laid.pinned?.series[name]) ?? null)
    const world = difference || plate.chance || laid.ahead ? null : (laid.whole.world?.series[name] ?? null)
    return {
      key: name,
      label: names?.[i] ?? title,
      bands,
      former: difference ? null : former,
      tone: plate.tones[i] ?? 'plain',
      pinned: ghost,
      world,
      record: difference ? [] : recordOf(laid.record, name),
    }
  })
}

/** The axis of a plate: it stays from policy to policy, and grows where what is drawn leaves it. */
export function axisOf(plate: Plate, laid: Laid, series: Series[], scales: Scales): [number, number] {
  const difference = differs(plate, laid)
  return scales.fit(difference ? `${plate.key} difference` : plate.key, reach(series) ?? [0, 0], difference ? undefined : plate.domain)
}

function recordOf(record: Recorded | null, name: string): RecordPoint[] {
  return record?.series[name]?.points ?? []
}
