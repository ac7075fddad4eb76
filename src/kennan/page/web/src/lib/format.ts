/** Numbers and dates as they are said on the page. */

/** "1962 Q1" of a quarter counted from January 1947. */
export function quarter(index: number, start = 1947): string {
  return `${start + Math.floor(index / 4)} Q${(((index % 4) + 4) % 4) + 1}`
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** "October 1962" of a month counted from January 1947. */
export function month(index: number, start = 1947): string {
  return `${MONTHS[((index % 12) + 12) % 12]} ${start + Math.floor(index / 12)}`
}

/** A number with about so many meaningful digits, a real minus, and thin spaces between thousands. */
export function number(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–'
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)))
  const places = Math.min(6, Math.max(0, digits - 1 - magnitude))
  const [whole = '', part] = Math.abs(value).toFixed(places).split('.')
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u2009') : whole
  const shown = part && Number(part) > 0 ? `${grouped}.${part.replace(/0+$/, '')}` : grouped
  return (value < 0 && Number(shown.replaceAll('\u2009', '')) !== 0 ? '−' : '') + shown
}

/** "+3", "−2", "0". */
export function signed(value: number, digits = 3): string {
  const said = number(value, digits)
  return value > 0 && said !== '0' ? `+${said}` : said
}

/** "one, two and three". */
export function listed(words: readonly string[], and = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`
}
