import { between } from '../../random'
import { curve, n, type Point, type Sheet } from '../sheet'

/**
 * What sunlight draws on a wall: panes of a window, or leaves outside it. Soft edges are the same shapes in a few
 * sizes over each other, since a blur over the whole picture would take longer than all the rest.
 */
const LAYERS = 6

const layered = (colour: string, opacity: number, draw: (grow: number) => string) => {
  const share = (opacity / LAYERS).toFixed(3)
  return `<g fill="${colour}" fill-opacity="${share}">${Array.from({ length: LAYERS }, (_, layer) => `<path d="${draw((layer / (LAYERS - 1)) * 2 - 1)}"/>`).join('')}</g>`
}

/** Sun through a window with bars, falling from the upper left to the lower right. */
export function windowLight(x: number, y: number, width: number, height: number, strength = 0.42, skew = 0.5): string {
  const [columns, rows, gap] = [2, 3, 30]
  const [w, h] = [width / columns - gap, height / rows - gap]
  return layered('#fff4d8', strength, (grow) => {
    let d = ''
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        const edge = grow * 10
        const [left, top, right, bottom] = [
          column * (w + gap) - edge,
          row * (h + gap) - edge,
          column * (w + gap) + w + edge,
          row * (h + gap) + h + edge,
        ]
        const at = (px: number, py: number) => `${n(x + px + py * skew)} ${n(y + py + px * 0.12)}`
        d += `M${at(left, top)}L${at(right, top)}L${at(right, bottom)}L${at(left, bottom)}Z`
      }
    }
    return d
  })
}

type ShadeLeaf = { x: number; y: number; angle: number; length: number; width: number }

/** The shadow of a branch with long leaves, blown in from one corner. */
export function leafShade(sheet: Sheet, colour: string, fromLeft = true, strength = 0.2, kind: 'palm' | 'branch' = 'branch'): string {
  const leaves = kind === 'palm' ? palmLeaves(fromLeft) : branchLeaves(sheet, fromLeft)
  return layered(colour, strength, (grow) => leaves.map((leaf) => leafOutline(leaf, kind === 'palm' ? grow * 9 : grow * 14)).join(''))
}

function leafOutline({ x, y, angle, length, width }: ShadeLeaf, grow: number): string {
  const rad = (angle * Math.PI) / 180
  const [cos, sin] = [Math.cos(rad), Math.sin(rad)]
  const point = (along: number, across: number): Point => {
    const [reach, side] = [along * (length + grow * 2) - grow, across * (width + grow)]
    return [x + cos * reach - sin * side, y + sin * reach + cos * side]
  }
  return curve([point(0, 0), point(0.3, 1), point(0.7, 0.8), point(1, 0), point(0.7, -0.8), point(0.3, -1)], true)
}

function palmLeaves(fromLeft: boolean): ShadeLeaf[] {
  const side = fromLeft ? 1 : -1
  const start = fromLeft ? -120 : 1720
  return [0, 1].flatMap((frond) =>
    Array.from({ length: 15 }, (_, index) => {
      const along = 150 + index * 68
      const [x, y] = [start + side * along, 60 + frond * 420 + along * (0.28 - frond * 0.4) + (along / 900) ** 2 * 120]
      return [-1, 1].map((flip) => ({ x, y, angle: (fromLeft ? 20 : 160) + flip * side * 52, length: 330 - index * 15, width: 19 }))
    }).flat(),
  )
}

function branchLeaves({ random }: Sheet, fromLeft: boolean): ShadeLeaf[] {
  const side = fromLeft ? 1 : -1
  const start = fromLeft ? -120 : 1720
  return [0, 1, 2].flatMap((twig) => {
    const y0 = between(random, -100, 120) + twig * 240
    const lean = between(random, 0.05, 0.32)
    return Array.from({ length: 9 }, (_, index) => {
      const along = 120 + index * 92
      return {
        x: start + side * along,
        y: y0 + along * lean,
        angle: (fromLeft ? 14 : 166) + (index % 2 ? 1 : -1) * between(random, 34, 58),
        length: between(random, 130, 200),
        width: between(random, 30, 46),
      }
    })
  })
}
