/** Draws every chart to text: what a screen reader gets, and nothing that the page's policy would refuse. */
import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { describe, expect, it } from 'vitest'
import Difference from './Difference.svelte'
import Dots from './Dots.svelte'
import Fan from './Fan.svelte'
import MapKey from './MapKey.svelte'
import RegionList from './RegionList.svelte'
import Small from './Small.svelte'
import Standing from './Standing.svelte'
import Table from './Table.svelte'
import Tiles from './Tiles.svelte'
import TimeScrubber from './TimeScrubber.svelte'
import TwoFans from './TwoFans.svelte'
import { theatres } from './theatres'
import { OUTCOMES, type Bands, type Outcome } from './types'
import WorldMap from './WorldMap.svelte'

const line = (v: number) => Array.from({ length: 181 }, (_, i) => v + i / 1000)
const bands = (v: number): Bands => ({ q05: line(v - 0.2), q25: line(v - 0.1), q50: line(v), q75: line(v + 0.1), q95: line(v + 0.2) })
const shares = { general_war: 0.01, breakup: 0.3, expansion: 0.004, western_exhaustion: 0, mellowing: 0.466, stalemate: 0.22 }
const yearly = Object.fromEntries(OUTCOMES.map((o) => [o, Array.from({ length: 46 }, () => shares[o])])) as Record<Outcome, number[]>
const values = Object.fromEntries(theatres().map((t, i) => [t.code, i / 71]))

const every: [string, Component<any>, Record<string, unknown>][] = [
  ['Fan', Fan, { label: 'The Soviet orbit', bands: bands(0.5), at: 61, pinned: bands(0.4), world: line(0.3), record: [{ year: 1950, value: 0.4, low: 0.3, high: 0.5 }], marks: [{ year: 1953, label: 'firmer' }] }],
  ['TwoFans', TwoFans, { label: 'Unity', series: [{ key: 'a', label: 'Party', bands: bands(0.6) }, { key: 'b', label: 'West', bands: bands(0.4), tone: 'open' }] }],
  ['Dots', Dots, { shares, pinned: { ...shares, breakup: 0.2, mellowing: 0.566 } }],
  ['Standing', Standing, { shares: yearly, at: 40 }],
  ['Difference', Difference, { label: 'Difference', rows: [{ key: 'b', label: 'break-up', n: 10, low: 5, high: 15, outcome: 'breakup' }] }],
  ['WorldMap', WorldMap, { values, selected: 'GRE', crises: { IRN: 1 }, overlay: { effort: { GRE: 0.4 }, counterforce: { GRE: 0.8 } } }],
  ['Tiles', Tiles, { values, selected: 'GRE', unknown: ['TIB'], crises: { IRN: 1 } }],
  ['WorldMap with points', WorldMap, { values, overlay: { effort: { GRE: 0.4 }, points: { GRE: 3, CHI: 1, TUR: 0 }, names: { effort: 'your pressure', points: 'aims placed' } } }],
  ['Tiles with points', Tiles, { values, overlay: { points: { GRE: 3, TUR: 0 } } }],
  ['MapKey', MapKey, { overlay: { effort: {}, counterforce: {} } }],
  ['RegionList', RegionList, { values }],
  ['TimeScrubber', TimeScrubber, { at: 60, count: 181 }],
  ['Small', Small, { label: 'claim', arms: [{ label: 'firm', value: 0.4, off: 0.3 }], findings: [{ name: 'gap', value: 0.2, low: 0.1, high: 0.3, expected: 'above 0.05', verdict: 'shown' }, { name: 'loss', value: -0.2, expected: '-0.3 to -0.1' }] }],
  ['Table', Table, { data: { caption: 'c', columns: ['a', 'b'], rows: [['x', 1], ['y', null]] } }],
]
const drawn = (name: string) => {
  const [, chart, props] = every.find((e) => e[0] === name)!
  return render(chart, { props }).body
}

describe.each(every)('%s', (name) => {
  it('draws no style attribute, no script and no broken number', () => {
    const html = drawn(name)
    expect(html).not.toMatch(/\sstyle=|<script|\son\w+=/)
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/)
  })
})

describe('what a screen reader gets', () => {
  it('the cursor of a fan as a slider with a reading', () => {
    const html = drawn('Fan')
    expect(html).toMatch(/role="slider"[^>]*aria-label="The Soviet orbit"[^>]*aria-valuenow="61"[^>]*aria-valuetext="1962 Q2: median 0\.56;[^"]*pinned 0\.46[^"]*"/)
  })
  it('the hundred worlds in one sentence, and a mark each', () => {
    const html = drawn('Dots')
    expect(html).toContain('aria-label="Of 100 worlds: 47 mellowing, 30 break-up, 22 stalemate, 1 general war, &lt;1 expansion."')
    expect(html.slice(0, html.indexOf('</svg>')).match(/<path/g)).toHaveLength(100)
  })
  it.each(['WorldMap', 'Tiles'])('every theatre of the %s as a button, one of them in the tab order', (name) => {
    const html = drawn(name)
    expect(html.match(/role="button"/g)).toHaveLength(theatres().length)
    expect(html.match(/role="button" tabindex="0"/g)).toHaveLength(1)
    expect(html).toMatch(/role="button" tabindex="0" aria-pressed="true" aria-label="Greece:/)
    expect(html.match(/<option/g)).toHaveLength(theatres().length + 1)
  })
  it('the points that are placed, and a key that names what is drawn and nothing else', () => {
    const map = drawn('WorldMap with points')
    const plates = [...map.matchAll(/<g class="label placed[^>]*>.*?<\/g>/gs)].map((one) => one[0].replace(/<[^>]+>/g, ''))
    expect(plates.sort()).toEqual(['CHI1', 'GRE3', 'GRE3']) // Greece stands in the window on Europe, too
    expect(map).toContain('your pressure')
    expect(map).toContain('aims placed')
    expect(map).not.toContain('counterforce')
    expect(drawn('Tiles with points').match(/<text class="points /g)).toHaveLength(1)
    expect(drawn('MapKey')).toMatch(/Soviet effort.*counterforce/s)
    expect(drawn('MapKey')).not.toContain('points placed')
  })
  it('a theatre that is not seen as such', () => {
    expect(drawn('Tiles')).toContain('aria-label="Tibet &amp; Himalaya: not seen from here"')
  })
  it('the list by region with a button each', () => {
    expect(drawn('RegionList').match(/<button/g)).toHaveLength(theatres().length)
  })
  it('the time in words', () => {
    expect(drawn('TimeScrubber')).toContain('aria-valuetext="1962 Q1"')
  })
  it('a claim with what was expected of it', () => {
    expect(drawn('Small')).toContain('gap: 0.20 (0.10 to 0.30), expected above 0.05')
    expect(drawn('Small')).toContain('loss: −0.20, expected −0.3 to −0.1')
    expect(drawn('Small')).not.toMatch(/>[^<]*-\d/)
  })
})
