let last = 0

/** A name for an element that others refer to; unique on the page. */
export function id(stem: string): string {
  return `${stem}-${++last}`
}
