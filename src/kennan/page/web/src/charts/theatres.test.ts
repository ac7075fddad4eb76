import { describe, expect, it } from 'vitest'
import { byRegion, EDGES, map, mapPlaces, nextIn, sayValue, shortValue, stepOfValue, theatres, tilePlaces } from './theatres'

const MAP = map()!

describe('the map', () => {
  it('has every theatre once, with an area but for West Berlin, inside the sheet', () => {
    expect(Object.keys(MAP.theatres).sort()).toEqual(theatres().map((t) => t.code).sort())
    const [left, top, wide, high] = MAP.views['world']!
    for (const [code, shape] of Object.entries(MAP.theatres)) {
      if (code === 'WBE') expect(shape.d).toBe('')
      else expect(shape.d).toMatch(/^M[\d.]+ [\d.]+l.+z$/)
      expect(shape.at[0]).toBeGreaterThan(left)
      expect(shape.at[0]).toBeLessThan(left + wide)
      expect(shape.at[1]).toBeGreaterThan(top)
      expect(shape.at[1]).toBeLessThan(top + high)
    }
    expect(Object.keys(MAP.powers)).toEqual(['USSR', 'NAM'])
  })
  it('has one tile a theatre', () => {
    const seats = theatres().map((t) => `${t.column},${t.row}`)
    expect(new Set(seats).size).toBe(seats.length)
  })
  it('colours from open to Soviet with a neutral middle', () => {
    expect([0, 0.5, 1].map((v) => stepOfValue(v))).toEqual([0, 4, 8])
    expect([-1, 0, 1].map((v) => stepOfValue(v, 'difference'))).toEqual([0, 4, 8])
    expect(EDGES.map((e) => 1 - e).reverse().every((e, i) => Math.abs(e - EDGES[i]!) < 1e-9)).toBe(true)
  })
  it('says values in words', () => {
    expect(sayValue(0.37)).toBe('in the Soviet orbit in 37 worlds of 100')
    expect(sayValue(0.37, 'share', true)).toBe('not seen from here')
    expect(sayValue(undefined)).toBe('no value')
    expect(shortValue(-0.12, 'difference')).toBe('−12')
  })
  it('keeps the regions together', () => {
    expect(byRegion(theatres()).flatMap(([, list]) => list).length).toBe(theatres().length)
  })
})

describe.each([['tiles', tilePlaces(theatres())], ['map', mapPlaces(theatres(), MAP)]])('arrow keys on the %s', (_, places) => {
  it('reach every theatre from every other', () => {
    const seen = new Set(['NOR'])
    const open = ['NOR']
    while (open.length) {
      const from = open.pop()!
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        const to = nextIn(key, from, places)
        if (to && !seen.has(to)) {
          seen.add(to)
          open.push(to)
        }
      }
    }
    expect(theatres().map((t) => t.code).filter((c) => !seen.has(c))).toEqual([])
  })
  it('go the way they point', () => {
    for (const { code } of theatres()) {
      const right = nextIn('ArrowRight', code, places)
      if (right) expect(places[right]![0]).toBeGreaterThan(places[code]![0])
      const down = nextIn('ArrowDown', code, places)
      if (down) expect(places[down]![1]).toBeGreaterThan(places[code]![1])
    }
    expect(nextIn('Enter', 'NOR', places)).toBeNull()
  })
})
