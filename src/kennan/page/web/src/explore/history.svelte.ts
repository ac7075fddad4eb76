/** What can be undone. Changes of one thing in a row, as a hand makes them, are one step. */

const LIMIT = 200
const TOGETHER = 900 // milliseconds within which changes of one thing are one step

export class History<T> {
  now: T = $state.raw() as T
  private past: T[] = $state.raw([])
  private future: T[] = $state.raw([])
  private latest = { what: '', when: -Infinity }

  constructor(start: T, private readonly clock: () => number = () => performance.now()) {
    this.now = start
  }

  get canUndo(): boolean {
    return this.past.length > 0
  }

  get canRedo(): boolean {
    return this.future.length > 0
  }

  /** What stood before the last change, or null. */
  get before(): T | null {
    return this.past.at(-1) ?? null
  }

  /** Make a change; `what` names the thing that is changed. */
  set(next: T, what: string): void {
    const when = this.clock()
    const together = what !== '' && what === this.latest.what && when - this.latest.when < TOGETHER && this.past.length > 0
    if (!together) this.past = [...this.past, this.now].slice(-LIMIT)
    this.latest = { what, when }
    this.future = []
    this.now = next
  }

  /** What stands now is put right, which is no step of its own. */
  amend(next: T): void {
    this.now = next
  }

  undo(): void {
    const before = this.past.at(-1)
    if (before === undefined) return
    this.future = [...this.future, this.now]
    this.past = this.past.slice(0, -1)
    this.now = before
    this.latest = { what: '', when: -Infinity }
  }

  redo(): void {
    const after = this.future.at(-1)
    if (after === undefined) return
    this.past = [...this.past, this.now]
    this.future = this.future.slice(0, -1)
    this.now = after
    this.latest = { what: '', when: -Infinity }
  }

  /** Begin afresh, with nothing to undo. */
  restart(at: T): void {
    this.now = at
    this.past = []
    this.future = []
    this.latest = { what: '', when: -Infinity }
  }
}
