/** How the page shows what it has: which charts, which map. It goes into the address beside what is set. */
import type { Reader } from '../lib/link'

export const TABS = ['map', 'tiles', 'list'] as const
export const COLOURS = ['share', 'world', 'difference'] as const

const narrow = () => typeof matchMedia !== 'undefined' && matchMedia('(max-width: 640px)').matches

export class See {
  /** The record over the charts. */
  record = $state(true)
  /** The charts that are folded away at first. */
  more = $state(false)
  tab: (typeof TABS)[number] = $state(narrow() ? 'list' : 'map')
  colours: (typeof COLOURS)[number] = $state('share')
  /** Effort and counterforce as bars. */
  bars = $state(false)
  /** The map over the full width. */
  large = $state(false)
  assumptions = $state(false)

  /** What differs from how the page begins, short. */
  written(): Record<string, unknown> {
    const usual = narrow() ? 'list' : 'map'
    return {
      ...(this.record ? {} : { r: 0 }),
      ...(this.more ? { m: 1 } : {}),
      ...(this.tab === usual ? {} : { t: this.tab }),
      ...(this.colours === 'share' ? {} : { c: this.colours }),
      ...(this.bars ? { b: 1 } : {}),
      ...(this.large ? { l: 1 } : {}),
      ...(this.assumptions ? { a: 1 } : {}),
    }
  }

  /** Take what a link says; what it does not say is as the page begins. */
  read(from: Reader): void {
    from.only(['r', 'm', 't', 'c', 'b', 'l', 'a'])
    const yes = (name: string, usual: number) => from.whole(name, 0, 1, usual) === 1
    this.record = yes('r', 1)
    this.more = yes('m', 0)
    this.tab = from.choice('t', TABS, narrow() ? 'list' : 'map')
    this.colours = from.choice('c', COLOURS, 'share')
    this.bars = yes('b', 0)
    this.large = yes('l', 0)
    this.assumptions = yes('a', 0)
  }
}
