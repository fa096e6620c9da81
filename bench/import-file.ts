const HEAD =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price'
const SIZES = ['XS', 'S', 'M', 'L']

export interface ImportFile {
  bytes: Buffer
  products: number
  variants: number
  pieces: number
}

/** A file as Shopify exports it, of so many rows: products of one to four sizes, with bodies of HTML over several lines. */
export function makeImportFile(rows: number): ImportFile {
  const lines = [HEAD]
  let [products, pieces] = [0, 0]
  while (lines.length <= rows) {
    const number = products++
    const sizes = SIZES.slice(0, Math.min((number % SIZES.length) + 1, rows + 1 - lines.length))
    sizes.forEach((size, place) => {
      const stock = (number + place) % 17
      pieces += stock
      const told = place === 0 ? `Product ${number},${bodyOf(number)},Atelier ${number % 50},Shirts,"summer, linen",true,Size` : ',,,,,,'
      lines.push(`bench-${number},${told},${size},B-${number}-${size},250,shopify,${stock},deny,${10 + (number % 90)}.00,`)
    })
  }
  return { bytes: Buffer.from(`${lines.join('\n')}\n`), products, variants: rows, pieces }
}

const bodyOf = (number: number) =>
  `"<p>Product <b>${number}</b>, washed ""soft"", made for many years.</p>\n<ul><li>Linen, cotton</li><li>Made in Porto</li></ul>\n<p>${'Wear it, wash it, wear it again. '.repeat(6)}</p>"`
