/** What is said of a link that does not fit. */
export const link = {
  unreadable: 'The link cannot be read; the page begins afresh.',
  field: (name: string) => `The link has a part called “${name}”, which this page does not know: it is left out.`,
  left: (label: string) => `${label}: what the link has there cannot be read: it is left out.`,
  noNumber: (label: string, usual: number) => `${label}: the link has no number there; ${usual} is taken.`,
  clamped: (label: string, value: number, fit: number) => `${label}: the link says ${value}; ${fit} is the nearest that is possible.`,
  unknown: (label: string, usual: string) => `${label}: the link says something unknown; ${usual} is taken.`,
  unknownNames: (label: string) => `${label}: the link names something unknown, or the same twice, which is left out.`,
}
