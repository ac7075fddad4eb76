/** The number whose provenance is asked for; one dialog on the page answers. */
import type { Asked } from '../read/provenance'
import { play as words } from '../lib/strings/play'
import { table } from './table.svelte'

class Asking {
  asked: Asked | null = $state(null)

  /** Ask where a number comes from; `when` is the quarter that it belongs to. */
  about(name: string, value: string, when: string): void {
    const game = table.mode === 'start' ? null : table.game
    this.asked = { name, value, when, ...(game ? { run: { seed: game.seed, policy: words.desk.run(table.side?.title ?? '', game.world) } } : {}) }
  }
}

export const asking = new Asking()
