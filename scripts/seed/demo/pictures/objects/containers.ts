import { mix, tone, type Colour } from '../colour'
import { heightOf, onBody, rounded, turned, type Profile } from '../lathe'
import { baseOf, box } from '../solid'
import { shade } from '../light'
import { clipped, ellipse, group, linear, n, radial, rect, shape, stroke, type Piece, type Sheet } from '../sheet'
import { baseShadow, softStroke, tube } from '../surface'
import { glass } from './vases'
import type { Look } from './look'
import { finishOf } from './tableware'

/** A paper label around a straight body: a coloured band with a mark and a few lines instead of letters. */
export function label(
  sheet: Sheet,
  profile: Profile,
  from: number,
  to: number,
  spread: number,
  paper: Colour,
  ink: Colour,
  mark = 'leaf',
): string {
  const total = heightOf(profile)
  const edge = (share: number) =>
    Array.from({ length: 13 }, (_, index) => onBody(profile, total * share, -spread + (index / 12) * spread * 2))
  const [top, bottom] = [edge(to), edge(from)]
  const outline = `M${top.map(({ x, y }) => `${n(x)} ${n(y)}`).join('L')}L${[...bottom]
    .reverse()
    .map(({ x, y }) => `${n(x)} ${n(y)}`)
    .join('L')}Z`
  const [left, right] = [top[0]!.x, top[12]!.x]
  const fill = linear(
    sheet,
    [left, 0],
    [right, 0],
    [-1, -0.55, 0, 0.5, 1].map((side) => {
      const angle = side * spread
      return [(Math.sin(angle) / Math.sin(spread) + 1) / 2, shade(paper, [Math.sin(angle), 0, Math.cos(angle)], 'matte')] as const
    }),
  )
  const middle = onBody(profile, (total * (from + to)) / 2, 0)
  const height = total * (to - from)
  return (
    shape(outline, fill) +
    group(mark === 'none' ? '' : labelMark(mark, (right - left) * 0.72, height * 0.8, ink), `translate(0 ${n(middle.y)})`)
  )
}

/** A little print without letters, centred on (0, 0). */
export function labelMark(mark: string, width: number, height: number, ink: Colour): string {
  const size = Math.min(width * 0.5, height * 0.5)
  const lines = (y: number) =>
    rect(-width * 0.3, y, width * 0.6, height * 0.045, ink, height * 0.02, 0.9) +
    rect(-width * 0.2, y + height * 0.1, width * 0.4, height * 0.028, ink, height * 0.014, 0.6) +
    rect(-width * 0.24, y + height * 0.17, width * 0.48, height * 0.028, ink, height * 0.014, 0.6)
  const y = -height * 0.16
  const icon = (
    {
      leaf: () =>
        stroke(`M0 ${n(y + size * 0.5)}V${n(y - size * 0.4)}`, ink, size * 0.06) +
        [-1, 1]
          .map((side) =>
            [0, 0.3, 0.6]
              .map((step) => leafShape(0, y + size * (0.35 - step), side * (46 - step * 10), size * (0.5 - step * 0.15), ink))
              .join(''),
          )
          .join(''),
      sun: () =>
        `<circle cx="0" cy="${n(y)}" r="${n(size * 0.24)}" fill="${ink}"/>` +
        Array.from(
          { length: 12 },
          (_, index) =>
            `<rect x="${n(-size * 0.025)}" y="${n(-size * 0.5)}" width="${n(size * 0.05)}" height="${n(size * 0.16)}" fill="${ink}" transform="translate(0 ${n(y)}) rotate(${index * 30})"/>`,
        ).join(''),
      wave: () =>
        [0, 1, 2]
          .map((row) =>
            stroke(
              `M${n(-size * 0.5)} ${n(y + (row - 1) * size * 0.24)}q${n(size * 0.125)} ${n(-size * 0.16)} ${n(size * 0.25)} 0t${n(size * 0.25)} 0t${n(size * 0.25)} 0t${n(size * 0.25)} 0`,
              ink,
              size * 0.07,
            ),
          )
          .join(''),
      arch: () =>
        [0.5, 0.34, 0.18]
          .map((radius) =>
            stroke(
              `M${n(-size * radius)} ${n(y + size * 0.35)}V${n(y)}A${n(size * radius)} ${n(size * radius)} 0 0 1 ${n(size * radius)} ${n(y)}V${n(y + size * 0.35)}`,
              ink,
              size * 0.075,
            ),
          )
          .join(''),
      mountain: () =>
        shape(
          `M${n(-size * 0.6)} ${n(y + size * 0.35)}L${n(-size * 0.12)} ${n(y - size * 0.45)}L${n(size * 0.12)} ${n(y - size * 0.08)}L${n(size * 0.26)} ${n(y - size * 0.26)}L${n(size * 0.62)} ${n(y + size * 0.35)}Z`,
          ink,
        ) + `<circle cx="${n(size * 0.4)}" cy="${n(y - size * 0.42)}" r="${n(size * 0.11)}" fill="${ink}"/>`,
      bean: () =>
        `<g transform="translate(0 ${n(y)}) rotate(28)"><ellipse rx="${n(size * 0.3)}" ry="${n(size * 0.44)}" fill="${ink}"/></g>` +
        stroke(
          `M${n(-size * 0.16)} ${n(y + size * 0.34)}C${n(size * 0.12)} ${n(y + size * 0.1)} ${n(-size * 0.12)} ${n(y - size * 0.1)} ${n(size * 0.16)} ${n(y - size * 0.34)}`,
          '#ffffff',
          size * 0.06,
          0.7,
        ),
      moon: () =>
        shape(
          `M${n(size * 0.12)} ${n(y - size * 0.45)}A${n(size * 0.45)} ${n(size * 0.45)} 0 1 0 ${n(size * 0.4)} ${n(y + size * 0.26)}A${n(size * 0.36)} ${n(size * 0.36)} 0 0 1 ${n(size * 0.12)} ${n(y - size * 0.45)}Z`,
          ink,
        ),
      hex: () =>
        [
          [0, -0.3],
          [-0.26, 0.15],
          [0.26, 0.15],
        ]
          .map(
            ([hx, hy]) =>
              `<path d="M0 -1L.87 -.5V.5L0 1L-.87 .5V-.5Z" transform="translate(${n(hx! * size)} ${n(y + hy! * size)}) scale(${n(size * 0.26)})" fill="none" stroke="${ink}" stroke-width=".16"/>`,
          )
          .join(''),
      dots: () =>
        Array.from(
          { length: 9 },
          (_, index) =>
            `<circle cx="${n(((index % 3) - 1) * size * 0.32)}" cy="${n(y + (Math.floor(index / 3) - 1) * size * 0.32)}" r="${n(size * 0.1)}" fill="${ink}" fill-opacity="${index % 2 ? 0.55 : 1}"/>`,
        ).join(''),
    } as Record<string, () => string>
  )[mark]
  return (icon ? icon() : '') + lines(height * 0.22)
}

const leafShape = (x: number, y: number, angle: number, length: number, fill: Colour) =>
  `<path transform="translate(${n(x)} ${n(y)}) rotate(${n(angle)})" d="M0 0C${n(-length * 0.3)} ${n(-length * 0.35)} ${n(-length * 0.2)} ${n(-length * 0.8)} 0 ${n(-length)}C${n(length * 0.2)} ${n(-length * 0.8)} ${n(length * 0.3)} ${n(-length * 0.35)} 0 0Z" fill="${fill}"/>`

export function bottle(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#26221f', detail = '#f4ecdf', form = 'dropper' } = look
  const bodies: Record<string, Profile> = {
    dropper: rounded(
      [
        [128, 0],
        [140, 8],
        [144, 30],
        [144, 260],
        [138, 300],
        [84, 350],
        [64, 372],
        [62, 400],
      ],
      6,
    ),
    pump: rounded(
      [
        [140, 0],
        [152, 8],
        [156, 30],
        [156, 370],
        [148, 410],
        [80, 450],
        [62, 464],
        [62, 490],
      ],
      6,
    ),
    oil: rounded(
      [
        [112, 0],
        [122, 8],
        [124, 30],
        [124, 380],
        [112, 430],
        [54, 510],
        [42, 540],
        [42, 660],
      ],
      6,
    ),
    swing: rounded(
      [
        [128, 0],
        [140, 8],
        [144, 30],
        [144, 300],
        [120, 370],
        [52, 430],
        [46, 470],
        [46, 520],
      ],
      6,
    ),
    syrup: rounded(
      [
        [150, 0],
        [162, 8],
        [166, 40],
        [160, 190],
        [100, 270],
        [58, 310],
        [52, 400],
      ],
      6,
    ),
  }
  const profile = bodies[form] ?? bodies.dropper!
  const top = heightOf(profile)
  const glassy = look.finish === 'glass'
  const body = glassy
    ? glass(sheet, profile, colour, look.filled ?? tone(colour, -0.08), 0.72)
    : turned(sheet, { profile, skin: colour, finish: finishOf(look) })
  const cap =
    form === 'dropper'
      ? part(
          sheet,
          [
            [66, 0],
            [70, 4],
            [70, 74],
            [66, 80],
          ],
          accent,
          top - 18,
          'gloss',
        ) +
        part(
          sheet,
          rounded(
            [
              [34, 0],
              [34, 20],
              [40, 50],
              [34, 90],
              [18, 108],
              [4, 112],
            ],
            6,
          ),
          tone(accent, 0.05),
          top + 60,
          'satin',
        )
      : form === 'pump'
        ? part(
            sheet,
            [
              [64, 0],
              [66, 4],
              [66, 40],
              [60, 44],
            ],
            accent,
            top - 14,
            'satin',
          ) +
          part(
            sheet,
            [
              [22, 0],
              [22, 60],
            ],
            accent,
            top + 28,
            'satin',
          ) +
          group(tube('M70 -6H-30C-70 -6 -104 -4 -112 18', accent, 34, 'satin'), `translate(0 ${n(-top - 92)})`)
        : form === 'swing'
          ? part(
              sheet,
              rounded(
                [
                  [44, 0],
                  [50, 12],
                  [44, 40],
                  [20, 50],
                ],
                5,
              ),
              accent,
              top - 4,
              'gloss',
            ) + group(tube('M-50 70C-84 40 -70 -10 -46 -12M50 70C84 40 70 -10 46 -12', '#b9b6ae', 9, 'metal'), `translate(0 ${n(-top)})`)
          : part(
              sheet,
              [
                [46, 0],
                [50, 4],
                [50, 66],
                [44, 72],
              ],
              accent,
              top - 20,
              'satin',
            )
  const extra = form === 'dropper' ? 180 : form === 'pump' ? 120 : 70
  return {
    svg:
      body + label(sheet, profile, 0.12, form === 'oil' ? 0.5 : 0.56, 1.0, detail, look.inside ?? tone(accent, 0.05), look.pattern) + cap,
    width: form === 'pump' ? 330 : 310,
    height: top + extra,
    footprint: { x: profile[0]![0] + 10, y: 36 },
  }
}

export const part = (sheet: Sheet, profile: Profile, colour: Colour, at: number, finish: 'matte' | 'satin' | 'gloss' | 'metal' = 'satin') =>
  group(turned(sheet, { profile, skin: colour, finish }), `translate(0 ${n(-at)})`)

export function jar(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9a15b', detail = '#f6eee0', form = 'honey' } = look
  const low = form === 'cream'
  const profile: Profile = low
    ? rounded(
        [
          [190, 0],
          [202, 8],
          [206, 30],
          [206, 150],
          [200, 166],
        ],
        5,
      )
    : form === 'spice'
      ? [
          [120, 0],
          [128, 8],
          [128, 250],
          [112, 270],
        ]
      : rounded(
          [
            [150, 0],
            [164, 8],
            [170, 40],
            [170, 260],
            [160, 300],
            [144, 316],
          ],
          6,
        )
  const [rim, top] = profile[profile.length - 1]!
  const lidHeight = low ? 70 : form === 'cork' ? 56 : 52
  const glassy = look.finish === 'glass'
  return {
    svg:
      (glassy
        ? glass(sheet, profile, mix(colour, '#ffffff', 0.5), colour, 0.94)
        : turned(sheet, { profile, skin: colour, finish: finishOf(look) })) +
      label(sheet, profile, low ? 0.2 : 0.2, low ? 0.84 : 0.72, 0.95, detail, look.inside ?? '#3a2d22', look.pattern) +
      part(
        sheet,
        [
          [rim + 6, 0],
          [rim + 10, 4],
          [rim + 10, lidHeight - 8],
          [rim + 4, lidHeight],
        ],
        accent,
        top - 6,
        look.finish === 'metal' || accent === '#c9a15b' ? 'metal' : 'satin',
      ) +
      (form === 'cloth' ? clothLid(sheet, rim + 12, top + lidHeight, look.inside ?? '#b9473b') : ''),
    width: low ? 430 : 370,
    height: top + lidHeight + 40,
    footprint: { x: profile[0]![0] + 12, y: profile[0]![0] * 0.27 },
  }
}

function clothLid(sheet: Sheet, radius: number, top: number, colour: Colour): string {
  const skirt = Array.from({ length: 13 }, (_, index) => {
    const x = -radius * 1.14 + (index / 12) * radius * 2.28
    return [x, -top + 52 + (index % 2 ? 16 : 0) + Math.sqrt(Math.max(0, 1 - (x / radius / 1.2) ** 2)) * 40] as const
  })
  const outline = `M${n(-radius)} ${n(-top)}A${n(radius)} ${n(radius * 0.25)} 0 0 1 ${n(radius)} ${n(-top)}L${[...skirt]
    .reverse()
    .map(([x, y]) => `${n(x)} ${n(y)}`)
    .join('L')}Z`
  const fill = linear(
    sheet,
    [-radius, 0],
    [radius, 0],
    [
      [0, tone(colour, -0.02)],
      [0.3, tone(colour, 0.08)],
      [1, tone(colour, -0.16)],
    ],
  )
  return (
    shape(outline, fill) +
    tube(`M${n(-radius)} ${n(-top + 34)}A${n(radius)} ${n(radius * 0.25)} 0 0 0 ${n(radius)} ${n(-top + 34)}`, '#d8c7a4', 9, 'matte')
  )
}

export function tin(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.1), detail = '#f6eee0', form = 'tall' } = look
  const height = form === 'flat' ? 110 : form === 'tall' ? 380 : 270
  const radius = form === 'flat' ? 230 : form === 'tall' ? 165 : 190
  const profile: Profile = [
    [radius - 8, 0],
    [radius, 5],
    [radius, height],
  ]
  return {
    svg:
      turned(sheet, {
        profile,
        skin: (share) => (look.pattern === 'bands' && (share < 0.08 || share > 0.9) ? accent : colour),
        finish: 'satin',
      }) +
      label(
        sheet,
        profile,
        0.14,
        0.8,
        form === 'flat' ? 0.75 : 0.85,
        detail,
        look.inside ?? tone(colour, -0.2),
        look.pattern === 'bands' ? 'sun' : look.pattern,
      ) +
      part(
        sheet,
        [
          [radius + 3, 0],
          [radius + 5, 3],
          [radius + 5, form === 'flat' ? 34 : 60],
          [radius - 4, form === 'flat' ? 42 : 70],
        ],
        accent,
        height - 10,
        'satin',
      ),
    width: radius * 2 + 20,
    height: height + 110,
    footprint: { x: radius, y: radius * 0.25 },
  }
}

/** A stand-up bag of coffee, tea or pasta. */
export function pouch(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#f4ecdf', detail = tone(colour, -0.25) } = look
  const [half, top] = [230, 640]
  const outline = `M${-half + 14} 0C${-half - 8} -60 ${-half - 2} -200 ${-half + 6} -340L${-half + 26} ${-top}H${half - 26}L${half - 6} -340C${half + 2} -200 ${half + 8} -60 ${half - 14} 0Q0 44 ${-half + 14} 0Z`
  const body = linear(
    sheet,
    [-half, 0],
    [half, 0],
    [
      [0, tone(colour, -0.08)],
      [0.14, tone(colour, 0.05)],
      [0.34, tone(colour, 0.09)],
      [0.62, colour],
      [0.88, tone(colour, -0.09)],
      [1, tone(colour, -0.03)],
    ],
  )
  const roundness = radial(sheet, [-50, -280], 420, [
    [0, '#ffffff', 0.16],
    [0.6, '#ffffff', 0],
    [1, '#140b06', 0.25],
  ])
  const folds =
    softStroke(`M${-half + 34} -40C${-half + 70} -160 ${-half + 50} -330 ${-half + 46} -520`, tone(colour, -0.2), 24, 0.5, 4) +
    softStroke(`M${half - 40} -40C${half - 78} -180 ${half - 56} -330 ${half - 50} -520`, tone(colour, -0.25), 28, 0.6, 4) +
    softStroke(`M${-half + 60} -60C${-half + 96} -170 ${-half + 76} -330 ${-half + 72} -500`, '#ffffff', 14, 0.35, 4) +
    softStroke('M-150 -10Q0 -70 150 -12', tone(colour, -0.22), 20, 0.5, 4)
  const fold = `M${-half + 24} ${-top + 70}L${-half + 34} ${-top - 8}H${half - 34}L${half - 24} ${-top + 70}Z`
  const foldFill = linear(
    sheet,
    [0, -top],
    [0, -top + 74],
    [
      [0, tone(colour, 0.1)],
      [0.85, tone(colour, 0.01)],
      [1, tone(colour, -0.16)],
    ],
  )
  const tie =
    look.form === 'tie' ? tube(`M${-half + 4} ${-top + 36}H${half - 4}`, look.swatches?.[0] ?? tone(colour, -0.18), 20, 'satin') : ''
  const valve = ellipse(0, -500, 15, 15, tone(colour, -0.12)) + ellipse(0, -501, 9, 9, tone(colour, 0.02))
  const sticker =
    look.pattern === 'wrap'
      ? clipped(
          sheet,
          `<path d="${outline}"/>`,
          rect(-300, -400, 600, 250, accent) +
            group(labelMark(look.inside ?? 'bean', 220, 220, detail), 'translate(0 -280)') +
            softStroke(`M${half - 40} -140C${half - 70} -220 ${half - 66} -330 ${half - 60} -400`, '#000000', 30, 0.16, 4),
        )
      : rect(-118, -420, 236, 290, accent, 6) + group(labelMark(look.inside ?? 'bean', 220, 280, detail), 'translate(0 -280)')
  return {
    svg:
      shape(outline, body) +
      folds +
      shape(outline, roundness) +
      sticker +
      valve +
      softStroke(`M${-half + 30} ${-top + 84}H${half - 30}`, '#000000', 26, 0.28, 4) +
      shape(fold, foldFill) +
      tie,
    width: 480,
    height: 660,
    footprint: { x: 222, y: 30 },
  }
}

export function candle(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#f3e8d2', detail = '#f6eee0', form = 'jar' } = look
  if (form === 'pillar' || form === 'taper') return pillars(sheet, look)
  const profile: Profile =
    form === 'bowl'
      ? rounded(
          [
            [150, 0],
            [166, 8],
            [226, 70],
            [236, 150],
            [228, 186],
          ],
          6,
        )
      : form === 'tin'
        ? [
            [196, 0],
            [204, 6],
            [204, 170],
          ]
        : [
            [166, 0],
            [176, 8],
            [178, 22],
            [178, 330],
          ]
  const [rim, top] = profile[profile.length - 1]!
  const wax = top - top * 0.2
  const body =
    look.finish === 'glass'
      ? glass(sheet, profile, colour, accent, 0.82)
      : turned(sheet, {
          profile,
          skin: colour,
          finish: finishOf(look),
          flutes: look.pattern === 'fluted' ? 13 : 0,
          hollow: {
            colour: tone(mix(colour, '#fff4e0', 0.3), -0.02),
            wall: 10,
            depth: top * 0.9,
            finish: 'matte',
            fill: { colour: accent, at: 0.2 },
          },
        })
  const flame = look.pattern === 'unlit' ? '' : flameAt(sheet, 0, -wax - (form === 'jar' ? 42 : 50), form === 'jar' ? 0.9 : 0.8)
  const glow =
    look.pattern === 'unlit'
      ? ''
      : ellipse(
          0,
          -wax - 10,
          rim * 0.8,
          rim * 0.21,
          radial(
            sheet,
            [0, -wax - 10],
            rim * 0.8,
            [
              [0, '#ffdf9a', 0.9],
              [1, '#ffdf9a', 0],
            ],
            `translate(0 ${n((-wax - 10) * 0.74)}) scale(1 .26)`,
          ),
        )
  return {
    svg:
      body +
      glow +
      (form === 'jar' || form === 'tin'
        ? label(
            sheet,
            profile,
            0.2,
            0.68,
            0.82,
            detail,
            look.inside ?? '#3a2d22',
            look.pattern === 'fluted' || look.pattern === 'unlit' ? 'moon' : (look.pattern ?? 'moon'),
          )
        : '') +
      wick(wax) +
      flame,
    width: rim * 2,
    height: top + (look.pattern === 'unlit' ? 40 : 110),
    footprint: { x: profile[0]![0] + 10, y: profile[0]![0] * 0.26 },
  }
}

const wick = (wax: number) => stroke(`M0 ${n(-wax + 2)}Q4 ${n(-wax - 20)} 0 ${n(-wax - 40)}`, '#2e241d', 7)

export function flameAt(sheet: Sheet, x: number, y: number, size: number): string {
  const halo = radial(sheet, [0, -40], 170, [
    [0, '#ffd98c', 0.5],
    [0.4, '#ffcf7a', 0.16],
    [1, '#ffcf7a', 0],
  ])
  const heart = linear(
    sheet,
    [0, 10],
    [0, -110],
    [
      [0, '#6f8fb5', 0.7],
      [0.16, '#f7a23c'],
      [0.5, '#ffd064'],
      [1, '#fff3cf'],
    ],
  )
  return group(
    `<circle cx="0" cy="-40" r="170" fill="${halo}"/>` +
      shape('M0 14C-34 0 -30 -44 0 -112C30 -44 34 0 0 14Z', heart) +
      shape('M0 6C-14 -4 -12 -26 0 -58C12 -26 14 -4 0 6Z', '#fffbe8', 0.9),
    `translate(${n(x)} ${n(y)}) scale(${size})`,
  )
}

function pillars(sheet: Sheet, look: Look): Piece {
  const colours = look.swatches ?? [look.colour, tone(look.colour, 0.08), tone(look.colour, -0.08)]
  const thin = look.form === 'taper'
  const spots: [number, number, number][] = thin
    ? [
        [-130, -20, 620],
        [120, -30, 540],
        [0, 20, 700],
      ]
    : [
        [-150, -24, 420],
        [150, -14, 300],
        [10, 40, 220],
      ]
  return {
    svg: spots
      .map(([x, y, height], index) => {
        const colour = colours[index % colours.length]!
        const radius = thin ? 32 : 110
        const holder = thin
          ? part(
              sheet,
              rounded(
                [
                  [90, 0],
                  [94, 10],
                  [60, 24],
                  [40, 50],
                  [46, 76],
                ],
                6,
              ),
              look.accent ?? '#b98d4a',
              -0,
              'metal',
            )
          : ''
        const profile: Profile = thin
          ? [
              [34, 0],
              [30, height - 40],
              [20, height],
              [8, height + 8],
            ]
          : rounded(
              [
                [radius, 0],
                [radius, 20],
                [radius, height - 24],
                [radius - 5, height - 6],
                [radius - 18, height],
              ],
              4,
            )
        return group(
          holder +
            group(
              turned(sheet, { profile, skin: colour, finish: 'satin' }) +
                wick(height + 2) +
                flameAt(sheet, 0, -height - 44, thin ? 0.62 : 0.8),
              `translate(0 ${thin ? -64 : 0})`,
            ),
          `translate(${x} ${y})`,
        )
      })
      .join(''),
    width: thin ? 480 : 560,
    height: thin ? 900 : 560,
    footprint: { x: 250, y: 64 },
  }
}

export function soap(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.12), form = 'bar' } = look
  if (form === 'wrapped') return wrappedSoap(sheet, look)
  const bars: [number, number, number, Colour, number][] =
    form === 'stack'
      ? [
          [0, 0, 0, colour, 0.5],
          [14, 130, 8, look.swatches?.[1] ?? tone(colour, -0.07), 0.36],
          [-6, 260, -4, look.swatches?.[2] ?? tone(colour, 0.06), 0.58],
        ]
      : [[0, 0, 0, colour, 0.5]]
  const paint = (tint: Colour) => (width: number, height: number) => {
    const swirl =
      look.pattern === 'marbled'
        ? Array.from({ length: 5 }, (_, index) =>
            stroke(
              `M${n(-20)} ${n(height * (0.1 + index * 0.2))}C${n(width * 0.3)} ${n(height * (index * 0.24 - 0.2))} ${n(width * 0.6)} ${n(height * (0.5 + index * 0.12))} ${n(width + 20)} ${n(height * (0.05 + index * 0.22))}`,
              index % 2 ? accent : mix(tint, '#ffffff', 0.5),
              10 + (index % 3) * 9,
              0.6,
            ),
          ).join('')
        : ''
    const seeds =
      look.pattern === 'seeded'
        ? Array.from({ length: 46 }, () =>
            ellipse(sheet.random() * width, sheet.random() * height, 2 + sheet.random() * 5, 2 + sheet.random() * 3, accent, 0.75),
          ).join('')
        : ''
    return swirl + seeds
  }
  const svg = bars.map(([x, y, turn, tint, yaw]) => {
    const stamp = (width: number, height: number) =>
      paint(tint)(width, height) +
      `<g transform="translate(${n(width / 2)} ${n(height / 2)})"><ellipse rx="${n(width * 0.3)}" ry="${n(height * 0.34)}" fill="none" stroke="${tone(tint, -0.13)}" stroke-width="6"/><ellipse cx="1" cy="3" rx="${n(width * 0.3)}" ry="${n(height * 0.34)}" fill="none" stroke="${tone(tint, 0.1)}" stroke-width="3"/>${labelMark('leaf', width * 0.4, height * 0.6, tone(tint, -0.13)).replace(/<rect[^>]*>/g, '')}</g>`
    return group(
      box(sheet, {
        size: [430, 120, 290],
        colour: tint,
        yaw,
        soften: 26,
        finish: 'satin',
        front: paint(tint),
        side: paint(tint),
        top: stamp,
        tilt: 0.42,
      }),
      `translate(${x} ${-y}) rotate(${turn * 0.3})`,
    )
  })
  const height = form === 'stack' ? 520 : 260
  return { svg: svg.join(''), width: 580, height, shadow: baseShadow(baseOf([430, 120, 290], 0.5, [0, 0, 0], 0.42), 200), below: 150 }
}

function wrappedSoap(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#f4ecdf', detail = '#3a2d22' } = look
  const band = (width: number, height: number) => rect(width * 0.28, 0, width * 0.44, height, accent)
  const top = (width: number, height: number) =>
    band(width, height) +
    group(labelMark(look.inside ?? 'wave', width * 0.4, height * 0.8, detail), `translate(${n(width / 2)} ${n(height / 2)})`)
  return {
    svg: box(sheet, { size: [440, 130, 300], colour, yaw: 0.5, soften: 18, front: band, top, tilt: 0.46 }),
    width: 580,
    height: 290,
    shadow: baseShadow(baseOf([440, 130, 300], 0.5, [0, 0, 0], 0.46), 200),
    below: 150,
  }
}

/** A carton or a bar in paper: chocolate, tea bags, plasters, a boxed gift. */
export function carton(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#f4ecdf', detail = '#3a2d22', form = 'upright' } = look
  const size =
    form === 'bar'
      ? ([330, 640, 36] as const)
      : form === 'cube'
        ? ([360, 360, 360] as const)
        : form === 'flat'
          ? ([520, 130, 360] as const)
          : ([330, 480, 190] as const)
  const front = (width: number, height: number) =>
    (look.pattern === 'split'
      ? rect(0, height * 0.56, width, height, accent)
      : look.pattern === 'arc'
        ? `<circle cx="${n(width / 2)}" cy="${n(height)}" r="${n(width * 0.62)}" fill="${accent}"/><circle cx="${n(width / 2)}" cy="${n(height)}" r="${n(width * 0.4)}" fill="${mix(accent, colour, 0.45)}"/>`
        : rect(width * 0.14, height * 0.16, width * 0.72, height * 0.62, accent, 6)) +
    group(
      labelMark(
        look.inside ?? 'leaf',
        width * 0.7,
        height * (look.pattern === 'arc' ? 0.42 : 0.52),
        look.pattern === 'arc' || look.pattern === 'split' ? mix(colour, '#ffffff', 0.9) : detail,
      ),
      `translate(${n(width / 2)} ${n(height * (look.pattern === 'arc' || look.pattern === 'split' ? 0.28 : 0.48))})`,
    )
  return {
    svg: box(sheet, { size, colour, yaw: 0.46, soften: 4, front, top: form === 'flat' ? front : undefined }),
    width: (size[0] + size[2]) * 0.86,
    height: size[1] + size[2] * 0.2,
    shadow: baseShadow(baseOf(size, 0.46), size[1]),
    below: (size[0] + size[2]) * 0.12,
  }
}

export function diffuser(sheet: Sheet, look: Look): Piece {
  const profile = rounded(
    [
      [140, 0],
      [154, 8],
      [158, 30],
      [158, 210],
      [140, 260],
      [66, 296],
      [58, 320],
      [58, 350],
    ],
    6,
  )
  const reeds = Array.from({ length: 7 }, (_, index) =>
    tube(
      `M${n((index - 3) * 10)} -330L${n((index - 3) * 62 + (index % 2) * 20)} ${n(-740 - (3 - Math.abs(index - 3)) * 26)}`,
      index % 2 ? '#b58f63' : '#a27c52',
      10,
      'matte',
    ),
  ).join('')
  return {
    svg:
      reeds +
      (look.finish === 'glass'
        ? glass(sheet, profile, look.colour, look.filled ?? '#d9b777', 0.55)
        : turned(sheet, { profile, skin: look.colour, finish: finishOf(look), openTop: true })) +
      label(sheet, profile, 0.14, 0.56, 0.85, look.detail ?? '#f6eee0', look.inside ?? '#3a2d22', look.pattern) +
      part(
        sheet,
        [
          [64, 0],
          [66, 4],
          [66, 44],
          [60, 48],
        ],
        look.accent ?? '#b98d4a',
        318,
        'metal',
      ),
    width: 460,
    height: 820,
    footprint: { x: 150, y: 38 },
  }
}

/** Incense, matches, brushes: thin things in a holder. */
export function incense(sheet: Sheet, look: Look): Piece {
  const dish = rounded(
    [
      [120, 0],
      [130, 6],
      [190, 24],
      [210, 50],
    ],
    5,
  )
  const sticks = [-10, 0, 12]
    .map((lean, index) => tube(`M${index * 8 - 8} -40L${n(lean * 14 + 40)} -560`, index === 1 ? '#8a5a3a' : '#75492e', 9, 'matte'))
    .join('')
  const smoke = softStroke('M60 -570C20 -660 120 -720 70 -830C40 -900 110 -930 90 -1000', '#ffffff', 34, 0.5, 5)
  return {
    svg:
      turned(sheet, {
        profile: dish,
        skin: look.colour,
        finish: finishOf(look),
        tilt: 0.3,
        hollow: { colour: look.accent ?? mix(look.colour, '#ffffff', 0.2), wall: 9, depth: 40 },
      }) +
      sticks +
      smoke,
    width: 440,
    height: 900,
    footprint: { x: 150, y: 42 },
  }
}
