/** What a page holds while another page is looked at: kept in this tab's memory by name, until the tab is closed. */

const held = new Map<string, object>()

/** The object of that name, made the first time; what is written into its fields is there when the page comes back. */
export function kept<T extends object>(name: string, begin: () => T): T {
  const found = held.get(name)
  if (found) return found as T
  const made = $state(begin())
  held.set(name, made)
  return made
}

/** Forget what is held under a name. */
export function forget(name: string): void {
  held.delete(name)
}
