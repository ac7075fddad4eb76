/** Charts and tables as files. */
import type { TableData } from './types'

export type Meta = Record<string, string | number>

/** A table as CSV (RFC 4180, a comment line with # for each note on top), safe to open in a spreadsheet. */
export function toCsv(table: TableData, meta: Meta = {}): string {
  const notes = Object.entries(meta).map(([k, v]) => `# ${k}: ${`${v}`.replaceAll(/[\r\n]+/g, ' ')}`)
  const lines = [table.columns, ...table.rows].map((row) => row.map(field).join(','))
  return [...notes, ...lines].join('\r\n') + '\r\n'
}

function field(v: string | number | null): string {
  if (v === null) return ''
  if (typeof v === 'number') return `${v}`
  // a spreadsheet would run a text that begins like a formula; a signed number is none
  const safe = /^[=@\t\r]|^[+-](?![\d.])/.test(v) ? `'${v}` : v
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const KEPT = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'stroke-linejoin', 'opacity',
  'font-size', 'font-style', 'font-weight', 'letter-spacing', 'text-anchor', 'vector-effect', 'shape-rendering', 'paint-order',
]
const PLAIN: Record<string, string> = {
  'fill-opacity': '1', 'stroke-opacity': '1', opacity: '1', 'stroke-dasharray': 'none', 'stroke-linejoin': 'miter',
  'font-style': 'normal', 'letter-spacing': 'normal', 'vector-effect': 'none', 'shape-rendering': 'auto', 'paint-order': 'normal', stroke: 'none',
}

export interface SvgWords {
  title?: string
  unit?: string
  note?: string
}

/** A drawing as a file of its own: CSS resolved to plain attributes, title over it, note under it. */
export function toSvg(node: SVGSVGElement, words: SvgWords = {}): string {
  const copy = node.cloneNode(true) as SVGSVGElement
  const from = [node, ...node.querySelectorAll<SVGElement>('*')]
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')]
  from.forEach((element, i) => {
    const target = to[i]!
    const style = getComputedStyle(element)
    const text = element.tagName === 'text' || element.tagName === 'tspan'
    for (const name of KEPT) {
      const value = style.getPropertyValue(name)
      if (!value || PLAIN[name] === value) continue
      if (!text && (name.startsWith('font') || name === 'letter-spacing' || name === 'text-anchor')) continue
      if (name === 'fill' && value.startsWith('url(')) continue
      if (name.startsWith('stroke-') && style.stroke === 'none') continue
      target.setAttribute(name, value)
    }
    target.removeAttribute('style')
    for (const name of [...target.getAttributeNames()]) {
      if (name === 'class' || name === 'role' || name === 'tabindex' || name.startsWith('aria-')) target.removeAttribute(name)
    }
  })
  const box = (node.getAttribute('viewBox') ?? `0 0 ${node.clientWidth} ${node.clientHeight}`).split(/[ ,]+/).map(Number)
  const [left = 0, top = 0, wide = 1, high = 1] = box
  const page = getComputedStyle(node)
  const scale = wide / Math.max(1, node.clientWidth || wide)
  const head = words.title ? 34 * scale : 0
  const foot = words.note ? 24 * scale : 8 * scale
  const edge = 10 * scale
  const frame = [left - edge, top - head - edge, wide + 2 * edge, high + head + foot + 2 * edge]
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('viewBox', frame.map((v) => Math.round(v * 100) / 100).join(' '))
  copy.setAttribute('width', `${Math.round(frame[2]! / scale)}`)
  copy.setAttribute('height', `${Math.round(frame[3]! / scale)}`)
  copy.setAttribute('font-family', page.fontFamily || 'sans-serif')
  const doc = node.ownerDocument
  const make = (name: string, attributes: Meta, inner = '') => {
    const made = doc.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [k, v] of Object.entries(attributes)) made.setAttribute(k, `${v}`)
    made.textContent = inner
    return made
  }
  const ground = getComputedStyle(doc.documentElement)
  const paper = solid(ground.backgroundColor) ?? solid(getComputedStyle(doc.body).backgroundColor) ?? '#ffffff'
  copy.prepend(make('rect', { x: frame[0]!, y: frame[1]!, width: frame[2]!, height: frame[3]!, fill: paper }))
  if (words.title) {
    copy.prepend(make('title', {}, words.title))
    copy.append(make('text', { x: left, y: top - 16 * scale, 'font-size': 15 * scale, 'font-weight': 600, fill: page.color }, `${words.title}${words.unit ? ` (${words.unit})` : ''}`))
  }
  if (words.note) copy.append(make('text', { x: left, y: top + high + 18 * scale, 'font-size': 10 * scale, fill: page.color }, words.note))
  return new XMLSerializer().serializeToString(copy)
}

function solid(colour: string): string | null {
  return !colour || colour === 'transparent' || /, 0\)$/.test(colour) ? null : colour
}

/** Hand a text to the person as a file. */
export function downloadText(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A title as the stem of a file name: "Outcomes, year by year" gives "outcomes-year-by-year". */
export function stem(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'chart'
}
