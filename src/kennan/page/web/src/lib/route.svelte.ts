/** Which page is shown, and what stands behind it in the address: `#/explore?s=...`. */

export const PAGES = ['explore', 'play', 'read', 'class'] as const
export type Page = (typeof PAGES)[number]

export interface Place {
  page: Page
  /** What stands where a page's name should, if there is no such page; then `page` is the nearest one. */
  unknown?: string
  /** What follows the page's name in the path, such as a passage: `#/read/p-12`. */
  rest: string
  query: URLSearchParams
}

export function read(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [first = '', ...rest] = path.split('/')
  const page = PAGES.find((one) => one === first)
  const place = { rest: rest.join('/'), query: new URLSearchParams(query) }
  // only the article has places within
  if (page && (page === 'read' || rest.join('') === '')) return { page, ...place }
  if (first === '') return { page: 'explore', ...place } // the bare address
  return { page: nearest(first), unknown: plainly(path).slice(0, 60), ...place }
}

/** The page whose name is nearest to what was written: the fewest letters to change. */
export function nearest(text: string): Page {
  const far = (a: string, b: string): number => {
    let row = Array.from({ length: b.length + 1 }, (_, i) => i)
    for (let i = 1; i <= a.length; i++) {
      const next = [i]
      for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
      row = next
    }
    return row[b.length]!
  }
  const wanted = text.toLowerCase().slice(0, 20)
  return [...PAGES].sort((a, b) => far(wanted, a) - far(wanted, b))[0]!
}

function plainly(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // no address that a page writes; it is shown as it stands
  }
}

export function write(page: Page, query: Record<string, string> = {}, rest = ''): string {
  const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
  return `#/${page}${rest ? `/${rest}` : ''}${said ? `?${said}` : ''}`
}

class Route {
  place: Place = $state.raw(read(typeof location === 'undefined' ? '' : location.hash))
  /** Where each page was left: whoever goes back to it by its name comes back to there. */
  left: Partial<Record<Page, string>> = $state({})

  begin(): () => void {
    const take = () => this.take(location.hash)
    take()
    addEventListener('hashchange', take)
    return () => removeEventListener('hashchange', take)
  }

  private take(hash: string): void {
    this.place = read(hash)
    if (this.place.unknown === undefined) this.left[this.place.page] = hash
  }

  /** Go to a place; `replace` leaves no step in the browser's history (for states that change all the time). */
  go(hash: string, replace = false): void {
    if (replace) {
      history.replaceState(null, '', hash)
      this.take(hash)
    } else location.hash = hash
  }
}

export const route = new Route()
