import { mix, tone, type Colour } from '../colour'
import { curve, linear, n, shape, stroke, type Point, type Sheet } from '../sheet'
import { between } from '../../random'

export type LeafForm = 'oval' | 'lance' | 'round' | 'heart' | 'split' | 'sword' | 'feather'

/** One leaf from its stem at (x, y): half of it in the light, half in its own shade, a vein between. */
export function leaf(
  sheet: Sheet,
  x: number,
  y: number,
  angle: number,
  length: number,
  colour: Colour,
  form: LeafForm = 'oval',
  bend = 0,
): string {
  const width = length * { oval: 0.24, lance: 0.12, round: 0.46, heart: 0.4, split: 0.44, sword: 0.075, feather: 0.16 }[form]
  const rad = (angle * Math.PI) / 180
  const reach = (along: number, side: number): Point => {
    const drop = bend * along * along * length * 0.5
    const [localX, localY] = [along * length, side]
    return [x + Math.cos(rad) * localX - Math.sin(rad) * localY, y + Math.sin(rad) * localX + Math.cos(rad) * localY + drop]
  }
  const edge = outlines[form]
  const upper = edge.map(([along, side]) => reach(along, -side * width))
  const lower = edge.map(([along, side]) => reach(along, side * width)).reverse()
  const spine = Array.from({ length: 6 }, (_, index) => reach((index / 5) * 0.98, 0))
  const [start, end] = [reach(0, -width), reach(1, width)]
  // Whichever half faces up and left gets the light.
  const upperIsLit = Math.cos(rad) * 0.9 + Math.sin(rad) * -0.3 > 0
  const lit = linear(sheet, start, end, [
    [0, tone(colour, 0.1)],
    [0.6, tone(colour, 0.04)],
    [1, tone(colour, -0.03)],
  ])
  const dim = linear(sheet, start, end, [
    [0, tone(colour, -0.04)],
    [1, tone(colour, -0.12)],
  ])
  const half = (points: Point[], fill: string) => shape(`${curve(points)}${curve([...spine].reverse()).replace('M', 'L')}Z`, fill)
  const ribs =
    form === 'split' || form === 'round' || form === 'heart'
      ? [0.25, 0.42, 0.58, 0.74]
          .map((at) =>
            [-1, 1]
              .map((side) =>
                stroke(
                  `M${pt(reach(at, 0))}L${pt(reach(at + 0.16, side * width * 0.62))}`,
                  mix(colour, '#f2f5d8', 0.35),
                  Math.max(1.2, length * 0.008),
                  0.5,
                ),
              )
              .join(''),
          )
          .join('')
      : ''
  return (
    half(upper, upperIsLit ? lit : dim) +
    half([...lower].reverse(), upperIsLit ? dim : lit) +
    ribs +
    stroke(curve(spine), mix(colour, '#f2f5d8', 0.4), Math.max(1.5, length * 0.014), 0.75)
  )
}

const pt = ([x, y]: Point) => `${n(x)} ${n(y)}`

const outlines: Record<LeafForm, readonly Point[]> = {
  oval: [
    [0, 0],
    [0.12, 0.55],
    [0.35, 1],
    [0.6, 0.95],
    [0.85, 0.5],
    [1, 0],
  ],
  lance: [
    [0, 0],
    [0.15, 0.6],
    [0.4, 1],
    [0.75, 0.65],
    [1, 0],
  ],
  round: [
    [0, 0],
    [0.03, 0.5],
    [0.22, 0.92],
    [0.5, 1.05],
    [0.8, 0.85],
    [0.97, 0.4],
    [1, 0],
  ],
  heart: [
    [0.06, 0],
    [-0.06, 0.35],
    [0.02, 0.85],
    [0.25, 1.05],
    [0.55, 0.85],
    [0.82, 0.38],
    [1, 0],
  ],
  split: [
    [0.06, 0],
    [-0.04, 0.4],
    [0.04, 0.9],
    [0.2, 1.02],
    [0.3, 0.98],
    [0.3, 0.45],
    [0.4, 0.98],
    [0.5, 0.95],
    [0.5, 0.4],
    [0.6, 0.85],
    [0.7, 0.76],
    [0.68, 0.32],
    [0.8, 0.55],
    [0.92, 0.3],
    [1, 0],
  ],
  sword: [
    [0, 0.8],
    [0.2, 1],
    [0.6, 0.95],
    [0.88, 0.5],
    [1, 0],
  ],
  feather: [
    [0, 0],
    [0.2, 0.9],
    [0.5, 1],
    [0.8, 0.6],
    [1, 0],
  ],
}

export type StemKind = 'eucalyptus' | 'olive' | 'pampas' | 'wheat' | 'blossom' | 'lavender' | 'fern' | 'tulip' | 'bunnytail'

/** A cut stem from (x, y) upwards, leaning by `lean` degrees. */
export function stem(
  sheet: Sheet,
  kind: StemKind,
  x: number,
  y: number,
  height: number,
  lean: number,
  colour: Colour,
  bloom: Colour = '#f0d9cf',
): string {
  const { random } = sheet
  const rad = ((lean - 90) * Math.PI) / 180
  const at = (share: number): Point => {
    const sway = Math.sin(share * 2.2) * lean * 0.9
    return [x + Math.cos(rad) * height * share + sway, y + Math.sin(rad) * height * share + Math.abs(lean) * share * share * 1.1]
  }
  const line = curve(Array.from({ length: 7 }, (_, index) => at(index / 6)))
  const twig =
    stroke(line, tone(colour, -0.12, 0.7), kind === 'blossom' || kind === 'olive' ? 6 : 4.5) + stroke(line, tone(colour, 0.08), 1.5, 0.6)
  const parts: string[] = []

  if (kind === 'eucalyptus' || kind === 'olive' || kind === 'fern') {
    const count = kind === 'fern' ? 17 : kind === 'olive' ? 11 : 9
    for (let index = 0; index < count; index++) {
      const share = 0.18 + (index / count) * 0.82
      const [px, py] = at(share)
      const size = height * (kind === 'eucalyptus' ? 0.12 : kind === 'olive' ? 0.17 : 0.24 * (1.15 - share)) * between(random, 0.85, 1.15)
      for (const side of [-1, 1]) {
        if (kind === 'olive' && (index + (side + 1) / 2) % 2) continue
        const angle = lean - 90 + side * (kind === 'fern' ? 58 : between(random, 40, 68))
        parts.push(
          leaf(sheet, px, py, angle, size, tone(colour, between(random, -0.05, 0.05)), kind === 'eucalyptus' ? 'round' : 'lance', 0.12),
        )
      }
    }
    parts.push(leaf(sheet, ...at(0.98), lean - 90, height * 0.12, colour, kind === 'eucalyptus' ? 'round' : 'lance'))
  }
  if (kind === 'pampas' || kind === 'wheat' || kind === 'bunnytail' || kind === 'lavender') {
    const [from, hairs] = kind === 'pampas' ? [0.45, 130] : kind === 'wheat' ? [0.72, 40] : kind === 'lavender' ? [0.66, 46] : [0.84, 70]
    for (let index = 0; index < hairs; index++) {
      const share = from + (1 - from) * (index / hairs)
      const [px, py] = at(share)
      const middle = 1 - Math.abs((share - from) / (1 - from) - 0.4) * 1.3
      const spread = height * (kind === 'pampas' ? 0.15 : kind === 'bunnytail' ? 0.075 : 0.045) * Math.max(0.3, middle)
      const side = random() < 0.5 ? -1 : 1
      const angle = ((lean - 90 + side * between(random, 12, kind === 'pampas' ? 62 : 40)) * Math.PI) / 180
      const tip: Point = [px + Math.cos(angle) * spread, py + Math.sin(angle) * spread]
      const hair = tone(bloom, between(random, -0.11, 0.07))
      if (kind === 'lavender' || kind === 'wheat')
        parts.push(
          `<ellipse cx="${n((px + tip[0]) / 2)}" cy="${n((py + tip[1]) / 2)}" rx="${n(height * 0.013)}" ry="${n(height * 0.024)}" transform="rotate(${n((angle * 180) / Math.PI + 90)} ${n((px + tip[0]) / 2)} ${n((py + tip[1]) / 2)})" fill="${hair}"/>`,
        )
      if (kind !== 'lavender') parts.push(stroke(`M${pt([px, py])}L${pt(tip)}`, hair, kind === 'pampas' ? 5 : 3, 0.8))
    }
  }
  if (kind === 'blossom') {
    for (let index = 0; index < 10; index++) {
      const [px, py] = at(0.25 + index * 0.08)
      parts.push(flower(sheet, px + between(random, -16, 16), py + between(random, -10, 10), height * between(random, 0.034, 0.055), bloom))
    }
  }
  if (kind === 'tulip') {
    const [px, py] = at(1)
    const size = height * 0.11
    const petal = (shift: number, width: number, fill: string) =>
      shape(
        `M${pt([px, py + size * 0.9])}C${pt([px + (shift - width) * size, py + size * 0.7])} ${pt([px + (shift - width) * size, py - size * 0.3])} ${pt([px + shift * size, py - size])}C${pt([px + (shift + width) * size, py - size * 0.3])} ${pt([px + (shift + width) * size, py + size * 0.7])} ${pt([px, py + size * 0.9])}Z`,
        fill,
      )
    parts.push(
      leaf(sheet, ...at(0.1), lean - 90 - 24, height * 0.6, colour, 'lance', 0.2),
      leaf(sheet, ...at(0.1), lean - 90 + 22, height * 0.5, tone(colour, -0.05), 'lance', 0.2),
    )
    parts.push(
      petal(-0.3, 0.55, tone(bloom, -0.08)),
      petal(0.34, 0.55, tone(bloom, -0.13)),
      petal(
        0,
        0.62,
        linear(
          sheet,
          [px - size, py],
          [px + size, py],
          [
            [0, tone(bloom, 0.06)],
            [1, tone(bloom, -0.06)],
          ],
        ),
      ),
    )
  }
  return twig + parts.join('')
}

export function flower(sheet: Sheet, x: number, y: number, size: number, colour: Colour): string {
  const turn = sheet.random() * 72
  const petals = Array.from(
    { length: 5 },
    (_, index) =>
      `<ellipse cx="0" cy="${n(-size * 0.62)}" rx="${n(size * 0.42)}" ry="${n(size * 0.6)}" transform="rotate(${n(turn + index * 72)})" fill="${tone(colour, [0.03, -0.03, -0.06, -0.02, 0.02][index]!)}"/>`,
  ).join('')
  return `<g transform="translate(${n(x)} ${n(y)})">${petals}<circle r="${n(size * 0.26)}" fill="${mix('#d9a441', colour, 0.2)}"/></g>`
}
