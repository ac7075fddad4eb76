/** The number whose provenance is asked for; one dialog on the page answers. */
import type { Asked } from '../read/provenance'
import { table } from './table.svelte'

class Asking {
  asked: Asked | null = $state(null)

  /** Ask where a number comes from; `when` is the quarter that it belongs to. */
  about(name: string, value: string, when: string): void {
    const seed = table.game?.seed
    this.asked = { name, value, when, ...(seed === undefined ? {} : { run: { seed, worlds: 1 } }) }
  }
}

export const asking = new Asking()
