/** Whether the server on this machine is there, and ready; asks until it is, and again when it was lost. */

export interface Status {
  ready: boolean
  doing: string
  seconds: number
  version: string
  engine: string
  lan: boolean
}

const AGAIN = 700 // milliseconds between two looks

class Server {
  there = $state(true)
  status: Status | null = $state(null)
  private looking = false

  get ready(): boolean {
    return this.there && this.status?.ready === true
  }

  /** Look until it is there and ready. */
  async look(): Promise<void> {
    if (this.looking) return
    this.looking = true
    try {
      for (;;) {
        try {
          const response = await fetch('/api/status', { credentials: 'omit' })
          if (response.ok) {
            this.status = (await response.json()) as Status
            this.there = true
          }
          if (this.status?.ready && this.there) return
        } catch {
          this.there = false
        }
        await new Promise((done) => setTimeout(done, AGAIN))
      }
    } finally {
      this.looking = false
    }
  }

  /** A request was answered. */
  answered(): void {
    this.there = true
  }

  /** A request was not answered. */
  lost(): void {
    this.there = false
    void this.look()
  }
}

export const server = new Server()
