/** Asks the page that is shown to begin its tour again. */

const listening = new Set<() => void>()

export function onTour(begin: () => void): () => void {
  listening.add(begin)
  return () => void listening.delete(begin)
}

export function beginTour(): void {
  for (const begin of listening) begin()
}
