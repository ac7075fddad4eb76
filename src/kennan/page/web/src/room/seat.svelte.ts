/**
 * A student's place in a class. What is handed in while the desk is away waits in this browser and goes out when it is
 * back; nothing is lost by a reload, on either side.
 */
import { Faults, Gone, get, post, sentence } from '../lib/api'
import { clock, type HandIn, type Seat } from './work'

const KEY = 'kennan.seat'
const LOOK = 5000 // milliseconds between two looks at what is set
const AGAIN = 1500 // and between two tries to hand in

interface Kept {
  token: string
  waiting: HandIn[]
  handed: HandIn | null
  when: number
  /** The number of what was handed in last; it counts up over all tabs of this browser. */
  sequence: number
  /** What is written and not handed in. */
  draft: string | null
}

function read(): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null
    if (!kept || typeof kept.token !== 'string') return null
    const waiting = Array.isArray(kept.waiting) ? kept.waiting.slice(0, 20) : []
    const draft = typeof kept.draft === 'string' ? kept.draft : null
    const sequence = Number(kept.sequence) || 0
    return { token: kept.token, waiting, handed: kept.handed ?? null, when: Number(kept.when) || 0, sequence, draft }
  } catch {
    return null
  }
}

class Place {
  /** The room, the name and what is set; null until it is known, or when this browser has joined none. */
  mine: Seat | null = $state.raw(null)
  waiting: HandIn[] = $state.raw([])
  handed: HandIn | null = $state.raw(null)
  when = $state(0)
  refused = $state('')
  lost = $state(false)
  /** What is being written; null while it is what was handed in. */
  draft: string | null = $state(null)
  /** Whether this browser has a token, known or not yet known to be good. */
  joined = $state(false)
  private token = ''
  private sequence = 0
  private sending = false
  private looking: ReturnType<typeof setTimeout> | undefined

  constructor() {
    const kept = read()
    if (!kept) return
    this.token = kept.token
    this.waiting = kept.waiting
    this.handed = kept.handed
    this.when = kept.when
    this.sequence = kept.sequence
    this.draft = kept.draft
    this.joined = true
    void this.look()
    void this.send()
  }

  get handedAt(): string {
    return this.when ? clock(this.when) : ''
  }

  async join(code: string, name: string): Promise<void> {
    const { token, ...mine } = await post('/api/room/join', { code, name })
    this.token = token
    this.mine = mine
    this.waiting = []
    this.handed = null
    this.when = 0
    this.sequence = 0
    this.draft = null
    this.refused = ''
    this.lost = false
    this.joined = true
    this.keep()
    this.later()
  }

  async leave(): Promise<void> {
    await post('/api/room/leave', { sure: true }, { headers: this.headers })
    this.forget()
  }

  /** Hand in; goes on trying while the desk is away. Never throws. */
  handIn(work: Omit<HandIn, 'sequence'>): void {
    if (!this.joined) return
    const newest = { ...work, sequence: this.next() }
    this.waiting = [...this.waiting.filter((one) => one.attempt !== work.attempt), newest].slice(-20)
    this.keep()
    void this.send()
  }

  /** Keep what is being written, so that a reload loses nothing. */
  write(text: string): void {
    this.draft = text
    this.keep()
  }

  /** Hand in what was written. */
  async answer(): Promise<void> {
    if (this.draft === null || !this.mine) return
    const text = this.draft
    const sequence = this.next()
    this.keep()
    const { answer } = await post('/api/room/answer', { text, sequence }, { headers: this.headers })
    this.mine = { ...this.mine, answer }
    if (this.draft === text) this.draft = null
    this.keep()
  }

  /** Numbers count up, also over other tabs of this browser, so that the desk knows an older state from a newer. */
  private next(): number {
    this.sequence = Math.max(this.sequence, read()?.sequence ?? 0, Date.now() - 1) + 1
    return this.sequence
  }

  private get headers(): Record<string, string> {
    return { 'X-Kennan-Student': this.token }
  }

  private async send(): Promise<void> {
    if (this.sending) return
    this.sending = true
    try {
      for (let work = this.waiting[0]; work && this.token; work = this.waiting[0]) {
        try {
          await post('/api/room/hand_in', work, { headers: this.headers })
          this.handed = work
          this.when = Date.now()
          this.refused = ''
          this.waiting = this.waiting.filter((one) => one !== work)
        } catch (error) {
          const status = error instanceof Faults ? error.status : 0
          if (status === 403) return this.forget(true)
          if (error instanceof Gone || status === 429 || status >= 500) {
            await new Promise((done) => setTimeout(done, AGAIN))
            continue
          }
          this.refused = error instanceof Faults ? error.faults.map(sentence).join(' ') : String(error)
          this.waiting = this.waiting.filter((one) => one !== work)
        }
        this.keep()
      }
    } finally {
      this.sending = false
    }
  }

  private async look(): Promise<void> {
    clearTimeout(this.looking)
    if (!this.token) return
    try {
      const mine = await get('/api/room/mine', { headers: this.headers })
      if (mine.changed !== this.mine?.changed) this.mine = mine
    } catch (error) {
      if (error instanceof Faults && error.status === 403) return this.forget(true)
    }
    this.later()
  }

  private later(): void {
    clearTimeout(this.looking)
    this.looking = setTimeout(() => void this.look(), LOOK)
  }

  private forget(lost = false): void {
    clearTimeout(this.looking)
    this.token = ''
    this.mine = null
    this.waiting = []
    this.handed = null
    this.sequence = 0
    this.draft = null
    this.joined = false
    this.lost = lost
    try {
      localStorage.removeItem(KEY)
    } catch {
      // it was not kept, then
    }
  }

  private keep(): void {
    try {
      const { token, waiting, handed, when, draft } = this
      const kept: Kept = { token, waiting, handed, when, sequence: Math.max(this.sequence, read()?.sequence ?? 0), draft }
      localStorage.setItem(KEY, JSON.stringify(kept))
    } catch {
      // storage is switched off or full: the work is handed in all the same while the page is open
    }
  }
}

export const seat = new Place()
