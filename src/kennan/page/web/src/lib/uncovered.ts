/**
 * What has the focus is seen (WCAG 2.4.11): where a bar that stays in sight would lie over it, the page is moved.
 * Bars are marked `data-bar`; a browser's own scrolling knows nothing of them.
 */

const ROOM = 6 // pixels for the outline

/** By how much the page must move so that a box from `top` to `bottom` lies between two bars; 0 if it does already. */
export function toMove(top: number, bottom: number, low: number, high: number): number {
  if (top < low) return top - low
  // of what is taller than the room between the bars its head is shown
  if (bottom > high) return Math.min(bottom - high, top - low)
  return 0
}

function seen(event: FocusEvent): void {
  const node = event.target
  if (!(node instanceof Element) || !node.matches(':focus-visible') || node.closest('dialog, [data-bar]')) return
  const box = node.getBoundingClientRect()
  let low = 0
  let high = innerHeight
  for (const bar of document.querySelectorAll<HTMLElement>('[data-bar]')) {
    const style = getComputedStyle(bar)
    if (style.position !== 'sticky' && style.position !== 'fixed') continue
    const over = bar.getBoundingClientRect()
    if (!over.height || over.right <= box.left || over.left >= box.right) continue
    const foot = over.top + over.height / 2 > innerHeight / 2
    // what is sticky lies over the page only where it is held at an edge
    if (style.position === 'sticky' && (foot ? over.bottom < innerHeight - 1 : over.top > 1)) continue
    if (foot) high = Math.min(high, over.top)
    else low = Math.max(low, over.bottom)
  }
  const by = toMove(box.top, box.bottom, low + ROOM, high - ROOM)
  if (by) scrollBy({ top: by, behavior: 'instant' })
}

/** Watch the focus; returns what ends it. */
export function uncovered(): () => void {
  // after the browser has scrolled by itself
  const later = (event: FocusEvent) => requestAnimationFrame(() => seen(event))
  addEventListener('focusin', later)
  return () => removeEventListener('focusin', later)
}
