/** Reads the style sheets and holds every pair of colours that meet on a chart to the contrast it needs. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { OUTCOMES } from './types'

const sheets = ['./charts.css', '../lib/theme.css'].map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))

/** Colours by theme; a token of the theme wins over the fallback that the charts carry. */
function palette(theme: 'light' | 'dark'): Record<string, string> {
  const found: Record<string, string> = {}
  const pick = (light: string, dark: string) => (theme === 'light' ? light : dark)
  for (const m of sheets[1]!.matchAll(/--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/g)) found[m[1]!] = pick(m[2]!, m[3]!)
  for (const m of sheets[0]!.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) found[m[1]!] = pick(m[2]!, m[3]!)
  for (const m of sheets[0]!.matchAll(/--(chart-\w+): var\(--(\w+), light-dark\((#\w{6}), (#\w{6})\)\)/g)) {
    found[m[1]!] = found[m[2]!] ?? pick(m[3]!, m[4]!)
  }
  return found
}

function luminance(hex: string): number {
  const part = (i: number) => {
    const v = Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2)
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** How far two colours are apart for an eye without red cones (Viénot, Brettel and Mollon 1999), in plain RGB steps. */
function protanope(hex: string): [number, number, number] {
  const linear = [0, 1, 2].map((i) => (Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255) ** 2.2) as [number, number, number]
  const [r, g, b] = linear
  const seen = [0.11238 * r + 0.88762 * g, 0.11238 * r + 0.88762 * g, 0.00401 * r - 0.00401 * g + b]
  return seen.map((v) => 255 * Math.max(0, v) ** (1 / 2.2)) as [number, number, number]
}
const away = (a: string, b: string) => Math.hypot(...protanope(a).map((v, i) => v - protanope(b)[i]!))

describe.each(['light', 'dark'] as const)('colours, %s', (theme) => {
  const c = palette(theme)
  const hold = (front: string, back: string, least: number) => {
    expect(c[front], front).toBeDefined()
    expect(c[back], back).toBeDefined()
    expect(contrast(c[front]!, c[back]!), `${front} on ${back}`).toBeGreaterThanOrEqual(least)
  }
  it('writes every label at 4.5 or more', () => {
    for (const back of ['chart-paper', 'panel', 'raised']) for (const front of ['chart-ink', 'chart-muted', 'chart-open', 'chart-soviet', 'chart-accent']) hold(front, back, 4.5)
    for (const back of ['vessel', 'fluid', 'fewer', 'orbit-4', 'orbit-unknown', 'land-outside']) hold('chart-ink', back, 4.5)
    for (const back of ['land-closed', 'land-open']) hold('on-land', back, 4.5)
  })
  it('draws every mark at 3 or more', () => {
    for (const o of OUTCOMES) hold(`edge-${o}`, 'chart-paper', 3)
    for (const front of ['chart-focus', 'chart-open', 'chart-soviet']) hold(front, 'chart-paper', 3)
    hold('level', 'vessel', 3)
  })
  it('keeps the outcomes apart, also without red cones', () => {
    for (const a of OUTCOMES) for (const b of OUTCOMES) if (a < b) expect(away(c[`outcome-${a}`]!, c[`outcome-${b}`]!), `${a} and ${b}`).toBeGreaterThan(24)
  })
  it('keeps neighbouring steps of the map apart and both ends clear of each other', () => {
    for (let i = 0; i < 8; i++) expect(away(c[`orbit-${i}`]!, c[`orbit-${i + 1}`]!), `step ${i}`).toBeGreaterThan(14)
    expect(away(c['orbit-0']!, c['orbit-8']!)).toBeGreaterThan(90)
  })
})
