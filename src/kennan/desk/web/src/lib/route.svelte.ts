/** Which page is shown, and what stands behind it in the address: `#/explore?s=...`. */

export const PAGES = ['explore', 'play', 'read', 'class'] as const
export type Page = (typeof PAGES)[number]

export interface Place {
  page: Page
  /** What follows the page's name in the path, such as a passage: `#/read/p-12`. */
  rest: string
  query: URLSearchParams
}

export function read(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [first = '', ...rest] = path.split('/')
  const page = PAGES.find((one) => one === first) ?? 'explore'
  return { page, rest: rest.join('/'), query: new URLSearchParams(query) }
}

export function write(page: Page, query: Record<string, string> = {}, rest = ''): string {
  const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
  return `#/${page}${rest ? `/${rest}` : ''}${said ? `?${said}` : ''}`
}

class Route {
  place: Place = $state.raw(read(typeof location === 'undefined' ? '' : location.hash))

  begin(): () => void {
    const take = () => (this.place = read(location.hash))
    take()
    addEventListener('hashchange', take)
    return () => removeEventListener('hashchange', take)
  }

  /** Go to a place; `replace` leaves no step in the browser's history (for states that change all the time). */
  go(hash: string, replace = false): void {
    if (replace) {
      history.replaceState(null, '', hash)
      this.place = read(hash)
    } else location.hash = hash
  }
}

export const route = new Route()
