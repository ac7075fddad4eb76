/** What can be saved of the page: one table of everything that is shown, and the results with what they belong to. */
import { OUTCOMES, quarterWords, whenWords, years, type TableData } from '../charts'
import { charts as chartWords } from '../lib/strings/charts'
import type { Compared, Recorded, Simulated } from './types'

const QUANTILES = ['q05', 'q25', 'q50', 'q75', 'q95'] as const

/** Everything that is shown, one row a value: long, so that any tool can take it. */
export function everything(result: Simulated, pinned: Simulated | null, compared: Compared | null, record: Recorded | null, codes: readonly string[]): TableData {
  const rows: TableData['rows'] = []
  const fans = (run: string, tables: Record<string, Simulated['series'][string]>) => {
    for (const [name, bands] of Object.entries(tables))
      for (const q of QUANTILES) bands[q].forEach((value, at) => rows.push([run, name, '', quarterWords(at), q, value]))
  }
  const ends = (run: string, of: Simulated) => {
    for (const o of OUTCOMES) {
      const one = of.outcomes[o]!
      rows.push([run, o, '', 'end', 'share', one.share], [run, o, '', 'end', 'low', one.low], [run, o, '', 'end', 'high', one.high])
      of.standing[o]!.forEach((value, year) => rows.push([run, o, '', whenWords(year, years()), 'stands', value]))
    }
    for (const [year, row] of of.theatres.orbit.entries())
      row.forEach((value, i) => rows.push([run, 'in_orbit', codes[i] ?? '', whenWords(year, years()), 'share', value]))
  }
  fans('this', result.series)
  fans('this', result.chances)
  ends('this', result)
  if (result.world) for (const [name, line] of Object.entries(result.world.series)) line.forEach((value, at) => rows.push([`world ${result.world!.number}`, name, '', quarterWords(at), 'value', value]))
  if (pinned) {
    fans('pinned', pinned.series)
    fans('pinned', pinned.chances)
    ends('pinned', pinned)
  }
  if (compared) {
    fans('difference', compared.series)
    for (const o of OUTCOMES) {
      const one = compared.outcomes[o]!
      rows.push(['difference', o, '', 'end', 'worlds in 100', one.in_hundred], ['difference', o, '', 'end', 'low', one.low], ['difference', o, '', 'end', 'high', one.high])
    }
  }
  for (const [name, series] of Object.entries(record?.series ?? {}))
    for (const point of series.points) rows.push(['record', name, '', `${point.year}`, 'value', point.value], ['record', name, '', `${point.year}`, 'low', point.low], ['record', name, '', `${point.year}`, 'high', point.high])
  return { caption: chartWords.table, columns: ['run', 'quantity', 'theatre', 'when', 'statistic', 'value'], rows }
}
