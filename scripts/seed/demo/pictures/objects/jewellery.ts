import { mix, tone, type Colour } from '../colour'
import { shade } from '../light'
import { rounded, turned } from '../lathe'
import { ellipse, group, linear, n, radial, shape, stroke, type Piece, type Point, type Sheet } from '../sheet'
import { lyingShadow, softStroke, tube } from '../surface'
import { box } from '../solid'
import type { Look } from './look'

/** A stone cut like a brilliant, seen from the front. */
export function gem(sheet: Sheet, x: number, y: number, size: number, colour: Colour, cut = 'round'): string {
  if (cut === 'pearl')
    return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(size)}" fill="${radial(sheet, [x - size * 0.35, y - size * 0.4], size * 1.4, [
      [0, '#ffffff'],
      [0.35, '#f7efe6'],
      [0.75, mix('#e3d3c6', colour, 0.15)],
      [1, '#b9a596'],
    ])}"/>`
  if (cut === 'cabochon')
    return (
      ellipse(
        x,
        y,
        size * 0.84,
        size,
        radial(sheet, [x - size * 0.3, y - size * 0.4], size * 1.5, [
          [0, tone(colour, 0.22)],
          [0.45, colour],
          [1, tone(colour, -0.2)],
        ]),
      ) + ellipse(x - size * 0.28, y - size * 0.42, size * 0.26, size * 0.16, '#ffffff', 0.75)
    )
  const corners =
    cut === 'emerald'
      ? [
          [-0.62, -1],
          [0.62, -1],
          [0.92, -0.66],
          [0.92, 0.66],
          [0.62, 1],
          [-0.62, 1],
          [-0.92, 0.66],
          [-0.92, -0.66],
        ]
      : Array.from({ length: 8 }, (_, index) => [Math.cos((index / 8) * Math.PI * 2 + 0.39), Math.sin((index / 8) * Math.PI * 2 + 0.39)])
  const at = ([cx, cy]: readonly number[], share: number): Point => [x + cx! * size * share, y + cy! * size * share]
  const tones = [0.28, 0.12, -0.06, 0.2, -0.12, 0.05, -0.02, 0.34]
  const facets = corners.map((corner, index) => {
    const next = corners[(index + 1) % corners.length]!
    const points = [at(corner, 1), at(next, 1), at(next, 0.56), at(corner, 0.56)]
    return shape(`M${points.map(([px, py]) => `${n(px)} ${n(py)}`).join('L')}Z`, tone(colour, tones[index]!))
  })
  const tablePoints = corners.map((corner) => at(corner, 0.57))
  return (
    facets.join('') +
    shape(
      `M${tablePoints.map(([px, py]) => `${n(px)} ${n(py)}`).join('L')}Z`,
      linear(
        sheet,
        [x - size * 0.5, y - size * 0.5],
        [x + size * 0.5, y + size * 0.5],
        [
          [0, tone(colour, 0.3)],
          [0.4, tone(colour, 0.08)],
          [0.5, tone(colour, -0.1)],
          [1, tone(colour, 0.16)],
        ],
      ),
    ) +
    ellipse(x - size * 0.25, y - size * 0.3, size * 0.12, size * 0.07, '#ffffff', 0.9)
  )
}

/** A ring standing upright: the far half, then the near one. */
function band(sheet: Sheet, metal: Colour, radius: number, width: number, squash: number): string {
  const stops = [-1, -0.8, -0.62, -0.45, -0.2, 0.05, 0.3, 0.55, 0.78, 0.92, 1].map(
    (side, index) =>
      [
        (side + 1) / 2,
        shade(
          metal,
          [side, 0, Math.sqrt(Math.max(0.02, 1 - side * side))],
          'metal',
          [0.8, 1, 1.05, 1, 0.9, 0.72, 0.85, 1, 1.08, 0.95, 0.8][index]!,
        ),
      ] as const,
  )
  const outer = linear(sheet, [-radius, 0], [radius, 0], stops)
  const inner = linear(
    sheet,
    [-radius, 0],
    [radius, 0],
    [
      [0, tone(metal, 0.16)],
      [0.3, tone(metal, -0.16)],
      [0.6, tone(metal, -0.06)],
      [0.85, tone(metal, 0.14)],
      [1, tone(metal, -0.1)],
    ],
  )
  return (
    `<ellipse cx="0" cy="${n(-radius)}" rx="${n(radius)}" ry="${n(radius)}" fill="none" stroke="${inner}" stroke-width="${n(width)}" transform="translate(${n(width * squash)} ${n(-width * 0.1)})"/>` +
    `<ellipse cx="0" cy="${n(-radius)}" rx="${n(radius)}" ry="${n(radius)}" fill="none" stroke="${outer}" stroke-width="${n(width)}"/>` +
    `<ellipse cx="${n(-width * 0.1)}" cy="${n(-radius - width * 0.12)}" rx="${n(radius)}" ry="${n(radius)}" fill="none" stroke="#ffffff" stroke-opacity=".45" stroke-width="${n(width * 0.14)}" stroke-dasharray="${n(radius * 0.9)} ${n(radius * 1.4)}" stroke-dashoffset="${n(-radius * 3.3)}"/>`
  )
}

export function ring(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#7fa3a8', form = 'solitaire' } = look
  const one = (radius: number, width: number) => band(sheet, colour, radius, width, 0.5)
  let svg: string
  if (form === 'stack') {
    svg = [
      [-190, 10, 150, 26],
      [180, 0, 165, 34],
      [0, 30, 175, 42],
    ]
      .map(([x, y, radius, width]) => group(one(radius!, width!), `translate(${x} ${y})`))
      .join('')
  } else if (form === 'signet') {
    svg =
      one(210, 46) +
      shape(
        'M-110 -486Q0 -520 110 -486Q132 -430 104 -388Q0 -352 -104 -388Q-132 -430 -110 -486Z',
        linear(
          sheet,
          [-110, -500],
          [110, -360],
          [
            [0, tone(colour, 0.2)],
            [0.45, tone(colour, 0.02)],
            [0.55, tone(colour, 0.14)],
            [1, tone(colour, -0.14)],
          ],
        ),
      ) +
      stroke('M-40 -400C-60 -450 -20 -474 0 -474C20 -474 60 -450 40 -400M0 -474V-396', tone(colour, -0.22), 7)
  } else {
    const stones =
      form === 'trio'
        ? [
            [-96, -420, 40],
            [0, -446, 58],
            [96, -420, 40],
          ]
        : form === 'halo'
          ? [[0, -470, 76]]
          : [[0, -476, 84]]
    const claws = stones
      .map(([x, y, size]) =>
        [-0.8, 0.8]
          .map((side) =>
            tube(
              `M${n(x! + side * size! * 0.3)} ${n(y! + size! + 20)}L${n(x! + side * size!)} ${n(y! + size! * 0.3)}`,
              colour,
              14,
              'metal',
            ),
          )
          .join(''),
      )
      .join('')
    const halo =
      form === 'halo'
        ? Array.from({ length: 16 }, (_, index) =>
            gem(sheet, Math.cos(index * 0.3927) * 96, -470 + Math.sin(index * 0.3927) * 96, 17, '#e9eef0'),
          ).join('')
        : ''
    svg =
      one(200, form === 'wide' ? 66 : 30) +
      claws +
      halo +
      stones.map(([x, y, size]) => gem(sheet, x!, y!, size!, accent, look.pattern ?? 'round')).join('')
  }
  return { svg, width: 620, height: 560, footprint: { x: form === 'stack' ? 260 : 120, y: 26 } }
}

/** A chain along a line: links are short strokes with light on one side. */
function chain(d: string, colour: Colour, width: number, kind = 'cable'): string {
  const dash =
    kind === 'bead'
      ? `0.1 ${n(width * 1.15)}`
      : kind === 'paperclip'
        ? `${n(width * 3)} ${n(width * 1.1)}`
        : kind === 'snake'
          ? ''
          : `${n(width * 0.9)} ${n(width * 0.75)}`
  const extra = dash ? ` stroke-dasharray="${dash}"` : ''
  return (
    stroke(d, tone(colour, -0.22), width, 1, extra) +
    `<g transform="translate(-1 -1.6)">${stroke(d, tone(colour, 0.02), width * 0.72, 1, extra)}</g><g transform="translate(-2 -3)">${stroke(d, tone(colour, 0.24), width * 0.28, 1, extra)}</g>`
  )
}

export function necklace(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#7fa3a8', form = 'pendant', pattern = 'cable' } = look
  const line = 'M-250 -520C-330 -260 -190 60 0 190C190 60 330 -260 250 -520'
  const thick = pattern === 'snake' ? 17 : pattern === 'bead' ? 24 : pattern === 'paperclip' ? 15 : 13
  const shadow = (d: string) => `<g transform="translate(12 18)">${softStroke(d, '#3a2416', 26, 0.45, 5)}</g>`
  const pendants: Record<string, () => string> = {
    pendant: () =>
      tube('M-14 196A22 26 0 1 0 15 196', colour, 9, 'metal') +
      group(
        gem(sheet, 0, 310, 84, accent, look.inside ?? 'cabochon') +
          `<ellipse cx="0" cy="310" rx="${look.inside === 'emerald' ? 82 : 76}" ry="90" fill="none" stroke="${colour}" stroke-width="14"/><ellipse cx="-2" cy="308" rx="76" ry="90" fill="none" stroke="${tone(colour, 0.25)}" stroke-width="4" stroke-opacity=".8"/>`,
        '',
      ),
    disc: () =>
      tube('M-14 196A22 26 0 1 0 15 196', colour, 9, 'metal') +
      `<circle cx="0" cy="330" r="112" fill="${linear(
        sheet,
        [-110, 220],
        [110, 440],
        [
          [0, tone(colour, 0.22)],
          [0.4, tone(colour, 0.02)],
          [0.55, tone(colour, 0.16)],
          [1, tone(colour, -0.16)],
        ],
      )}"/>` +
      (look.inside === 'sun'
        ? Array.from(
            { length: 12 },
            (_, index) =>
              `<rect x="-4" y="-88" width="8" height="34" rx="4" fill="${tone(colour, -0.22)}" transform="translate(0 330) rotate(${index * 30})"/>`,
          ).join('') + `<circle cx="0" cy="330" r="34" fill="none" stroke="${tone(colour, -0.22)}" stroke-width="7"/>`
        : shape('M30 250A84 84 0 1 0 76 372A66 66 0 0 1 30 250Z', tone(colour, -0.2))),
    bar: () =>
      `<rect x="-120" y="196" width="240" height="30" rx="15" fill="${linear(
        sheet,
        [0, 196],
        [0, 226],
        [
          [0, tone(colour, 0.24)],
          [0.5, colour],
          [1, tone(colour, -0.18)],
        ],
      )}"/>`,
    drops: () =>
      [-2, -1, 0, 1, 2]
        .map((step) => {
          const y = 190 - Math.abs(step) * 46
          return (
            tube(`M${step * 96} ${y}V${y + 50}`, colour, 7, 'metal') +
            gem(sheet, step * 96, y + 86, 36 - Math.abs(step) * 4, accent, look.inside ?? 'round')
          )
        })
        .join(''),
    leaf: () =>
      tube('M0 190V232', colour, 9, 'metal') +
      shape(
        'M0 226C-90 270 -100 400 0 500C100 400 90 270 0 226Z',
        linear(
          sheet,
          [-90, 240],
          [90, 480],
          [
            [0, tone(colour, 0.22)],
            [0.48, tone(colour, 0.04)],
            [0.52, tone(colour, -0.1)],
            [1, tone(colour, 0.06)],
          ],
        ),
      ) +
      stroke('M0 240V480M0 320L-44 290M0 320L44 290M0 380L-46 346M0 380L46 346M0 430L-30 404M0 430L30 404', tone(colour, -0.2), 5),
    none: () => '',
  }
  const beads = form === 'pearls' ? pearlsAlong(sheet, accent) : ''
  const layered = form === 'layered' ? 'M-230 -520C-270 -330 -150 -120 0 -50C150 -120 270 -330 230 -520' : ''
  const pendant = (pendants[form === 'layered' ? 'disc' : form === 'pearls' ? 'none' : form] ?? pendants.pendant!)()
  return {
    svg: group(
      shadow(line) +
        (layered ? shadow(layered) + chain(layered, colour, 20, 'bead') : '') +
        (form === 'pearls' ? beads : chain(line, colour, thick, pattern)) +
        (['pendant', 'disc', 'layered', 'leaf'].includes(form)
          ? `<g transform="translate(14 20)"><ellipse cx="0" cy="320" rx="106" ry="108" fill="${radial(sheet, [0, 320], 120, [
              [0, '#3a2416', 0.5],
              [0.7, '#3a2416', 0.3],
              [1, '#3a2416', 0],
            ])}"/></g>`
          : '') +
        pendant,
      'translate(0 40)',
    ),
    width: 640,
    height: 1040,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

function pearlsAlong(sheet: Sheet, colour: Colour): string {
  const point = (t: number): Point => {
    const [a, b, c, d]: Point[] = [
      [-250, -520],
      [-360, -120],
      [-160, 180],
      [0, 190],
    ] as Point[] as [Point, Point, Point, Point]
    const u = 1 - t
    return [0, 1].map(
      (axis) => u ** 3 * a![axis]! + 3 * u * u * t * b![axis]! + 3 * u * t * t * c![axis]! + t ** 3 * d![axis]!,
    ) as unknown as Point
  }
  const half = Array.from({ length: 17 }, (_, index) => point(index / 16))
  return [...half, ...half.slice(0, -1).map(([x, y]): Point => [-x, y])]
    .map(([x, y]) => gem(sheet, x, y, 27 + (y + 520) * 0.012, colour, 'pearl'))
    .join('')
}

export function earrings(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#7fa3a8', form = 'hoops' } = look
  const one = (x: number, y: number, turn: number) => {
    let svg: string
    if (form === 'hoops' || form === 'chunky') {
      const width = form === 'chunky' ? 64 : 24
      const d = `M-30 -190A${form === 'chunky' ? 170 : 210} ${form === 'chunky' ? 180 : 210} 0 1 0 40 -190`
      svg =
        `<g transform="translate(16 22)">${softStroke(d, '#3a2416', width * 1.5, 0.4, 5)}</g>` +
        tube(d, colour, width, 'metal') +
        tube('M-30 -190Q-10 -240 36 -196', colour, 9, 'metal')
    } else if (form === 'studs') {
      svg =
        lyingShadow('M-90 0A90 90 0 1 1 90 0A90 90 0 1 1 -90 0Z', '#3a2416', 26, [0.7, 0.8], 0.45) +
        `<circle r="92" fill="${linear(
          sheet,
          [-90, -90],
          [90, 90],
          [
            [0, tone(colour, 0.2)],
            [0.5, colour],
            [1, tone(colour, -0.2)],
          ],
        )}"/>` +
        gem(sheet, 0, 0, 76, accent, look.pattern ?? 'round')
    } else if (form === 'drops') {
      svg =
        lyingShadow('M-76 160A76 96 0 1 1 76 160A76 96 0 1 1 -76 160Z', '#3a2416', 26, [0.6, 0.8], 0.42) +
        tube('M-6 -180C-60 -260 40 -290 46 -200V-170', colour, 11, 'metal') +
        tube('M0 -170V60', colour, 9, 'metal') +
        gem(sheet, 0, 150, 92, accent, look.pattern ?? 'cabochon') +
        `<ellipse cx="0" cy="150" rx="82" ry="97" fill="none" stroke="${colour}" stroke-width="11"/>`
    } else {
      svg =
        lyingShadow('M-120 40A120 120 0 0 0 120 40Z', '#3a2416', 22, [0.6, 0.8], 0.36) +
        tube('M-6 -200C-60 -280 40 -310 46 -220', colour, 11, 'metal') +
        [120, 84, 48]
          .map(
            (radius, index) =>
              `<path d="M${-radius} ${40 + index * 20}A${radius} ${radius} 0 0 0 ${radius} ${40 + index * 20}Z" fill="${linear(
                sheet,
                [-radius, 0],
                [radius, 160],
                [
                  [0, tone(index === 1 ? accent : colour, 0.18)],
                  [0.5, index === 1 ? accent : colour],
                  [1, tone(index === 1 ? accent : colour, -0.16)],
                ],
              )}"/>`,
          )
          .join('') +
        tube('M46 -220Q30 -60 0 40', colour, 8, 'metal')
    }
    return group(svg, `translate(${x} ${y}) rotate(${turn})`)
  }
  const spread = form === 'studs' ? 170 : form === 'hoops' ? 250 : 190
  return {
    svg: one(-spread, -20, -6) + one(spread, 40, 9),
    width: form === 'hoops' ? 980 : 760,
    height: form === 'studs' ? 420 : 640,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

export function bracelet(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#7fa3a8', form = 'cuff' } = look
  if (form === 'chain') {
    const d = 'M-330 -40C-300 -260 300 -260 330 -20C340 200 -120 260 -260 130'
    return {
      svg:
        `<g transform="translate(14 20)">${softStroke(d, '#3a2416', 44, 0.42, 5)}</g>` +
        chain(d, colour, look.pattern === 'bead' ? 40 : 30, look.pattern ?? 'paperclip') +
        (look.accent ? gem(sheet, 60, 196, 48, accent, look.inside ?? 'cabochon') : '') +
        tube('M-270 120A34 34 0 1 0 -250 150', colour, 12, 'metal'),
      width: 780,
      height: 560,
      stance: 'lies',
      outline: 'M0 0Z',
      lift: 1,
    }
  }
  const [rx, ry] = [340, 150]
  const wide = form === 'bangles' ? 26 : 84
  const ringAt = (y: number, x = 0) => {
    const back = `M${-rx + x} ${y}A${rx} ${ry} 0 0 1 ${rx + x} ${y}`
    const front = `M${-rx + x} ${y}A${rx} ${ry} 0 0 0 ${rx + x} ${y}`
    const fill = linear(
      sheet,
      [-rx, 0],
      [rx, 0],
      [-1, -0.75, -0.5, -0.2, 0.1, 0.4, 0.7, 1].map(
        (side) => [(side + 1) / 2, shade(colour, [side, 0.1, Math.sqrt(1.02 - side * side)], 'metal')] as const,
      ),
    )
    const inner = linear(
      sheet,
      [-rx, 0],
      [rx, 0],
      [
        [0, tone(colour, -0.2)],
        [0.4, tone(colour, -0.1)],
        [0.8, tone(colour, 0.16)],
        [1, tone(colour, -0.05)],
      ],
    )
    return [
      stroke(back, inner, wide).replace('stroke-linecap="round"', ''),
      stroke(front, fill, wide).replace('stroke-linecap="round"', '') +
        `<path d="${front}" transform="translate(-3 ${n(-wide * 0.4)})" fill="none" stroke="#ffffff" stroke-opacity=".5" stroke-width="5"/>`,
    ]
  }
  const rings = form === 'bangles' ? [ringAt(-40), ringAt(-84, 14), ringAt(-128, -8)] : [ringAt(-70)]
  return {
    svg:
      `<g transform="translate(22 ${n(wide * 0.5)})">${softStroke(`M${-rx} -60A${rx} ${ry} 0 0 0 ${rx} -60A${rx} ${ry} 0 0 0 ${-rx} -60`, '#3a2416', wide + 34, 0.5, 6)}</g>` +
      rings.map(([back]) => back).join('') +
      rings.map(([, front]) => front).join('') +
      (form === 'cuff' && look.accent ? gem(sheet, 0, 80, 40, accent, 'cabochon') : ''),
    width: 760,
    height: 400,
    shadow: () => '',
    below: 160,
  }
}

/** A small dish or box for rings, with one in it. */
export function trinketDish(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9a15b', form = 'dish' } = look
  if (form === 'box') {
    const size = [420, 180, 320] as const
    return {
      svg:
        box(sheet, {
          size,
          colour,
          yaw: 0.42,
          soften: 22,
          finish: 'satin',
          top: (width, height) =>
            `<rect x="24" y="24" width="${n(width - 48)}" height="${n(height - 48)}" rx="16" fill="none" stroke="${tone(colour, -0.14)}" stroke-width="5"/>`,
        }) +
        stroke('M-222 -96L120 -20L268 -84', tone(colour, -0.28), 6) +
        tube('M-56 -66L-10 -56', accent, 24, 'metal'),
      width: 640,
      height: 330,
      footprint: { x: 260, y: 90 },
      below: 90,
    }
  }
  const dish = rounded(
    [
      [150, 0],
      [160, 6],
      [250, 30],
      [300, 78],
    ],
    5,
  )
  const inside = turned(sheet, {
    profile: dish,
    skin: colour,
    finish: 'gloss',
    tilt: 0.36,
    hollow: { colour: tone(colour, 0.05), wall: 8, depth: 66 },
  })
  const cone = group(
    turned(sheet, {
      profile: rounded(
        [
          [70, 0],
          [52, 60],
          [30, 160],
          [8, 220],
        ],
        6,
      ),
      skin: tone(colour, 0.02),
      finish: 'gloss',
    }),
    'translate(30 -36)',
  )
  const ringOn = `<ellipse cx="30" cy="-112" rx="50" ry="15" fill="none" stroke="${accent}" stroke-width="12"/><path d="M-20 -112A50 15 0 0 0 80 -112" fill="none" stroke="${tone(accent, 0.2)}" stroke-width="5"/>`
  return { svg: inside + cone + ringOn, width: 600, height: 300, footprint: { x: 180, y: 60 } }
}
