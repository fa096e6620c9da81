import { mix, type Colour } from './colour'
import { shade } from './light'
import { onBody, type Profile } from './lathe'
import { between, type Random } from '../random'
import { ellipse, n, radial, stroke, type Piece, type Point, type Sheet } from './sheet'

/** A stroke without an edge: the same line in several widths, each a little more opaque. Much cheaper than a blur. */
export function softStroke(d: string, colour: Colour, width: number, opacity: number, layers = 6): string {
  let svg = ''
  for (let layer = 1; layer <= layers; layer++) svg += stroke(d, colour, (width * (layers - layer + 1)) / layers)
  return `<g stroke-opacity="${(opacity / layers).toFixed(3)}">${svg}</g>`
}

/** A round rod along a line (handles, rims, wires, cords): dark below, light above. */
export function tube(d: string, colour: Colour, width: number, finish: 'matte' | 'satin' | 'gloss' | 'metal' = 'satin'): string {
  const dark = shade(colour, [0.75, -0.45, 0.3], finish === 'metal' ? 'metal' : 'matte')
  const body = shade(colour, [0.1, 0.1, 0.95], finish === 'metal' ? 'metal' : 'matte')
  const light = shade(colour, [-0.5, 0.6, 0.6], finish === 'metal' ? 'metal' : finish)
  const layers: [number, Colour, number][] = [
    [1, dark, 0],
    [0.88, mix(dark, body, 0.45), 0.03],
    [0.74, mix(dark, body, 0.8), 0.06],
    [0.58, body, 0.09],
    [0.42, mix(body, light, 0.4), 0.13],
    [0.26, mix(body, light, 0.75), 0.16],
    [0.12, light, 0.19],
  ]
  return layers
    .map(
      ([share, layer, shift]) =>
        `<g transform="translate(${n(-width * shift * 0.8)} ${n(-width * shift)})">${stroke(d, layer, width * share)}</g>`,
    )
    .join('')
}

/** Glaze flecks or seeds on a turned body, smaller and narrower where it turns away. */
export function flecks(random: Random, profile: Profile, colour: Colour, count: number, size: number, from = 0.02, to = 0.97): string {
  const total = profile[profile.length - 1]![1]
  let svg = ''
  for (let index = 0; index < count; index++) {
    const spot = onBody(profile, total * between(random, from, to), Math.asin(between(random, -0.97, 0.97)))
    const radius = size * (0.35 + random() ** 3 * 1.3)
    svg += ellipse(
      spot.x,
      spot.y,
      Math.max(0.6, radius * spot.squeeze),
      radius * between(random, 0.75, 1.1),
      colour,
      between(random, 0.35, 0.85),
    )
  }
  return svg
}

/** A shadow that hugs a standing thing and another that falls away from the light. */
export function groundShadow(
  sheet: Sheet,
  x: number,
  y: number,
  footprint: { x: number; y: number },
  height: number,
  colour: Colour,
  strength = 1,
): string {
  const reach = Math.min(height * 0.55, footprint.x * 2.4)
  const cast = radial(sheet, [0, 0], 1, [
    [0, colour, 0.42 * strength],
    [0.35, colour, 0.3 * strength],
    [0.7, colour, 0.09 * strength],
    [1, colour, 0],
  ])
  const contact = radial(sheet, [0, 0], 1, [
    [0, colour, 0.85 * strength],
    [0.62, colour, 0.62 * strength],
    [0.85, colour, 0.18 * strength],
    [1, colour, 0],
  ])
  const unit = (fill: string, transform: string) => `<circle r="1" fill="${fill}" transform="${transform}"/>`
  return (
    unit(
      cast,
      `translate(${n(x + reach * 0.55)} ${n(y + footprint.y * 0.1)}) rotate(-4) scale(${n(footprint.x * 1.15 + reach * 0.75)} ${n(footprint.y * 1.5 + reach * 0.12)})`,
    ) +
    unit(
      contact,
      `translate(${n(x + footprint.x * 0.06)} ${n(y + footprint.y * 0.12)}) scale(${n(footprint.x * 1.2)} ${n(footprint.y * 1.28)})`,
    )
  )
}

/** The shadow of a thing that lies flat: its own outline, spread and pushed away from the light. */
export function lyingShadow(outline: string, colour: Colour, spread: number, shift: Point = [0.5, 0.7], strength = 0.5): string {
  const layers = 9
  let svg = ''
  for (let layer = 0; layer < layers; layer++) {
    const share = (layers - layer) / layers
    svg += `<path d="${outline}" stroke-width="${n(spread * 2 * share)}"/>`
  }
  const opacity = (strength / layers).toFixed(3)
  return `<g transform="translate(${n(spread * shift[0])} ${n(spread * shift[1])})" fill="${colour}" stroke="${colour}" stroke-linejoin="round" fill-opacity="${opacity}" stroke-opacity="${opacity}">${svg}</g>`
}

/** The shadow a piece throws on whatever it stands on, lies on or hangs before. */
export function shadowOf(sheet: Sheet, piece: Piece, colour: Colour, strength = 1): string {
  if (piece.shadow) return piece.shadow(sheet, colour)
  if (piece.outline)
    return lyingShadow(piece.outline, colour, piece.lift ?? 26, piece.stance === 'hangs' ? [0.7, 0.9] : [0.5, 0.6], 0.42 * strength)
  if (piece.stance === 'hangs') return ''
  return groundShadow(sheet, 0, 0, piece.footprint ?? { x: piece.width * 0.4, y: piece.width * 0.1 }, piece.height, colour, strength)
}

/** A standing thing with corners: its base on the floor, dark, and the same pushed away from the light. */
export const baseShadow =
  (base: readonly Point[], height: number) =>
  (_sheet: Sheet, colour: Colour): string => {
    const outline = `M${base.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`
    const reach = Math.min(200, height * 0.5)
    const cast = `M${[...base.filter(([x]) => x >= 0), ...base.map(([x, y]): Point => [x + reach, y - reach * 0.12])].map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`
    return lyingShadow(cast, colour, 46, [0.2, 0], 0.3) + lyingShadow(outline, colour, 24, [0.3, 0.2], 0.75)
  }
