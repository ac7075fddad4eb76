/**
 * The teacher's side: the key, the rooms, and the class as it was a moment ago. The key comes in the address and is
 * taken out of it at once, since the address is shown on a projector; it stays in this tab only.
 */
import { downloadText } from '../charts'
import { Faults, get, post, sentence } from '../lib/api'
import type { components } from '../lib/api.d'
import { route, write } from '../lib/route.svelte'
import { FREE, type Assignment, type ClassView } from './work'

const KEY = 'kennan.teacher'
const SEED = 47 // of the worlds beside the class, as in the tables of the documentation
const LOOK = 2000 // milliseconds between two looks

type RoomRow = components['schemas']['RoomRow']
type Worlds = components['schemas']['Worlds']

function kept(): string {
  try {
    return sessionStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

class Teacher {
  key = $state('')
  wrong = $state(false)
  ticketTrouble = $state('')
  rooms: RoomRow[] = $state.raw([])
  hosts: string[] = $state.raw([])
  /** Whether the list of rooms and addresses has come. */
  listed = $state(false)
  code = $state('')
  view: ClassView | null = $state.raw(null)
  seen = $state(0)
  worlds: Worlds | null = $state.raw(null)
  policy = $state('containment')
  trouble = $state('')
  private timer: ReturnType<typeof setTimeout> | undefined
  private watchers = 0
  /** Whoever has been in a room, or asked for the list, is not led into the only open room by itself. */
  private choosing = false
  private asked = ''

  /** Take the key from the address, or what this tab kept of it; a ticket is changed for the key first. */
  begin(): void {
    const { query } = route.place
    const room = query.get('room')
    const [given, ticket] = [query.get('key'), query.get('ticket')]
    if (given || ticket) route.go(write('class', room ? { room } : {}), true)
    if (given) this.take(given)
    else this.key ||= kept()
    if (ticket && !given) void this.change(ticket)
    this.code ||= room ?? ''
  }

  private take(key: string): void {
    this.key = key
    this.wrong = false
    this.view = null
    try {
      sessionStorage.setItem(KEY, key)
    } catch {
      // then a reload asks for the link again
    }
  }

  /** The browser was opened with a ticket, since what it is started with can be read by others on the machine. */
  private async change(ticket: string): Promise<void> {
    try {
      this.take((await post('/api/room/ticket', { ticket })).key)
    } catch (error) {
      if (!this.key && error instanceof Faults) this.ticketTrouble = error.faults.map(sentence).join(' ')
    }
  }

  /** Look every two seconds until the page is left. */
  watch(): () => void {
    this.watchers++
    void this.look()
    return () => {
      this.watchers--
      if (!this.watchers) clearTimeout(this.timer)
    }
  }

  private get headers(): Record<string, string> {
    return { 'X-Kennan-Teacher': this.key }
  }

  private get here() {
    return { headers: this.headers, path: { code: this.code } }
  }

  async look(): Promise<void> {
    clearTimeout(this.timer)
    try {
      if (!this.code) await this.list()
      if (this.code) {
        const since: Record<string, string> = this.view ? { 'X-Kennan-Since': String(this.view.room.changed) } : {}
        const { view } = await get('/api/rooms/{code}', { path: { code: this.code }, headers: { ...this.headers, ...since } })
        if (view) this.view = view
        this.seen = Date.now()
        if (!this.listed) await this.list()
      }
      this.trouble = ''
    } catch (error) {
      this.failed(error)
    }
    clearTimeout(this.timer)
    if (this.watchers && !this.wrong) this.timer = setTimeout(() => void this.look(), LOOK)
  }

  async list(): Promise<void> {
    const found = await get('/api/rooms', { headers: this.headers })
    this.rooms = found.rooms
    this.hosts = found.hosts
    this.listed = true
    const open = found.rooms.filter((one) => !one.closed)
    if (!this.code && !this.choosing && open.length === 1) this.enter(open[0]!.code)
  }

  enter(code: string): void {
    this.choosing = true
    this.code = code
    this.view = null
    route.go(write('class', code ? { room: code } : {}), true)
    void this.look()
  }

  async open(title: string): Promise<void> {
    await this.changing(async () => {
      const view = await post('/api/rooms/open', { title, assignment: FREE }, { headers: this.headers })
      this.code = view.room.code
      this.view = view
      route.go(write('class', { room: view.room.code }), true)
    })
  }

  async assign(title: string, assignment: Assignment): Promise<boolean> {
    return this.changing(async () => {
      this.view = await post('/api/rooms/{code}/work', { title, assignment }, this.here)
    })
  }

  async close(closed: boolean): Promise<void> {
    await this.changing(async () => {
      this.view = await post('/api/rooms/{code}/closed', { closed }, this.here)
    })
  }

  async takeOut(student: number): Promise<void> {
    await this.changing(async () => {
      this.view = await post('/api/rooms/{code}/remove', { student }, this.here)
    })
  }

  async remove(): Promise<void> {
    await this.changing(async () => {
      await post('/api/rooms/{code}/delete', { sure: true }, this.here)
      this.choosing = true
      this.code = ''
      this.view = null
      route.go(write('class'), true)
      await this.list()
    })
  }

  async csv(): Promise<void> {
    await this.changing(async () => {
      const { name, text } = await get('/api/rooms/{code}/csv', this.here)
      downloadText(name, text, 'text/csv')
    })
  }

  async json(): Promise<void> {
    await this.changing(async () => {
      const { name, text } = await get('/api/rooms/{code}/json', this.here)
      downloadText(name, text, 'application/json')
    })
  }

  /** The thousand worlds beside the class. */
  async model(policy: string): Promise<void> {
    this.policy = policy
    if (this.asked === policy) return
    this.asked = policy
    await this.changing(async () => {
      const found = await post('/api/rooms/worlds', { policy, seed: SEED }, { headers: this.headers })
      if (found.policy === this.policy) this.worlds = found
    })
    if (this.asked === policy) this.asked = ''
  }

  private async changing(change: () => Promise<void>): Promise<boolean> {
    try {
      await change()
      this.trouble = ''
      return true
    } catch (error) {
      this.failed(error)
      return false
    }
  }

  private failed(error: unknown): void {
    if (error instanceof Faults && error.superseded) return
    if (error instanceof Faults && error.status === 403) this.wrong = true
    else if (error instanceof Faults && error.status === 404 && this.code) {
      this.choosing = true
      this.code = '' // deleted elsewhere
      this.view = null
      route.go(write('class'), true)
    } else if (error instanceof Faults) this.trouble = error.faults.map(sentence).join(' ')
  }
}

export const teacher = new Teacher()
