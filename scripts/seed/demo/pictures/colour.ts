/** Colours as `#rrggbb`; light is added up in linear RGB, mixtures are made in OKLab so that they stay clean. */
export type Colour = string
export type Triple = readonly [number, number, number]

const toLinearChannel = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)
const fromLinearChannel = (channel: number) => (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055)
const clamp = (value: number) => Math.min(1, Math.max(0, value))

const linearOf = new Map<Colour, Triple>()

export function toLinear(colour: Colour): Triple {
  const known = linearOf.get(colour)
  if (known) return known
  const bits = Number.parseInt(colour.slice(1), 16)
  const linear: Triple = [
    toLinearChannel(((bits >> 16) & 255) / 255),
    toLinearChannel(((bits >> 8) & 255) / 255),
    toLinearChannel((bits & 255) / 255),
  ]
  linearOf.set(colour, linear)
  return linear
}

export function fromLinear([red, green, blue]: Triple): Colour {
  const byte = (channel: number) =>
    Math.round(fromLinearChannel(clamp(channel)) * 255)
      .toString(16)
      .padStart(2, '0')
  return `#${byte(red)}${byte(green)}${byte(blue)}`
}

function toOklab([red, green, blue]: Triple): Triple {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ]
}

function fromOklab([lightness, a, b]: Triple): Triple {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

/** `amount` 0 gives the first colour, 1 the second. */
export function mix(first: Colour, second: Colour, amount: number): Colour {
  const from = toOklab(toLinear(first))
  const to = toOklab(toLinear(second))
  return fromLinear(fromOklab([0, 1, 2].map((index) => from[index]! + (to[index]! - from[index]!) * amount) as unknown as Triple))
}

/** Moves the perceived lightness by `step` (−1 to 1) and scales the chroma. */
export function tone(colour: Colour, step: number, chroma = 1): Colour {
  const [lightness, a, b] = toOklab(toLinear(colour))
  return fromLinear(fromOklab([clamp(lightness + step), a * chroma, b * chroma]))
}
