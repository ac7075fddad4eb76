import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fan, orbit, provenanceOf, rows, shares, type RunData } from './data'
import { inflated } from './inflate'

function packed(values: number[], from: number, to: number) {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((v, i) => bytes.writeUInt16LE(v, 2 * i))
  return { from, to, base64: bytes.toString('base64') }
}

describe('numbers of a report', () => {
  it('are unpacked as they were packed', () => {
    const [first, second] = rows(packed([0, 65_534, 32_767, 65_535], -1, 3), 2)
    expect(first).toEqual([-1, 3])
    expect(second![0]).toBeCloseTo(1, 9)
    expect(second![1]).toBeNaN()
  })
  it('come as five quantiles and a line', () => {
    const found = fan(packed([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0, 65_534))
    expect(found.bands.q05).toEqual([0, 1])
    expect(found.bands.q95).toEqual([8, 9])
    expect(found.world).toEqual([10, 11])
  })
  it('keep the order of theatres and years', () => {
    const run = { orbit: { theatres: ['A', 'B'], years: [1947, 1948], shares: { x: Buffer.from([0, 100, 200, 50]).toString('base64') } } }
    expect(orbit(run as unknown as RunData, 'x', 1948)).toEqual({ A: 1, B: 0.25 })
  })
  it('are shares with intervals', () => {
    const three: [number, number, number] = [0.5, 0.4, 0.6]
    const given = { general_war: three, breakup: three, expansion: three, western_exhaustion: three, mellowing: three, stalemate: three }
    expect(shares(given).mellowing).toEqual({ share: 0.5, low: 0.4, high: 0.6 })
  })
})

describe('where a number comes from', () => {
  const run = {
    provenance: {
      formulas: ['<math>a</math>'],
      parameters: { p: { name: 'p' } },
      claims: { c: ['It is so.', 'shown'] },
      said: { 'II.8': 'A stream.' },
      items: { orbit: { name: 'orbit', formulas: [['flow', 'advance', 1, 0]], parameters: ['p', 'gone'], claims: ['c'], passages: ['II.8'] } },
    },
  } as unknown as RunData
  it('is put together from what is shared', () => {
    const found = provenanceOf(run, 'orbit')!
    expect(found.formulas).toEqual([{ file: 'flow', function: 'advance', main: true, mathml: '<math>a</math>' }])
    expect(found.parameters).toEqual([{ name: 'p' }])
    expect(found.claims).toEqual([{ id: 'c', paraphrase: 'It is so.', verdict: 'shown' }])
    expect(found.passages).toEqual([{ id: 'II.8', paraphrase: 'A stream.' }])
  })
  it('is null where the run is of another version', () => {
    expect(provenanceOf(run, 'orbit_of_old')).toBeNull()
  })
})

describe('the file', () => {
  it('is inflated', async () => {
    const text = deflateSync(Buffer.from(JSON.stringify({ v: 1, title: 'Späße' }))).toString('base64')
    expect(await inflated(text)).toEqual({ v: 1, title: 'Späße' })
    expect(await inflated(' \n')).toBeNull()
  })
})
