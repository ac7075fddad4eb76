// Makes map.json of the article's scenario: every theatre of the scenario as one SVG path in Equal Earth, one decimal.
// Run at development time only; see README.md beside this file.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { geoEqualEarth, geoArea } from 'd3-geo'
import { geoProject } from 'd3-geo-projection'
import polygonClipping from 'polygon-clipping'
import { feature, merge } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify, planarTriangleArea } from 'topojson-simplify'

const here = (name) => new URL(name, import.meta.url)
const read = (name) => JSON.parse(readFileSync(here(name), 'utf8'))
const lands = read('lands.json')
const cuts = read('cuts.json')
const atlas = createRequire(import.meta.url)('world-atlas/countries-50m.json')

const WIDTH = 1000
const CENTRE = 11 // central meridian: the cut then runs through the Bering Strait, and Europe stands upright
const FINE = { europe: { west: -12, east: 46, south: 33, north: 72, gain: 9 }, asia: { west: 95, east: 146, south: -10, north: 46, gain: 2.2 } }
const LEAST = 0.42 // square map units; triangles smaller than this are dropped
const ISLAND = 0.55 // square map units; rings smaller than this are dropped, unless they are all a theatre has

function polygons(geometry) {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
}

function countries() {
  const found = new Map()
  for (const f of feature(atlas, atlas.objects.countries).features) {
    found.set(f.properties.name, [...(found.get(f.properties.name) ?? []), ...polygons(f.geometry)])
  }
  for (const [country, cut] of Object.entries(cuts)) {
    if (country === 'note') continue
    let rest = found.get(country)
    for (const piece of cut.pieces) {
      const ring = [[...piece.polygon, piece.polygon[0]]]
      found.set(piece.name, [...(found.get(piece.name) ?? []), ...polygonClipping.intersection(rest, ring)])
      rest = polygonClipping.difference(rest, ring)
    }
    found.set(cut.rest, rest)
  }
  return found
}

// polygon-clipping winds rings as GeoJSON asks; d3-geo wants them the other way round
function wound(rings) {
  return rings.map((ring, i) => {
    const big = geoArea({ type: 'Polygon', coordinates: [ring] }) > 2 * Math.PI
    return big === (i === 0) ? [...ring].reverse() : ring
  })
}

function grouped() {
  const known = countries()
  const features = []
  const add = (code, kind, names) => {
    for (const name of names) {
      const coordinates = known.get(name)
      if (!coordinates) throw new Error(`no country "${name}" in the atlas (for ${code})`)
      features.push({ type: 'Feature', properties: { code, kind }, geometry: { type: 'MultiPolygon', coordinates: coordinates.map(wound) } })
    }
  }
  for (const [code, names] of Object.entries(lands.theatres)) add(code, 'theatre', names)
  for (const [code, names] of Object.entries(lands.powers)) add(code, 'power', names)
  add('outside', 'outside', lands.outside)
  return features
}

const features = grouped()
const projection = geoEqualEarth().rotate([-CENTRE, 0])
projection.fitWidth(WIDTH, { type: 'Sphere' })
const flat = features.map((f) => ({ ...f, geometry: geoProject(f.geometry, projection) })).filter((f) => f.geometry)
const whole = topology({ lands: { type: 'FeatureCollection', features: flat } }, 1e5)

// Corners weigh more where the insets look closely.
function gain([x, y]) {
  const at = projection.invert([x, y])
  let most = 1
  for (const box of Object.values(FINE)) {
    if (at && at[0] > box.west && at[0] < box.east && at[1] > box.south && at[1] < box.north) most = Math.max(most, box.gain)
  }
  return most
}
const light = simplify(presimplify(whole, (t) => planarTriangleArea(t) * gain(t[1])), LEAST)

const round = (v) => Math.round(v * 10) / 10
function ringArea(ring) {
  let sum = 0
  for (let i = 0; i + 1 < ring.length; i++) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1]
  return Math.abs(sum) / 2
}
function drawn(ring) {
  const points = []
  for (const [x, y] of ring.slice(0, -1)) {
    const p = [round(x), round(y)]
    const last = points.at(-1)
    if (!last || last[0] !== p[0] || last[1] !== p[1]) points.push(p)
  }
  return points
}
// Relative steps are shorter than places; sums are kept in tenths, so that they come out exact.
function path(rings) {
  let out = ''
  for (const ring of rings) {
    const points = drawn(ring).map(([x, y]) => [Math.round(x * 10), Math.round(y * 10)])
    if (points.length < 3) continue
    let [px, py] = points[0]
    const text = (v) => String(v / 10).replace(/^(-?)0\./, '$1.')
    out += `M${text(px)} ${text(py)}l`
    out += points.slice(1).map(([x, y]) => {
      const step = `${text(x - px)} ${text(y - py)}`
      px = x; py = y
      return step
    }).join(' ').replaceAll(' -', '-') + 'z'
  }
  return out
}
function shape(code) {
  const parts = light.objects.lands.geometries.filter((g) => g.properties.code === code)
  const rings = merge(light, parts).coordinates.flat()
  const sized = rings.map((ring) => ({ ring, area: ringArea(ring) })).sort((a, b) => b.area - a.area)
  const kept = sized.filter(({ ring, area }, i) => i === 0 || area * gain(ring[0]) >= ISLAND)
  return path(kept.map(({ ring }) => ring))
}

const SCENARIO = '../../../../scenarios/x-1947/'
const [head, ...rows] = readFileSync(here(`${SCENARIO}theatres.csv`), 'utf8').trim().split('\n').map((line) => line.match(/("[^"]*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, '')))
const cell = (row, column) => row[head.indexOf(column)]
const places = Object.fromEntries(rows.map((row) => [cell(row, 'code'), projection([Number(cell(row, 'lon')), Number(cell(row, 'lat'))]).map(round)]))
const hand = read('places.json')
const theatres = {}
for (const code of Object.keys(places)) {
  const at = hand.places[code] ? projection(hand.places[code]).map(round) : places[code]
  theatres[code] = { d: lands.theatres[code] ? shape(code) : '', at }
}
const powers = Object.fromEntries(Object.keys(lands.powers).map((code) => [code, { d: shape(code), at: projection(hand.places[code]).map(round) }]))
const corner = ([lon, lat]) => projection([lon, lat])
const view = ({ west, east, south, north }) => {
  const xs = [corner([west, (south + north) / 2])[0], corner([east, (south + north) / 2])[0]]
  const ys = [corner([CENTRE, north])[1], corner([CENTRE, south])[1]]
  return [xs[0], ys[0], xs[1] - xs[0], ys[1] - ys[0]].map(round)
}
const top = projection([CENTRE, 84])[1]
const bottom = projection([CENTRE, -57])[1]
const sea = (() => {
  const left = [], right = []
  for (let lat = 84; lat >= -57; lat -= 3) {
    left.push(projection([CENTRE - 179.99, lat])); right.push(projection([CENTRE + 179.99, lat]))
  }
  return 'M' + [...right, ...left.reverse()].map((p) => p.map(round).join(' ')).join('L') + 'z'
})()

const out = {
  source: 'Natural Earth 1:50m (public domain) through world-atlas 2.0.2, merged into theatres; cuts inside countries drawn by hand',
  projection: `Equal Earth, central meridian ${CENTRE} degrees east`,
  meridian: CENTRE,
  inset: hand.inset,
  named: hand.named,
  views: { world: [0, round(top), WIDTH, round(bottom - top)], ...Object.fromEntries(Object.entries(hand.views).map(([k, v]) => [k, view(v)])) },
  sea,
  theatres,
  powers,
  outside: shape('outside'),
}
const text = JSON.stringify(out).replaceAll(/("(?:[A-Z]{3,4}|source|projection|meridian|inset|named|views|sea|theatres|powers|outside)":)/g, '\n$1') + '\n'
writeFileSync(here(`${SCENARIO}map.json`), text)
console.log(`${Object.keys(theatres).length} theatres, ${(text.length / 1000).toFixed(1)} kB`)
for (const [k, v] of Object.entries({ ...theatres, ...powers })) if (!v.d) console.log(`${k}: no area, marker only`)
