import { mix, tone, type Colour } from './colour'
import { clipped, curve, linear, n, pattern, radial, rect, shape, stroke, type Point, type Sheet } from './sheet'
import { softStroke } from './surface'
import { between } from '../random'

export type Motif =
  | 'plain'
  | 'stripe'
  | 'pinstripe'
  | 'check'
  | 'gingham'
  | 'dots'
  | 'herringbone'
  | 'wave'
  | 'grid'
  | 'arch'
  | 'leaf'
  | 'knit'
  | 'rib'
  | 'waffle'
  | 'blocks'
  | 'terrazzo'

/** A weave so fine that it is felt more than seen. */
export function weave(sheet: Sheet, colour: Colour, scale = 1): string {
  const size = 7 * scale
  const [dark, light] = [tone(colour, -0.1), tone(colour, 0.09)]
  return pattern(
    sheet,
    size,
    size,
    rect(0, 0, size, size * 0.34, dark, 0, 0.22) +
      rect(0, size * 0.5, size, size * 0.25, light, 0, 0.3) +
      rect(0, 0, size * 0.3, size, dark, 0, 0.16) +
      rect(size * 0.5, 0, size * 0.22, size, light, 0, 0.2),
  )
}

/** A cloth's pattern as a fill; 'plain' is nothing at all. */
export function motifFill(sheet: Sheet, motif: Motif, colour: Colour, accent: Colour, unit = 60, turn = 0): string | undefined {
  const draw = motifs[motif]
  if (!draw) return undefined
  const [width, height, svg] = draw(unit, colour, accent, sheet)
  return pattern(sheet, width, height, svg, turn ? `rotate(${turn})` : undefined)
}

type DrawMotif = (unit: number, colour: Colour, accent: Colour, sheet: Sheet) => [number, number, string]

const motifs: Partial<Record<Motif, DrawMotif>> = {
  stripe: (u, _, accent) => [u * 1.6, u * 1.6, rect(0, 0, u * 0.62, u * 1.6, accent)],
  pinstripe: (u, _, accent) => [u, u, rect(0, 0, u * 0.09, u, accent) + rect(u * 0.2, 0, u * 0.05, u, accent, 0, 0.8)],
  check: (u, colour, accent) => [
    u * 2.4,
    u * 2.4,
    rect(0, 0, u * 0.9, u * 2.4, accent, 0, 0.45) +
      rect(0, 0, u * 2.4, u * 0.9, accent, 0, 0.45) +
      rect(u * 1.55, 0, u * 0.1, u * 2.4, mix(colour, '#ffffff', 0.6), 0, 0.7) +
      rect(0, u * 1.55, u * 2.4, u * 0.1, mix(colour, '#ffffff', 0.6), 0, 0.7),
  ],
  gingham: (u, _, accent) => [u, u, rect(0, 0, u / 2, u, accent, 0, 0.5) + rect(0, 0, u, u / 2, accent, 0, 0.5)],
  dots: (u, _, accent) => [
    u * 1.6,
    u * 1.6,
    `<circle cx="${n(u * 0.4)}" cy="${n(u * 0.4)}" r="${n(u * 0.2)}" fill="${accent}"/><circle cx="${n(u * 1.2)}" cy="${n(u * 1.2)}" r="${n(u * 0.2)}" fill="${accent}"/>`,
  ],
  herringbone: (u, _, accent) => {
    const lines = Array.from(
      { length: 4 },
      (_, row) => `M0 ${n((row * u) / 2)}L${n(u / 2)} ${n((row * u) / 2 + u / 2)}L${n(u)} ${n((row * u) / 2)}`,
    ).join('')
    return [u, u, stroke(`${lines}M0 ${n(-u / 2)}L${n(u / 2)} 0L${n(u)} ${n(-u / 2)}`, accent, u * 0.16, 0.75)]
  },
  wave: (u, _, accent) => [
    u * 2,
    u,
    stroke(
      `M${n(-u)} ${n(u * 0.5)}Q${n(-u * 0.5)} ${n(u * 0.1)} 0 ${n(u * 0.5)}T${n(u)} ${n(u * 0.5)}T${n(u * 2)} ${n(u * 0.5)}T${n(u * 3)} ${n(u * 0.5)}`,
      accent,
      u * 0.17,
    ),
  ],
  grid: (u, _, accent) => [u * 1.5, u * 1.5, rect(0, 0, u * 1.5, u * 0.07, accent) + rect(0, 0, u * 0.07, u * 1.5, accent)],
  arch: (u, colour, accent) => [
    u * 1.6,
    u * 1.4,
    [0.72, 0.5, 0.28]
      .map(
        (radius, index) =>
          `<path d="M${n(u * (0.8 - radius))} ${n(u * 1.4)}V${n(u * 0.85)}A${n(u * radius)} ${n(u * radius)} 0 0 1 ${n(u * (0.8 + radius))} ${n(u * 0.85)}V${n(u * 1.4)}Z" fill="${index === 1 ? colour : accent}"/>`,
      )
      .join(''),
  ],
  leaf: (u, _, accent) => {
    const leaf = (x: number, y: number, angle: number) =>
      `<path transform="translate(${n(x)} ${n(y)}) rotate(${angle})" d="M0 0C${n(u * 0.2)} ${n(-u * 0.18)} ${n(u * 0.5)} ${n(-u * 0.16)} ${n(u * 0.68)} 0C${n(u * 0.5)} ${n(u * 0.16)} ${n(u * 0.2)} ${n(u * 0.18)} 0 0Z" fill="${accent}"/>`
    return [
      u * 2,
      u * 2,
      leaf(u * 0.3, u * 0.5, -35) + leaf(u * 1.2, u * 0.4, 55) + leaf(u * 0.5, u * 1.5, 20) + leaf(u * 1.45, u * 1.75, -60),
    ]
  },
  knit: (u, colour) => {
    const [dark, light] = [tone(colour, -0.09), tone(colour, 0.05)]
    const stitch = `M${n(u * 0.5)} ${n(u * 0.8)}C${n(u * 0.1)} ${n(u * 0.65)} ${n(u * 0.02)} ${n(u * 0.3)} ${n(u * 0.12)} 0C${n(u * 0.42)} ${n(u * 0.1)} ${n(u * 0.5)} ${n(u * 0.4)} ${n(u * 0.5)} ${n(u * 0.8)}Z`
    const one = shape(stitch, light) + `<path transform="translate(${n(u)} 0) scale(-1 1)" d="${stitch}" fill="${light}"/>`
    return [
      u,
      u * 0.74,
      rect(0, 0, u, u, dark) +
        one +
        `<g transform="translate(0 ${n(-u * 0.74)})">${one}</g><g transform="translate(0 ${n(u * 0.74)})">${one}</g>`,
    ]
  },
  rib: (u, colour) => [
    u * 0.7,
    u,
    rect(0, 0, u * 0.7, u, colour) + rect(0, 0, u * 0.2, u, tone(colour, -0.1)) + rect(u * 0.36, 0, u * 0.16, u, tone(colour, 0.06)),
  ],
  waffle: (u, colour) => [
    u,
    u,
    rect(0, 0, u, u, tone(colour, 0.03)) +
      rect(u * 0.16, u * 0.16, u * 0.68, u * 0.68, tone(colour, -0.05), u * 0.1) +
      rect(u * 0.24, u * 0.26, u * 0.56, u * 0.56, tone(colour, -0.02), u * 0.1),
  ],
  blocks: (u, colour, accent) => [
    u * 3,
    u * 3,
    rect(0, 0, u * 1.5, u * 1.5, accent) +
      rect(u * 1.5, u * 1.5, u * 1.5, u * 1.5, mix(accent, colour, 0.55)) +
      `<circle cx="${n(u * 2.25)}" cy="${n(u * 0.75)}" r="${n(u * 0.5)}" fill="${mix(accent, '#ffffff', 0.35)}"/>`,
  ],
  terrazzo: (u, colour, accent, { random }) => {
    const chips = Array.from({ length: 16 }, () => {
      const [x, y, size] = [between(random, 0.15, 2.85) * u, between(random, 0.15, 2.85) * u, between(random, 0.1, 0.26) * u]
      const corners = Array.from({ length: 5 }, (_, index): Point => {
        const angle = (index / 5) * Math.PI * 2 + random()
        return [x + Math.cos(angle) * size * between(random, 0.6, 1.1), y + Math.sin(angle) * size * between(random, 0.6, 1.1)]
      })
      return `<path d="M${corners.map(([cx, cy]) => `${n(cx)} ${n(cy)}`).join('L')}Z" fill="${[accent, mix(accent, colour, 0.5), tone(colour, -0.25), mix(accent, '#ffffff', 0.4)][Math.floor(random() * 4)]}"/>`
    })
    return [u * 3, u * 3, chips.join('')]
  },
}

export type Cloth = {
  outline: string
  /** The box that the outline fills: left, top, width, height. */
  box: readonly [number, number, number, number]
  colour: Colour
  accent?: Colour
  motif?: Motif
  unit?: number
  turn?: number
  /** Lines along which it is creased: dark on one side, light on the other. */
  folds?: readonly string[]
  /** How round it is: 0 lies flat, 1 is a stuffed cushion. */
  plump?: number
  woven?: boolean
}

/** A piece of cloth: its colour, its pattern, its creases and the light across it. */
export function cloth(
  sheet: Sheet,
  {
    outline,
    box: [left, top, width, height],
    colour,
    accent = colour,
    motif = 'plain',
    unit,
    turn,
    folds = [],
    plump = 0.25,
    woven = true,
  }: Cloth,
): string {
  const printed = motifFill(sheet, motif, colour, accent, unit, turn)
  const whole = (fill: string, opacity?: number) => shape(outline, fill, opacity)
  const [dark, light] = [tone(colour, -0.24), mix(tone(colour, 0.14), '#ffffff', 0.3)]
  const light2 = radial(sheet, [left + width * 0.34, top + height * 0.3], Math.max(width, height) * 0.75, [
    [0, '#fff6e8', 0.3 * plump + 0.1],
    [0.45, '#fff6e8', 0],
    [0.6, tone(colour, -0.3), 0],
    [1, tone(colour, -0.3), 0.42 * plump + 0.06],
  ])
  const slant = linear(
    sheet,
    [left, top],
    [left + width * 0.5, top + height],
    [
      [0, '#ffffff', 0.1],
      [0.5, '#ffffff', 0],
      [1, '#1d0f0a', 0.16],
    ],
  )
  const creases = folds
    .map(
      (fold) =>
        `<g transform="translate(6 5)">${softStroke(fold, dark, 38, 0.36, 6)}</g><g transform="translate(-11 -8)">${softStroke(fold, light, 34, 0.2, 5)}</g>`,
    )
    .join('')
  return (
    whole(colour) +
    (printed ? whole(printed) : '') +
    (woven ? whole(weave(sheet, colour)) : '') +
    clipped(sheet, `<path d="${outline}"/>`, creases) +
    whole(slant) +
    whole(light2)
  )
}

/** Short threads hanging from a straight edge. */
export function fringe(sheet: Sheet, from: Point, to: Point, length: number, colour: Colour, spacing = 15): string {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const span = Math.hypot(dx, dy)
  const count = Math.floor(span / spacing)
  const [downX, downY] = [-dy / span, dx / span]
  let svg = ''
  for (let index = 0; index <= count; index++) {
    const x = from[0] + (dx * index) / count
    const y = from[1] + (dy * index) / count
    const sway = between(sheet.random, -0.16, 0.16)
    const reach = length * between(sheet.random, 0.86, 1.08)
    const tip: Point = [x + downX * reach + dx * sway * 0.06, y + downY * reach + dy * sway * 0.06]
    const shadeOf = index % 3 === 0 ? -0.1 : index % 3 === 1 ? 0.02 : -0.04
    svg += stroke(
      `M${n(x)} ${n(y)}Q${n((x + tip[0]) / 2 + sway * 26)} ${n((y + tip[1]) / 2)} ${n(tip[0] + sway * 20)} ${n(tip[1])}`,
      tone(colour, shadeOf),
      spacing * 0.46,
    )
  }
  return svg
}

export const closedCurve = (points: readonly Point[]) => curve(points, true)
