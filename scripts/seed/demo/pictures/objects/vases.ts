import { mix, tone } from '../colour'
import { heightOf, radiusAt, rounded, silhouette, turned, type Profile } from '../lathe'
import { ellipse, linear, n, shape, type Piece, type Sheet } from '../sheet'
import { softStroke } from '../surface'
import { stem, type StemKind } from './foliage'
import type { Look } from './look'
import { decorated, finishOf, glaze } from './tableware'

const VASES: Record<string, Profile> = {
  amphora: rounded(
    [
      [110, 0],
      [128, 6],
      [200, 130],
      [232, 270],
      [190, 420],
      [104, 510],
      [76, 580],
      [84, 640],
      [104, 664],
    ],
    7,
  ),
  bottle: rounded(
    [
      [170, 0],
      [186, 8],
      [214, 90],
      [206, 210],
      [130, 300],
      [58, 370],
      [46, 470],
      [48, 590],
      [62, 612],
    ],
    7,
  ),
  sphere: rounded(
    [
      [96, 0],
      [116, 6],
      [212, 80],
      [256, 210],
      [222, 330],
      [130, 400],
      [78, 420],
      [80, 446],
    ],
    7,
  ),
  cylinder: [
    [150, 0],
    [158, 6],
    [162, 16],
    [162, 500],
  ],
  bud: rounded(
    [
      [80, 0],
      [96, 6],
      [132, 70],
      [120, 160],
      [50, 230],
      [32, 300],
      [34, 360],
      [46, 374],
    ],
    7,
  ),
  ripple: rounded(
    [
      [130, 0],
      [150, 8],
      [190, 60],
      [158, 120],
      [206, 180],
      [160, 250],
      [200, 310],
      [140, 370],
      [164, 430],
      [150, 470],
    ],
    7,
  ),
  trumpet: rounded(
    [
      [120, 0],
      [132, 8],
      [90, 80],
      [82, 200],
      [110, 340],
      [190, 480],
      [216, 540],
    ],
    7,
  ),
  urn: rounded(
    [
      [130, 0],
      [140, 10],
      [96, 40],
      [170, 120],
      [238, 260],
      [246, 380],
      [210, 450],
      [196, 480],
      [220, 500],
    ],
    7,
  ),
}

export function vase(sheet: Sheet, look: Look): Piece {
  const profile = VASES[look.form ?? 'amphora'] ?? VASES.amphora!
  const [rim, top] = profile[profile.length - 1]!
  const body =
    look.finish === 'glass'
      ? glass(sheet, profile, look.colour, look.filled)
      : turned(sheet, {
          profile,
          skin: glaze(look),
          finish: finishOf(look),
          flutes: look.pattern === 'fluted' ? 13 : 0,
          hollow: { colour: tone(look.colour, -0.12), wall: Math.max(8, rim * 0.1), depth: 260 },
        }) + decorated(sheet, look, profile, 1.3)
  const bouquet = look.motif === undefined && look.detail ? stems(sheet, look, rim, top) : ''
  const [back, front] = look.finish === 'glass' ? [bouquet, ''] : [bouquet, '']
  const widest = Math.max(...profile.map(([radius]) => radius))
  const tall = bouquet ? 440 : 0
  return {
    svg: back ? (look.finish === 'glass' ? back + body : body + clipAboveRim(sheet, rim, top, back)) + front : body,
    width: Math.max(widest * 2, bouquet ? 520 : 0),
    height: top + rim * 0.25 + tall,
    footprint: { x: profile[0]![0] + 16, y: profile[0]![0] * 0.27 },
  }
}

/** What stands in the mouth starts behind the near lip. */
function clipAboveRim(sheet: Sheet, rim: number, top: number, svg: string): string {
  const id = `v${sheet.count++}`
  sheet.defs.push(
    `<clipPath id="${id}"><path d="M-900 -3000H900V${n(-top)}H${n(rim - 10)}A${n(rim - 10)} ${n((rim - 10) * 0.25)} 0 0 1 ${n(-rim + 10)} ${n(-top)}H-900Z"/></clipPath>`,
  )
  return `<g clip-path="url(#${id})">${svg}</g>`
}

function stems(sheet: Sheet, look: Look, rim: number, top: number): string {
  const kind = (look.inside ?? 'eucalyptus') as StemKind
  const count = rim < 60 ? 2 : 5
  const bloom = look.detail ?? '#e8d3b9'
  const green =
    kind === 'pampas' || kind === 'wheat' || kind === 'bunnytail' ? mix(bloom, '#9c8a5e', 0.5) : (look.swatches?.[0] ?? '#7d9478')
  return Array.from({ length: count }, (_, index) => {
    const share = (index / (count - 1)) * 2 - 1
    return stem(
      sheet,
      kind,
      share * rim * 0.42,
      -top + 60,
      470 + (1 - Math.abs(share)) * 110 + sheet.random() * 40,
      share * 26 + (sheet.random() - 0.5) * 8,
      green,
      bloom,
    )
  }).join('')
}

/** Clear or tinted glass: what is behind shows through, the edges gather the colour, the window shows twice. */
export function glass(sheet: Sheet, profile: Profile, colour: string, filled?: string, level = 0.55): string {
  const outline = silhouette(profile)
  const top = heightOf(profile)
  const [rim] = profile[profile.length - 1]!
  const widest = Math.max(...profile.map(([radius]) => radius))
  const edge = tone(colour, -0.16)
  const body = linear(
    sheet,
    [-widest, 0],
    [widest, 0],
    [
      [0, edge, 0.75],
      [0.07, colour, 0.42],
      [0.2, colour, 0.26],
      [0.7, colour, 0.26],
      [0.92, colour, 0.46],
      [1, edge, 0.8],
    ],
  )
  const inside = filled
    ? [
        ...Array.from({ length: 24 }, (_, index) => [radiusAt(profile, (top * index) / 24), (top * index) / 24] as const)
          .filter(([, height]) => height < top * level)
          .map(([radius, height]) => [Math.max(2, radius - 12), Math.max(10, height)] as const),
      ]
    : []
  const surface = inside[inside.length - 1]
  const content =
    filled && surface
      ? shape(
          silhouette(inside),
          linear(
            sheet,
            [-widest, 0],
            [widest, 0],
            [
              [0, tone(filled, -0.1), 0.85],
              [0.3, tone(filled, 0.05), 0.8],
              [1, tone(filled, -0.12), 0.9],
            ],
          ),
        ) + ellipse(0, -surface[1], surface[0], surface[0] * 0.25, mix(filled, '#ffffff', 0.25), 0.75)
      : ''
  const gleam = (side: number, from: number, to: number) => {
    const points = profile
      .filter(([, height]) => height >= top * from && height <= top * to)
      .map(([radius, height]) => `${n(radius * side)} ${n(-height)}`)
    return points.length > 1 ? `M${points.join('L')}` : ''
  }
  const straight = profile.length < 6
  const left = straight ? `M${n(-widest * 0.74)} ${n(-top * 0.1)}V${n(-top * 0.9)}` : gleam(-0.74, 0.08, 0.9)
  const right = straight ? `M${n(widest * 0.84)} ${n(-top * 0.16)}V${n(-top * 0.86)}` : gleam(0.84, 0.12, 0.7)
  return (
    ellipse(0, -top, rim, rim * 0.25, colour, 0.25) +
    content +
    shape(outline, body) +
    `<path d="${outline}" fill="none" stroke="${edge}" stroke-width="3" stroke-opacity=".5"/>` +
    (left ? softStroke(left, '#ffffff', widest * 0.17, 0.75, 4) : '') +
    (right ? softStroke(right, '#ffffff', widest * 0.07, 0.6, 3) : '') +
    `<ellipse cx="0" cy="${n(-top)}" rx="${n(rim)}" ry="${n(rim * 0.25)}" fill="none" stroke="#ffffff" stroke-width="5" stroke-opacity=".75"/>` +
    `<path d="M${n(-rim)} ${n(-top)}A${n(rim)} ${n(rim * 0.25)} 0 0 0 ${n(rim)} ${n(-top)}" fill="none" stroke="${edge}" stroke-width="2.5" stroke-opacity=".6"/>`
  )
}

export function glassware(sheet: Sheet, look: Look): Piece {
  const forms: Record<string, Profile> = {
    tumbler: [
      [120, 0],
      [126, 8],
      [146, 300],
    ],
    highball: [
      [112, 0],
      [118, 8],
      [128, 430],
    ],
    carafe: rounded(
      [
        [140, 0],
        [152, 8],
        [176, 110],
        [168, 230],
        [96, 340],
        [70, 420],
        [76, 520],
        [92, 560],
      ],
      7,
    ),
    coupe: rounded(
      [
        [20, 0],
        [16, 8],
        [14, 170],
        [30, 200],
        [130, 236],
        [186, 300],
        [192, 350],
      ],
      7,
    ),
    wine: rounded(
      [
        [20, 0],
        [14, 8],
        [13, 190],
        [26, 215],
        [110, 262],
        [136, 340],
        [120, 450],
        [108, 480],
      ],
      7,
    ),
  }
  const form = look.form ?? 'tumbler'
  const profile = forms[form] ?? forms.tumbler!
  const stemmed = form === 'coupe' || form === 'wine'
  const foot = stemmed
    ? glass(
        sheet,
        [
          [124, 0],
          [120, 4],
          [20, 12],
        ],
        look.colour,
      )
    : ''
  const widest = Math.max(...profile.map(([radius]) => radius))
  return {
    svg: foot + glass(sheet, profile, look.colour, look.filled, stemmed ? 0.82 : 0.55),
    width: widest * 2,
    height: heightOf(profile) + 40,
    footprint: { x: (stemmed ? 124 : profile[0]![0]) + 4, y: 34 },
  }
}
