import { tone, type Colour } from '../colour'
import { ellipse, group, linear, n, rect, stroke, type Piece, type Sheet } from '../sheet'
import { between } from '../../random'
import { drawObject, type Look, type ObjectKind } from '../objects'
import { stem, type StemKind } from '../objects/foliage'
import { groundShadow, softStroke } from '../surface'
import { shadowColour } from './stage'

/** A thing that stands by to make a scene: small, quiet, in the palette's colours. */
export const prop = (sheet: Sheet, kind: ObjectKind, look: Look): Piece => drawObject(sheet, kind, look)

export function books(sheet: Sheet, colours: readonly Colour[]): Piece {
  const thick = [62, 50, 70]
  let y = 0
  const svg = colours.slice(0, 3).map((colour, index) => {
    const [width, height] = [420 - index * 46, thick[index]!]
    const spine = linear(
      sheet,
      [0, -height],
      [0, 0],
      [
        [0, tone(colour, 0.06)],
        [0.5, colour],
        [1, tone(colour, -0.1)],
      ],
    )
    const left = -width / 2 + (index % 2 ? 26 : 0)
    const one = group(
      `<path d="M${left + 30} ${-height}L${left + 66} ${-height - 44}H${left + width + 20}L${left + width} ${-height}Z" fill="${tone(colour, 0.09)}"/>` +
        rect(left, -height, width, height, spine, 7) +
        rect(left + 36, -height + height * 0.3, width * 0.3, height * 0.16, '#f6ead2', 3, 0.6) +
        rect(left + width - 70, -height, 12, height, tone(colour, -0.08)),
      `translate(0 ${n(y)})`,
    )
    y -= height
    return one
  })
  return { svg: svg.join(''), width: 440, height: -y + 44, footprint: { x: 210, y: 22 } }
}

/** A cut twig lying on the surface. */
export function sprig(
  sheet: Sheet,
  x: number,
  y: number,
  length: number,
  angle: number,
  colour: Colour,
  kind: StemKind = 'eucalyptus',
  bloom?: Colour,
): string {
  const twig = stem(sheet, kind, 0, 0, length, 0, colour, bloom)
  return group(
    `<g transform="translate(14 18) rotate(${n(angle)})">${softStroke(`M0 0V${n(-length)}`, '#2a1a10', length * 0.2, 0.26, 5)}</g>` +
      group(twig, `rotate(${n(angle)})`),
    `translate(${n(x)} ${n(y)})`,
  )
}

/** A few scattered small things: beans, pebbles, petals. */
export function scatter(
  sheet: Sheet,
  x: number,
  y: number,
  spread: number,
  count: number,
  colour: Colour,
  kind: 'beans' | 'pebbles' | 'petals' | 'salt',
  flat = 1,
): string {
  const { random } = sheet
  return Array.from({ length: count }, () => {
    const [angle, reach] = [random() * Math.PI * 2, Math.sqrt(random()) * spread]
    const [px, py, turn] = [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach * flat, random() * 180]
    const size = kind === 'pebbles' ? between(random, 26, 62) : kind === 'salt' ? between(random, 5, 11) : between(random, 20, 27)
    const tint = tone(colour, between(random, -0.06, 0.06))
    const body =
      kind === 'petals'
        ? `<path d="M${n(-size)} 0Q0 ${n(-size * 0.9)} ${n(size)} 0Q0 ${n(size * 0.6)} ${n(-size)} 0Z" fill="${tint}"/>`
        : ellipse(0, 0, size, size * (kind === 'beans' ? 0.64 : 0.76), tint) +
          ellipse(-size * 0.24, -size * 0.24, size * 0.42, size * 0.22, tone(tint, 0.12), 0.7) +
          (kind === 'beans' ? stroke(`M${n(-size * 0.8)} 3Q0 ${n(-size * 0.2)} ${n(size * 0.8)} 0`, tone(tint, -0.16), 4) : '')
    return (
      ellipse(px + size * 0.2, py + size * 0.3 * flat, size * 1.06, size * 0.8 * flat, '#2a1a10', 0.26) +
      group(body, `translate(${n(px)} ${n(py)}) rotate(${n(turn)}) scale(1 ${flat < 1 ? 0.8 : 1})`)
    )
  }).join('')
}

/** Round fruit for a bowl or a table. */
export function fruit(sheet: Sheet, x: number, y: number, size: number, colour: Colour): string {
  const id = linear(
    sheet,
    [-size, -size],
    [size, size],
    [
      [0, tone(colour, 0.14)],
      [0.45, colour],
      [1, tone(colour, -0.2)],
    ],
  )
  return group(
    groundShadow(sheet, 0, size * 0.72, { x: size * 0.8, y: size * 0.26 }, size, shadowColour(colour), 0.8) +
      `<circle r="${n(size)}" fill="${id}"/>` +
      ellipse(-size * 0.34, -size * 0.4, size * 0.26, size * 0.16, '#ffffff', 0.4) +
      ellipse(size * 0.05, -size * 0.86, size * 0.1, size * 0.05, tone(colour, -0.3)),
    `translate(${n(x)} ${n(y)})`,
  )
}
