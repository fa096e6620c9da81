import { createRandom, type Random } from '../random'
import type { Colour } from './colour'

/** The drawing in the making: shared definitions, ids that are unique inside it, and its own stream of chance. */
export type Sheet = { defs: string[]; random: Random; count: number }
export type Stop = readonly [offset: number, colour: Colour, opacity?: number]
export type Point = readonly [x: number, y: number]

/**
 * One drawn thing in its own coordinates; y grows downwards as in SVG. What stands has its base around (0, 0); what
 * lies flat (seen from above) or hangs on a wall is centred on it.
 */
export type Piece = {
  svg: string
  width: number
  height: number
  stance?: 'stands' | 'lies' | 'hangs'
  /** Half of what touches the ground, as drawn; the contact shadow is built from it. */
  footprint?: { x: number; y: number }
  /** How far it reaches below the place it stands on; the footprint's depth unless given. */
  below?: number
  /** The silhouette of what lies or hangs; its shadow is cast from it. */
  outline?: string
  /** How far what lies or hangs is from the surface behind it. */
  lift?: number
  /** Instead of a shadow built from the footprint. */
  shadow?: (sheet: Sheet, colour: Colour) => string
}

export const createSheet = (seed: string): Sheet => ({ defs: [], random: createRandom(seed), count: 0 })

/** A coordinate with one decimal: enough at 1600 px, and it keeps the drawing small. */
export const n = (value: number) => (Math.round(value * 10) / 10).toString()

export function nextId(sheet: Sheet): string {
  sheet.count += 1
  return `d${sheet.count.toString(36)}`
}

const stopsOf = (stops: readonly Stop[]) =>
  stops
    .map(
      ([offset, colour, opacity]) =>
        `<stop offset="${Math.round(offset * 1000) / 1000}" stop-color="${colour}"${opacity === undefined ? '' : ` stop-opacity="${Math.round(opacity * 1000) / 1000}"`}/>`,
    )
    .join('')

/** A gradient across the painted shape's own box, left to right: the shortest thing to write and to parse. */
export function across(sheet: Sheet, stops: readonly Stop[]): string {
  const id = nextId(sheet)
  sheet.defs.push(`<linearGradient id="${id}">${stopsOf(thinned(stops))}</linearGradient>`)
  return `url(#${id})`
}

/** Leaves out the stops that lie on the way between their neighbours; a drawing's cost is mostly its stops. */
function thinned(stops: readonly Stop[], tolerance = 3): Stop[] {
  const first = stops[0]!
  const last = stops[stops.length - 1]!
  let worst = 0
  let worstIndex = 0
  for (let index = 1; index < stops.length - 1; index++) {
    const stop = stops[index]!
    const distance = distanceFromLine(stop, first, last)
    if (distance > worst) [worst, worstIndex] = [distance, index]
  }
  if (worst <= tolerance) return [first, last]
  return [...thinned(stops.slice(0, worstIndex + 1), tolerance), ...thinned(stops.slice(worstIndex), tolerance).slice(1)]
}

function distanceFromLine(stop: Stop, first: Stop, last: Stop): number {
  const share = (stop[0] - first[0]) / (last[0] - first[0] || 1)
  const [at, from, to] = [stop, first, last].map(([, colour]) => Number.parseInt(colour.slice(1), 16)) as [number, number, number]
  return Math.max(
    ...[16, 8, 0].map((shift) => {
      const [here, start, end] = [at, from, to].map((bits) => (bits >> shift) & 255) as [number, number, number]
      return Math.abs(here - (start + (end - start) * share))
    }),
  )
}

/** A gradient between two points of the drawing, as a value for `fill` or `stroke`. */
export function linear(sheet: Sheet, from: Point, to: Point, stops: readonly Stop[], transform?: string): string {
  const id = nextId(sheet)
  sheet.defs.push(
    `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="${n(from[0])}" y1="${n(from[1])}" x2="${n(to[0])}" y2="${n(to[1])}"${transform ? ` gradientTransform="${transform}"` : ''}>${stopsOf(stops)}</linearGradient>`,
  )
  return `url(#${id})`
}

export function radial(sheet: Sheet, centre: Point, radius: number, stops: readonly Stop[], transform?: string): string {
  const id = nextId(sheet)
  sheet.defs.push(
    `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${n(centre[0])}" cy="${n(centre[1])}" r="${n(radius)}"${transform ? ` gradientTransform="${transform}"` : ''}>${stopsOf(stops)}</radialGradient>`,
  )
  return `url(#${id})`
}

/** Keeps `svg` inside `outline` (any SVG shapes). */
export function clipped(sheet: Sheet, outline: string, svg: string): string {
  const id = nextId(sheet)
  sheet.defs.push(`<clipPath id="${id}">${outline}</clipPath>`)
  return `<g clip-path="url(#${id})">${svg}</g>`
}

export function pattern(sheet: Sheet, width: number, height: number, svg: string, transform?: string): string {
  const id = nextId(sheet)
  sheet.defs.push(
    `<pattern id="${id}" patternUnits="userSpaceOnUse" width="${n(width)}" height="${n(height)}"${transform ? ` patternTransform="${transform}"` : ''}>${svg}</pattern>`,
  )
  return `url(#${id})`
}

export const shape = (d: string, fill: string, opacity?: number) => `<path d="${d}" fill="${fill}"${faint('fill', opacity)}/>`
export const ellipse = (x: number, y: number, rx: number, ry: number, fill: string, opacity?: number) =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"${faint('fill', opacity)}/>`
export const rect = (x: number, y: number, width: number, height: number, fill: string, radius = 0, opacity?: number) =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"${radius ? ` rx="${n(radius)}"` : ''} fill="${fill}"${faint('fill', opacity)}/>`
export const stroke = (d: string, colour: string, width: number, opacity?: number, extra = '') =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${faint('stroke', opacity)}${extra}/>`
export const group = (svg: string, transform: string, opacity?: number) =>
  `<g transform="${transform}"${opacity === undefined ? '' : ` opacity="${n2(opacity)}"`}>${svg}</g>`

// `opacity` would make librsvg paint each shape on a layer of its own, which costs ten times as much.
const faint = (what: 'fill' | 'stroke', opacity?: number) => (opacity === undefined ? '' : ` ${what}-opacity="${n2(opacity)}"`)
const n2 = (value: number) => (Math.round(value * 100) / 100).toString()

export const polygon = (points: readonly Point[]) => `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`

/** A closed or open curve through all points (Catmull–Rom as Béziers). */
export function curve(points: readonly Point[], closed = false): string {
  const at = (index: number): Point =>
    closed ? points[(index + points.length) % points.length]! : points[Math.min(points.length - 1, Math.max(0, index))]!
  const last = closed ? points.length : points.length - 1
  let d = `M${n(at(0)[0])} ${n(at(0)[1])}`
  for (let index = 0; index < last; index++) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)]
    d += `C${n(from[0] + (to[0] - before[0]) / 6)} ${n(from[1] + (to[1] - before[1]) / 6)} ${n(to[0] - (after[0] - from[0]) / 6)} ${n(to[1] - (after[1] - from[1]) / 6)} ${n(to[0])} ${n(to[1])}`
  }
  return closed ? `${d}Z` : d
}

export const finish = (sheet: Sheet, width: number, height: number, svg: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><defs>${sheet.defs.join('')}</defs>${svg}</svg>`
