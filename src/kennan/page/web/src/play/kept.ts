/** The game in progress, kept on this machine as its link and nothing else. */
const KEY = 'kennan.game'

export function keep(link: string): void {
  try {
    localStorage.setItem(KEY, link)
  } catch {
    // storage is switched off: the address still has the whole game
  }
}

export function keptLink(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // nothing was kept
  }
}
