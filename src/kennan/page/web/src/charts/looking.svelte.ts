/** What every map and board of theatres shares: which one is looked at, what is said of it, and the keys. */
import { charts as words } from '../lib/strings/charts'
import { clamp } from './clock'
import { nextIn, sayValue } from './theatres'
import type { MapProps, Overlay, Theatre } from './types'

/** What is looked at: asked anew whenever it is needed. */
export interface LookedAt {
  theatres: Theatre[]
  places: Record<string, [number, number]>
  selected: string | null
  /** Which theatre Tab comes to before one is chosen. */
  first?: string | undefined
  said: (code: string) => string
  choose: (code: string) => void
  /** Keys beside the arrows, Enter and Space; true where one was taken. */
  onkey?: MapProps['onkey']
}

export class Looking {
  hovered: string | null = $state(null)
  focused: string | null = $state(null)
  readonly #id: string
  readonly #at: () => LookedAt

  constructor(id: string, at: () => LookedAt) {
    this.#id = id
    this.#at = at
  }

  get shown(): string | null {
    return this.hovered ?? this.focused ?? this.#at().selected
  }
  get roving(): string | null {
    const { selected, first, theatres } = this.#at()
    return this.focused ?? selected ?? first ?? theatres[0]?.code ?? null
  }

  /** What a pointer does to a theatre; enough for a picture that is there twice. */
  pointed(code: string) {
    return {
      onclick: () => this.#at().choose(code),
      onpointerenter: (event: PointerEvent) => {
        if (event.pointerType === 'mouse') this.hovered = code
      },
      onpointerleave: () => (this.hovered = null),
    }
  }

  /** A theatre as a button of its own: one of them is in the tab order, arrow keys lead to the others. */
  button(code: string) {
    const { selected, said } = this.#at()
    return {
      ...this.pointed(code),
      id: `${this.#id}-${code}`,
      role: 'button' as const,
      tabindex: this.roving === code ? 0 : -1,
      'aria-pressed': selected === code,
      'aria-label': said(code),
      onkeydown: (event: KeyboardEvent) => this.#press(event, code),
      onfocus: () => (this.focused = code),
      onblur: () => (this.focused = null),
    }
  }

  #press(event: KeyboardEvent, code: string): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { places, choose, onkey } = this.#at()
    if (event.key === 'Enter' || event.key === ' ') choose(code)
    else if (event.key.startsWith('Arrow')) {
      const to = nextIn(event.key, code, places)
      if (to) document.getElementById(`${this.#id}-${to}`)?.focus()
    } else if (!onkey?.(event, code)) return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** A theatre in words: its name, then what the page says of it, or its value and whether a crisis is there. */
export function sayOf(code: string, name: string, map: Pick<MapProps, 'values' | 'kind' | 'reading' | 'crises'>, unknown: boolean): string {
  if (map.reading) return `${name}: ${map.reading(code)}`
  return `${name}: ${sayValue(map.values[code], map.kind, unknown)}${(map.crises?.[code] ?? 0) > 0 ? `; ${words.crisis}` : ''}`
}

/** How far a bar of the overlay is filled, 0 to 1. */
export function filled(overlay: Overlay | null | undefined): (value: number | undefined) => number {
  const all = overlay ? [...Object.values(overlay.effort ?? {}), ...Object.values(overlay.counterforce ?? {})] : []
  const most = overlay?.max ?? Math.max(1e-9, ...all)
  return (value) => clamp((value ?? 0) / most, 0, 1)
}
