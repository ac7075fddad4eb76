/** The shortcuts of the page that is shown, for the list behind "?". A page says its own with `shortcuts`. */

export interface Shortcut {
  /** As `KeyboardEvent.key`, with "Ctrl+" before it where that is held: "z", "Ctrl+z", "ArrowLeft". */
  key: string
  words: string
  /** What it does; left out where a control does it itself and it is only listed. */
  run?: () => void
}

const KEY = 'kennan.keys'

class Keys {
  /** Whether single letters do something; whoever speaks to the machine, or types by accident, switches them off. */
  single = $state(kept())

  set(single: boolean): void {
    this.single = single
    try {
      if (single) localStorage.removeItem(KEY)
      else localStorage.setItem(KEY, 'held')
    } catch {
      // not kept, then
    }
  }

  list: Shortcut[] = $state.raw([])

  /** Add shortcuts; returns what takes them away again (return it from `onMount` or `$effect`). */
  add(more: Shortcut[]): () => void {
    this.list = [...this.list, ...more]
    return () => {
      this.list = this.list.filter((one) => !more.includes(one))
    }
  }

  /** Run the shortcut of a key, unless somebody is typing or another control uses the key. */
  press(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLElement && event.target.matches('input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]')
    const held = event.ctrlKey || event.metaKey
    if (event.altKey || event.defaultPrevented || (typing && !(held && event.key !== 'z' && event.key !== 'y'))) return
    if (document.querySelector('dialog[open]')) return
    if (!this.single && !held && event.key.length === 1) return
    const name = (held ? 'Ctrl+' : '') + (event.shiftKey && held ? 'Shift+' : '') + (event.key.length === 1 ? event.key.toLowerCase() : event.key)
    const found = this.list.find((one) => one.run && one.key.toLowerCase() === name.toLowerCase())
    if (found) {
      event.preventDefault()
      found.run!()
    }
  }
}

function kept(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'held'
  } catch {
    return true // storage is switched off
  }
}

export const keys = new Keys()
