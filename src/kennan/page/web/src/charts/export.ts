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
  /** What the picture shows, in a sentence. */
  caption?: string
  /** Where its numbers come from. */
  note?: string
}

/** What belongs to the eye on the screen and not to the picture: the cursor and what it marks. */
const FLEETING = '.cursor, .now'
/** A narrow drawing has room for words all the same, in pixels. */
const LEAST = 420
const SVG = 'http://www.w3.org/2000/svg'

/**
 * A drawing as a file of its own: CSS resolved to plain attributes, title over it, key and words under it. It is as
 * wide as its words need, and holds no cursor.
 *
 * `key`: elements that name what is drawn, each with a sign (an `svg`) and words, as they stand beside the drawing.
 */
export function toSvg(node: SVGSVGElement, words: SvgWords = {}, key: readonly Element[] = []): string {
  const doc = node.ownerDocument
  const copy = resolved(node)
  const [left = 0, top = 0, wide = 1, high = 1] = (node.getAttribute('viewBox') ?? `0 0 ${node.clientWidth} ${node.clientHeight}`).split(/[ ,]+/).map(Number)
  const page = getComputedStyle(node)
  const scale = wide / Math.max(1, node.clientWidth || wide)
  const edge = 10 * scale
  const reach = page.overflow === 'visible' ? textReach(node, [left, top, wide, high], scale) : [left, left + wide]
  const from = reach[0]!
  const room = Math.max(reach[1]! - from, LEAST * scale)
  const make = (name: string, attributes: Meta, inner = '') => {
    const made = doc.createElementNS(SVG, name)
    for (const [k, v] of Object.entries(attributes)) made.setAttribute(k, `${v}`)
    made.textContent = inner
    return made
  }
  const family = page.fontFamily || 'sans-serif'
  const width = measure(doc, family)
  const write = (text: string, y: number, size: number, weight = 400, fill = page.color) => copy.append(make('text', { x: from, y, 'font-size': size * scale, 'font-weight': weight, fill }, text))
  const lines = (text: string | undefined, size: number, weight = 400) => (text ? wrapped(text, room / scale, (part) => width(part, size, weight)) : [])

  const title = lines(words.title && `${words.title}${words.unit ? ` (${words.unit})` : ''}`, 15, 600)
  const head = title.length ? (8 + 20 * title.length) * scale : 0
  title.forEach((text, i) => write(text, top - head + (16 + 20 * i) * scale, 15, 600))

  let y = top + high
  if (key.length) y += 8 * scale
  let x = from
  key.forEach((one, i) => {
    const sign = one.querySelector('svg')
    const text = (one.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
    const box = sign ? { width: sign.clientWidth || 14, height: sign.clientHeight || 14 } : { width: 0, height: 0 }
    const needed = (box.width + 5 + width(text, 11) + 16) * scale
    if (i === 0 || x + needed > from + room) {
      x = from
      y += 17 * scale
    }
    if (sign) {
      const put = resolved(sign)
      for (const [k, v] of Object.entries({ x, y: y - 4 * scale - (box.height / 2) * scale, width: box.width * scale, height: box.height * scale })) put.setAttribute(k, `${v}`)
      copy.append(put)
    }
    copy.append(make('text', { x: x + (box.width + 5) * scale, y, 'font-size': 11 * scale, fill: page.color }, text))
    x += needed
  })
  for (const [text, size] of [...lines(words.caption, 11).map((t) => [t, 11] as const), ...lines(words.note, 10).map((t) => [t, 10] as const)]) {
    y += (size + 5) * scale
    write(text, y, size)
  }
  const frame = [from - edge, top - head - edge, room + 2 * edge, y - top + head + 2 * edge + 4 * scale]
  copy.setAttribute('xmlns', SVG)
  copy.setAttribute('viewBox', frame.map((v) => Math.round(v * 100) / 100).join(' '))
  copy.setAttribute('width', `${Math.round(frame[2]! / scale)}`)
  copy.setAttribute('height', `${Math.round(frame[3]! / scale)}`)
  copy.setAttribute('font-family', family)
  const ground = getComputedStyle(doc.documentElement)
  const paper = solid(ground.backgroundColor) ?? solid(getComputedStyle(doc.body).backgroundColor) ?? '#ffffff'
  copy.prepend(make('rect', { x: frame[0]!, y: frame[1]!, width: frame[2]!, height: frame[3]!, fill: paper }))
  if (words.title) copy.prepend(make('title', {}, words.title))
  return new XMLSerializer().serializeToString(copy)
}

/** A copy with plain attributes in place of classes, without what is fleeting. */
function resolved(node: SVGSVGElement): SVGSVGElement {
  const copy = node.cloneNode(true) as SVGSVGElement
  const from = [node, ...node.querySelectorAll<SVGElement>('*')]
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')]
  const gone: Element[] = []
  from.forEach((element, i) => {
    const target = to[i]!
    if (i && element.matches(FLEETING)) gone.push(target)
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
  for (const one of gone) one.remove()
  return copy
}

/** From where to where a drawing reaches with its words, in its own units. */
function textReach(node: SVGSVGElement, [left, , wide]: readonly [number, number, number, number], scale: number): [number, number] {
  const box = node.getBoundingClientRect()
  let [low, high] = [left, left + wide]
  for (const text of node.querySelectorAll('text')) {
    if (text.closest(FLEETING)) continue
    const over = text.getBoundingClientRect()
    if (!over.width) continue
    low = Math.min(low, left + (over.left - box.left) * scale)
    high = Math.max(high, left + (over.right - box.left) * scale)
  }
  return [low, high]
}

function measure(doc: Document, family: string): (text: string, size: number, weight?: number) => number {
  const pen = doc.createElement('canvas').getContext('2d')
  return (text, size, weight = 400) => {
    if (!pen) return 0.6 * size * text.length
    pen.font = `${weight} ${size}px ${family}`
    return pen.measureText(text).width
  }
}

/** A text in lines no wider than there is room; a word that is wider is broken, such as a plan's digest. */
export function wrapped(text: string, room: number, width: (text: string) => number): string[] {
  const found: string[] = []
  let line = ''
  for (let word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word
    if (line && width(longer) > room) {
      found.push(line)
      line = ''
    } else word = longer
    while (width(word) > room && word.length > 1) {
      let most = word.length - 1
      while (most > 1 && width(word.slice(0, most)) > room) most--
      found.push(word.slice(0, most))
      word = word.slice(most)
    }
    line = word
  }
  return line ? [...found, line] : found
}

function solid(colour: string): string | null {
  return !colour || colour === 'transparent' || /, 0\)$/.test(colour) ? null : colour
}

const FINE = 2 // pixels of the picture for one of the screen

/** A drawing's file as a picture of twice the size, for slides and letters. */
export async function toPng(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = FINE * image.width
  canvas.height = FINE * image.height
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('the picture could not be drawn'))), 'image/png'))
}

/** Hand a text to the person as a file. */
export function downloadText(name: string, text: string, type: string): void {
  download(name, new Blob([text], { type }))
}

export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
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
