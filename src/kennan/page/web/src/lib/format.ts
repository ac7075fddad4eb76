/** Numbers as they are said on the page. */

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
