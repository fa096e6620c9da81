import { between } from '../../random'
import { motifFill, weave } from '../cloth'
import { mix, tone, type Colour } from '../colour'
import { clipped, curve, ellipse, linear, n, radial, rect, shape, stroke, type Point, type Sheet } from '../sheet'
import { softStroke } from '../surface'
import { windowLight, leafShade } from './daylight'
import { SIZE, lightPool, shadowColour, vignette, type Palette } from './stage'

/** A place without the thing: what is painted behind it, where it stands, and what may be painted in front. */
export type Setting = { back: string; y: number; ground: Colour; front?: string; width: number; height: number }

const WOODS = ['#c99a66', '#b07d4f', '#8a5c3c', '#dcb98a'] as const

/** A wooden table top that runs out of the picture, with its front edge. */
export function tableTop(sheet: Sheet, wood: Colour, top: number): string {
  const lines = Array.from({ length: 34 }, () => {
    const [x, y] = [between(sheet.random, -100, 1600), top + 10 + Math.sqrt(sheet.random()) * (SIZE - top)]
    const length = between(sheet.random, 200, 620)
    return stroke(
      `M${n(x)} ${n(y)}q${n(length / 2)} ${n(between(sheet.random, -7, 7))} ${n(length)} ${n(between(sheet.random, -3, 3))}`,
      tone(wood, sheet.random() < 0.6 ? -0.06 : 0.05),
      between(sheet.random, 1.5, 4),
      0.5,
    )
  }).join('')
  return (
    rect(
      0,
      top,
      SIZE,
      SIZE - top,
      linear(
        sheet,
        [0, top],
        [0, SIZE],
        [
          [0, tone(wood, 0.04)],
          [0.4, wood],
          [1, tone(wood, -0.06)],
        ],
      ),
    ) +
    lines +
    softStroke(`M-20 ${top}H1620`, tone(wood, -0.3), 20, 0.35, 4)
  )
}

/** Wall, wooden table, sun through a window. */
export function tableByWindow(sheet: Sheet, palette: Palette): Setting {
  const top = 1060
  const wood = WOODS[Math.floor(sheet.random() * WOODS.length)]!
  const wall = rect(
    0,
    0,
    SIZE,
    top,
    linear(
      sheet,
      [0, 0],
      [SIZE, top],
      [
        [0, tone(palette.wall, 0.02)],
        [1, tone(palette.wall, -0.07)],
      ],
    ),
  )
  const light =
    sheet.random() < 0.55
      ? windowLight(260, 110, 620, 880)
      : leafShade(sheet, shadowColour(palette.wall), sheet.random() < 0.5, 0.24, sheet.random() < 0.5 ? 'palm' : 'branch') +
        lightPool(sheet, 800, 400, 900, 0.3)
  return {
    back: wall + light + tableTop(sheet, wood, top) + windowOnTable(top) + lightPool(sheet, 420, 300, 1200, 0.2) + vignette(sheet, 0.16),
    y: 1270,
    ground: wood,
    width: 820,
    height: 880,
  }
}

const windowOnTable = (top: number) => `<g fill="#fff0c8" fill-opacity=".12"><path d="M420 ${top}H980L1240 ${SIZE}H560Z"/></g>`

/** Glazed tiles behind a stone worktop: the kitchen, the bath. */
export function tiledWall(sheet: Sheet, palette: Palette, stone: Colour = '#e9e3d8'): Setting {
  const top = 1110
  const size = 200
  const tint = mix(palette.wall, palette.accent, 0.16)
  let tiles = rect(0, 0, SIZE, top, tone(tint, 0.08))
  for (let row = 0; row < 6; row++) {
    for (let column = -1; column < 8; column++) {
      const shift = between(sheet.random, -0.028, 0.028)
      const x = column * size + (row % 2 ? size / 2 : 0)
      tiles +=
        rect(x + 5, row * size - 60, size - 10, size - 10, tone(tint, shift), 9) +
        (sheet.random() < 0.5
          ? `<path d="M${n(x + 20)} ${row * size - 40}h${n(between(sheet.random, 50, 120))}" stroke="#ffffff" stroke-opacity=".3" stroke-width="7" stroke-linecap="round"/>`
          : '')
    }
  }
  const shade = linear(
    sheet,
    [0, 0],
    [SIZE, top],
    [
      [0, '#fff6e4', 0.28],
      [0.5, '#fff6e4', 0],
      [1, '#2a1a10', 0.2],
    ],
  )
  const flecks = Array.from({ length: 90 }, () =>
    ellipse(
      sheet.random() * SIZE,
      top + 20 + sheet.random() * 470,
      between(sheet.random, 2, 6),
      between(sheet.random, 1.4, 4),
      tone(stone, -0.16),
      0.4,
    ),
  ).join('')
  return {
    back:
      tiles +
      rect(0, 0, SIZE, top, shade) +
      rect(
        0,
        top,
        SIZE,
        SIZE - top,
        linear(
          sheet,
          [0, top],
          [0, SIZE],
          [
            [0, tone(stone, 0.03)],
            [1, tone(stone, -0.08)],
          ],
        ),
      ) +
      flecks +
      softStroke(`M-20 ${top}H1620`, '#2a1a10', 26, 0.3, 4) +
      windowLight(120, 60, 480, 860, 0.2) +
      vignette(sheet, 0.14),
    y: 1300,
    ground: stone,
    width: 820,
    height: 900,
  }
}

/** Plinths, steps and an arch in one colour: the stage for small and precious things. */
export function plinths(sheet: Sheet, palette: Palette): Setting {
  const base = palette.wall
  const back = rect(
    0,
    0,
    SIZE,
    SIZE,
    linear(
      sheet,
      [0, 0],
      [0, SIZE],
      [
        [0, tone(base, -0.01)],
        [0.66, tone(base, 0.02)],
        [0.67, tone(palette.floor, -0.01)],
        [1, tone(palette.floor, 0.03)],
      ],
    ),
  )
  const flip = sheet.random() < 0.5 ? 1 : -1
  const x = (value: number) => 800 + (value - 800) * flip
  const arch = archPanel(sheet, x(1080), 1090, 330, 820, mix(base, palette.accent, 0.42))
  const sun = `<circle cx="${n(x(380))}" cy="430" r="190" fill="${mix(base, palette.second, 0.4)}" fill-opacity=".8"/>`
  const drum = cylinder(sheet, x(300), 1210, 170, 300, mix(base, palette.second, 0.5))
  const plinth = cylinder(sheet, 800, 1330, 400, 130, mix(palette.floor, '#ffffff', 0.3))
  return {
    back: back + lightPool(sheet, 480, 380, 1000, 0.32) + sun + arch + drum + plinth + vignette(sheet),
    y: 1216,
    ground: palette.floor,
    width: 640,
    height: 760,
  }
}

export function archPanel(sheet: Sheet, x: number, y: number, half: number, height: number, colour: Colour): string {
  const d = `M${n(x - half)} ${y}V${n(y - height + half)}A${half} ${half} 0 0 1 ${n(x + half)} ${n(y - height + half)}V${y}Z`
  return (
    shape(
      d,
      linear(
        sheet,
        [x - half, y - height],
        [x + half, y],
        [
          [0, tone(colour, 0.03)],
          [1, tone(colour, -0.05)],
        ],
      ),
    ) +
    clipped(
      sheet,
      `<path d="${d}"/>`,
      softStroke(
        `M${n(x - half)} ${y}V${n(y - height + half)}A${half} ${half} 0 0 1 ${n(x + half)} ${n(y - height + half)}`,
        '#2a1a10',
        70,
        0.26,
        6,
      ),
    )
  )
}

export function cylinder(sheet: Sheet, x: number, y: number, radius: number, height: number, colour: Colour): string {
  const side = linear(
    sheet,
    [x - radius, 0],
    [x + radius, 0],
    [
      [0, tone(colour, 0.01)],
      [0.25, tone(colour, 0.07)],
      [0.6, tone(colour, -0.03)],
      [1, tone(colour, -0.16)],
    ],
  )
  const ry = radius * 0.25
  const shadow = radial(sheet, [0, 0], 1, [
    [0, '#2a1a10', 0.4],
    [0.6, '#2a1a10', 0.2],
    [1, '#2a1a10', 0],
  ])
  return (
    `<circle r="1" fill="${shadow}" transform="translate(${n(x + radius * 0.4)} ${n(y)}) scale(${n(radius * 1.5)} ${n(ry * 1.7)})"/>` +
    shape(`M${n(x - radius)} ${n(y - height)}V${n(y)}A${radius} ${n(ry)} 0 0 0 ${n(x + radius)} ${n(y)}V${n(y - height)}Z`, side) +
    ellipse(
      x,
      y - height,
      radius,
      ry,
      linear(
        sheet,
        [x - radius, 0],
        [x + radius, 0],
        [
          [0, tone(colour, 0.12)],
          [1, tone(colour, 0.04)],
        ],
      ),
    )
  )
}

/** A living room: floorboards, a rug, a print on the wall, afternoon sun. */
export function room(sheet: Sheet, palette: Palette): Setting {
  const floorLine = 1130
  const wood = '#cfa478'
  const wall = rect(
    0,
    0,
    SIZE,
    floorLine,
    linear(
      sheet,
      [0, 0],
      [SIZE, floorLine],
      [
        [0, tone(palette.wall, 0.02)],
        [1, tone(palette.wall, -0.06)],
      ],
    ),
  )
  const panel = [
    [90, 640],
    [560, 1110],
    [1030, 1580],
  ]
    .map(
      ([from, to]) =>
        `<rect x="${from}" y="760" width="${to! - from! - 70}" height="290" fill="none" stroke="${tone(palette.wall, -0.05)}" stroke-width="6"/><rect x="${from! + 6}" y="766" width="${to! - from! - 82}" height="278" fill="none" stroke="${tone(palette.wall, 0.05)}" stroke-width="4"/>`,
    )
    .join('')
  const skirting =
    rect(0, floorLine - 54, SIZE, 54, tone(palette.wall, 0.05)) +
    rect(0, floorLine - 56, SIZE, 5, tone(palette.wall, 0.1)) +
    rect(0, floorLine - 6, SIZE, 8, tone(wood, -0.25), 0, 0.6)
  let boards = rect(
    0,
    floorLine,
    SIZE,
    SIZE - floorLine,
    linear(
      sheet,
      [0, floorLine],
      [0, SIZE],
      [
        [0, tone(wood, -0.05)],
        [0.3, wood],
        [1, tone(wood, 0.03)],
      ],
    ),
  )
  for (let index = 0; index < 6; index++) {
    const y = floorLine + 8 + ((index + 1) / 6) ** 1.5 * 460
    boards += stroke(`M0 ${n(y)}H1600`, tone(wood, -0.13), 2 + index * 0.5, 0.6)
    for (let joint = 0; joint < 3; joint++)
      boards += stroke(
        `M${n(((joint * 611 + index * 373) % 1700) - 50)} ${n(y)}v${n(-14 - index * 13)}`,
        tone(wood, -0.13),
        2 + index * 0.4,
        0.6,
      )
  }
  const rug = `<g transform="translate(800 1372)"><ellipse rx="640" ry="158" fill="${tone(palette.second, -0.1)}" transform="translate(6 10)"/><ellipse rx="640" ry="158" fill="${mix(palette.second, '#f6ecdb', 0.35)}"/><ellipse rx="580" ry="140" fill="none" stroke="${mix(palette.accent, '#f6ecdb', 0.2)}" stroke-width="16"/><ellipse rx="540" ry="128" fill="none" stroke="${mix(palette.accent, '#f6ecdb', 0.2)}" stroke-width="5"/></g>`
  const sun = windowLight(180, 120, 520, 800, 0.34) + `<path d="M520 1150L1160 1180L1500 1600H700Z" fill="#fff0c8" fill-opacity=".2"/>`
  return { back: wall + panel + skirting + boards + rug + sun + vignette(sheet, 0.16), y: 1400, ground: wood, width: 900, height: 1040 }
}

/** A child's room: a scalloped wall, a white shelf, paper bunting. */
export function nursery(sheet: Sheet, palette: Palette): Setting {
  const top = 1130
  const dots = motifFill(sheet, sheet.random() < 0.5 ? 'dots' : 'leaf', palette.wall, mix(palette.wall, '#ffffff', 0.4), 90) ?? palette.wall
  const wall =
    rect(
      0,
      0,
      SIZE,
      top,
      linear(
        sheet,
        [0, 0],
        [SIZE, top],
        [
          [0, tone(palette.wall, 0.02)],
          [1, tone(palette.wall, -0.05)],
        ],
      ),
    ) + rect(0, 0, SIZE, top, dots, 0, 0.7)
  const line: Point[] = [
    [-40, 120],
    [320, 250],
    [800, 300],
    [1280, 250],
    [1640, 110],
  ]
  const flags = Array.from({ length: 9 }, (_, index) => {
    const x = 60 + index * 185
    const y = 300 - ((x - 800) / 800) ** 2 * 180
    const tint = [palette.accent, palette.second, '#f6ecdb', '#e3b04b'][index % 4]!
    return shape(
      `M${n(x - 66)} ${n(y - 6)}L${n(x + 66)} ${n(y)}L${n(x + 6)} ${n(y + 150)}Z`,
      linear(
        sheet,
        [x - 66, y],
        [x + 66, y + 100],
        [
          [0, tone(tint, 0.03)],
          [1, tone(tint, -0.08)],
        ],
      ),
    )
  }).join('')
  const shelf =
    rect(
      0,
      top,
      SIZE,
      300,
      linear(
        sheet,
        [0, top],
        [0, top + 300],
        [
          [0, '#fbf6ec'],
          [1, '#efe5d3'],
        ],
      ),
    ) +
    rect(
      0,
      top + 292,
      SIZE,
      74,
      linear(
        sheet,
        [0, top + 292],
        [0, top + 366],
        [
          [0, '#e6dac4'],
          [1, '#d6c7ad'],
        ],
      ),
    ) +
    rect(0, top + 366, SIZE, 110, tone(palette.wall, -0.1)) +
    softStroke(`M-20 ${top}H1620`, '#2a1a10', 22, 0.22, 4)
  return {
    back: wall + stroke(curve(line), '#d8c7a4', 6) + flags + lightPool(sheet, 420, 380, 1000, 0.28) + shelf + vignette(sheet),
    y: 1330,
    ground: '#e6dac4',
    width: 920,
    height: 780,
  }
}

/** A window sill with a garden out of focus. */
export function windowSill(sheet: Sheet, palette: Palette): Setting {
  const top = 1180
  const blobs = Array.from({ length: 26 }, () => {
    const [x, y, radius] = [sheet.random() * SIZE, between(sheet.random, 240, 1180), between(sheet.random, 70, 190)]
    const tint = ['#a9c29a', '#8fb08a', '#c9d6a8', '#dfe3b8', '#b8cfc0'][Math.floor(sheet.random() * 5)]!
    return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${radial(sheet, [x, y], radius, [
      [0, tint, 0.75],
      [0.6, tint, 0.5],
      [1, tint, 0],
    ])}"/>`
  }).join('')
  const outside =
    rect(
      0,
      0,
      SIZE,
      top,
      linear(
        sheet,
        [0, 0],
        [0, top],
        [
          [0, '#e6eff0'],
          [0.5, '#dfe9d6'],
          [1, '#b9cda8'],
        ],
      ),
    ) + blobs
  const frame = '#faf6ee'
  const bar = (x: number, y: number, width: number, height: number) =>
    rect(
      x,
      y,
      width,
      height,
      linear(
        sheet,
        [x, y],
        [x + Math.min(width, 60), y + Math.min(height, 60)],
        [
          [0, frame],
          [1, '#e3dac9'],
        ],
      ),
    )
  const bars =
    bar(-20, 0, 110, top) +
    bar(1510, 0, 110, top) +
    bar(770, 0, 54, top) +
    bar(-20, -20, SIZE + 40, 90) +
    bar(-20, 520, SIZE + 40, 40) +
    bar(-20, top - 60, SIZE + 40, 60)
  const sill = rect(
    0,
    top,
    SIZE,
    420,
    linear(
      sheet,
      [0, top],
      [0, SIZE],
      [
        [0, '#f6efe2'],
        [0.7, '#ece1cd'],
        [1, '#dfd1b8'],
      ],
    ),
  )
  return {
    back:
      outside +
      bars +
      sill +
      `<path d="M160 ${top}H1100L1500 ${SIZE}H420Z" fill="#fff6dc" fill-opacity=".5"/>` +
      softStroke(`M-20 ${top}H1620`, '#2a1a10', 16, 0.2, 4) +
      lightPool(sheet, 500, 300, 1100, 0.22) +
      rect(0, 0, SIZE, SIZE, palette.accent, 0, 0.03),
    y: 1380,
    ground: '#d9c9ab',
    width: 900,
    height: 1060,
  }
}

/** Mountains in layers of haze, a lake, pines, a meadow in front. */
export function landscape(sheet: Sheet, palette: Palette, dusk = false): Setting {
  const sky: [Colour, Colour, Colour] = dusk ? ['#3b4a6b', '#a9788a', '#f0b98a'] : ['#bcd6de', '#dfe8dc', '#f7e6c4']
  const far = dusk ? '#6a5f80' : '#a9c0c4'
  const near = dusk ? '#2f3a4a' : '#5c7f78'
  const meadow = dusk ? '#3d4a40' : '#8a9a62'
  const range = (y: number, height: number, colour: Colour, steps: number) => {
    const points: string[] = []
    for (let index = 0; index <= steps; index++) {
      const x = (index / steps) * 1700 - 50
      points.push(`${n(x)} ${n(y - height * (index % 2 ? between(sheet.random, 0.55, 1) : between(sheet.random, 0.1, 0.45)))}`)
    }
    return shape(
      `M-50 ${y + 300}L${points.join('L')}L1650 ${y + 300}Z`,
      linear(
        sheet,
        [0, y - height],
        [0, y + 120],
        [
          [0, colour],
          [1, mix(colour, sky[2], 0.55)],
        ],
      ),
    )
  }
  const sunX = 1130
  const sun = `<circle cx="${sunX}" cy="470" r="420" fill="${radial(sheet, [sunX, 470], 420, [
    [0, '#fff3d0', 0.85],
    [0.25, '#ffeab8', 0.4],
    [1, '#ffe4a8', 0],
  ])}"/><circle cx="${sunX}" cy="470" r="${dusk ? 84 : 70}" fill="#fffaec"/>`
  const stars = dusk
    ? Array.from(
        { length: 46 },
        () =>
          `<circle cx="${n(sheet.random() * SIZE)}" cy="${n(sheet.random() * 420)}" r="${n(between(sheet.random, 1.2, 3.4))}" fill="#fff6e0" fill-opacity=".8"/>`,
      ).join('')
    : ''
  const lake =
    rect(
      0,
      900,
      SIZE,
      180,
      linear(
        sheet,
        [0, 900],
        [0, 1080],
        [
          [0, mix(sky[2], far, 0.4)],
          [1, mix(near, sky[1], 0.3)],
        ],
      ),
    ) +
    Array.from({ length: 14 }, () =>
      stroke(`M${n(sheet.random() * 1500)} ${n(between(sheet.random, 915, 1060))}h${n(between(sheet.random, 60, 240))}`, '#fffaf0', 3, 0.4),
    ).join('')
  const pine = (x: number, y: number, height: number) =>
    shape(
      [0, 1, 2, 3, 4]
        .map((tier) => {
          const half = height * (0.1 + tier * 0.042)
          const top = y - height + tier * height * 0.19
          return `M${n(x)} ${n(top)}L${n(x + half)} ${n(top + height * 0.27)}H${n(x - half)}Z`
        })
        .join(''),
      tone(near, -0.07 - sheet.random() * 0.05),
    )
  const pines = Array.from({ length: 15 }, (_, index) => {
    const left = index < 8
    const x = left ? between(sheet.random, -40, 360) : between(sheet.random, 1260, 1640)
    return pine(x, 1100 + sheet.random() * 40, between(sheet.random, 200, 430))
  }).join('')
  const ground = shape(
    'M0 1090Q400 1030 800 1070T1600 1060V1600H0Z',
    linear(
      sheet,
      [0, 1060],
      [0, 1600],
      [
        [0, tone(meadow, 0.06)],
        [0.5, meadow],
        [1, tone(meadow, -0.1)],
      ],
    ),
  )
  const blades = Array.from({ length: 150 }, () => {
    const [x, y] = [sheet.random() * SIZE, 1130 + Math.sqrt(sheet.random()) * 470]
    const height = 16 + (y - 1100) * 0.1
    return stroke(
      `M${n(x)} ${n(y)}q${n(between(sheet.random, -8, 8))} ${n(-height * 0.6)} ${n(between(sheet.random, -16, 16))} ${n(-height)}`,
      tone(meadow, between(sheet.random, -0.1, 0.12)),
      3 + (y - 1100) * 0.006,
      0.7,
    )
  }).join('')
  const flowers = dusk
    ? ''
    : Array.from({ length: 34 }, () => {
        const [x, y] = [sheet.random() * SIZE, between(sheet.random, 1180, 1590)]
        return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(4 + (y - 1100) * 0.012)}" fill="${['#f6ead2', '#e3b04b', '#d98a7a'][Math.floor(sheet.random() * 3)]}"/>`
      }).join('')
  return {
    back:
      rect(
        0,
        0,
        SIZE,
        1100,
        linear(
          sheet,
          [0, 0],
          [0, 1000],
          [
            [0, sky[0]],
            [0.6, sky[1]],
            [1, sky[2]],
          ],
        ),
      ) +
      stars +
      sun +
      range(760, 430, mix(far, sky[1], 0.45), 9) +
      range(850, 340, mix(far, near, 0.3), 11) +
      range(920, 210, mix(far, near, 0.65), 13) +
      lake +
      pines +
      ground +
      blades +
      flowers +
      rect(0, 0, SIZE, SIZE, palette.accent, 0, 0.03) +
      vignette(sheet, 0.18),
    y: 1330,
    ground: tone(meadow, -0.1),
    width: 1080,
    height: 760,
  }
}

/** A surface seen from above: linen, boards, stone or two sheets of paper. */
export function surface(sheet: Sheet, palette: Palette, kind: 'linen' | 'wood' | 'stone' | 'papers'): { back: string; ground: Colour } {
  if (kind === 'wood') {
    const wood = WOODS[Math.floor(sheet.random() * WOODS.length)]!
    let boards = ''
    for (let index = 0; index < 5; index++) boards += rect(index * 330 - 30, 0, 326, SIZE, tone(wood, between(sheet.random, -0.03, 0.03)))
    const grain = Array.from({ length: 46 }, () => {
      const x = sheet.random() * SIZE
      return stroke(
        `M${n(x)} ${n(sheet.random() * 1300 - 200)}q${n(between(sheet.random, -12, 12))} 260 ${n(between(sheet.random, -6, 6))} ${n(between(sheet.random, 300, 800))}`,
        tone(wood, sheet.random() < 0.6 ? -0.06 : 0.05),
        between(sheet.random, 1.5, 5),
        0.45,
      )
    }).join('')
    return {
      back: rect(0, 0, SIZE, SIZE, tone(wood, -0.2)) + boards + grain + lightPool(sheet, 420, 360, 1200, 0.3) + vignette(sheet, 0.2),
      ground: wood,
    }
  }
  if (kind === 'stone') {
    const stone = mix('#e8e2d6', palette.wall, 0.35)
    const veins = Array.from({ length: 5 }, (_, index) => {
      const y = index * 380 - 100
      return softStroke(
        `M-50 ${n(y)}C${n(between(sheet.random, 200, 500))} ${n(y + between(sheet.random, -120, 260))} ${n(between(sheet.random, 700, 1100))} ${n(y + between(sheet.random, 0, 300))} 1650 ${n(y + between(sheet.random, 120, 460))}`,
        tone(stone, -0.1),
        between(sheet.random, 10, 40),
        0.35,
        4,
      )
    }).join('')
    const flecks = Array.from({ length: 130 }, () =>
      ellipse(
        sheet.random() * SIZE,
        sheet.random() * SIZE,
        between(sheet.random, 1.5, 5),
        between(sheet.random, 1.5, 5),
        tone(stone, sheet.random() < 0.5 ? -0.13 : 0.06),
        0.4,
      ),
    ).join('')
    return {
      back:
        rect(
          0,
          0,
          SIZE,
          SIZE,
          linear(
            sheet,
            [0, 0],
            [SIZE, SIZE],
            [
              [0, tone(stone, 0.03)],
              [1, tone(stone, -0.04)],
            ],
          ),
        ) +
        veins +
        flecks +
        lightPool(sheet, 420, 360, 1100, 0.3) +
        vignette(sheet, 0.13),
      ground: stone,
    }
  }
  if (kind === 'papers') {
    const [first, second] = [palette.wall, mix(palette.wall, palette.accent, 0.36)]
    const turn = between(sheet.random, -0.3, 0.3)
    const edge = `M${n(900 + turn * 700)} -50L${n(700 - turn * 700)} 1650H1700V-50Z`
    return {
      back:
        rect(0, 0, SIZE, SIZE, first) +
        `<g transform="translate(-14 6)">${softStroke(`M${n(900 + turn * 700)} -50L${n(700 - turn * 700)} 1650`, '#2a1a10', 46, 0.34, 6)}</g>` +
        shape(edge, second) +
        lightPool(sheet, 420, 360, 1200, 0.28) +
        vignette(sheet),
      ground: first,
    }
  }
  const linen = mix(palette.floor, '#efe6d6', 0.4)
  const folds = Array.from({ length: 5 }, (_, index) => {
    const x = index * 380 + between(sheet.random, -90, 90)
    const d = `M${n(x)} -50C${n(x + between(sheet.random, -160, 160))} 500 ${n(x + between(sheet.random, -220, 220))} 1000 ${n(x + between(sheet.random, -140, 260))} 1650`
    return (
      softStroke(d, tone(linen, -0.17), between(sheet.random, 50, 110), 0.34, 6) +
      `<g transform="translate(-46 0)">${softStroke(d, tone(linen, 0.08), between(sheet.random, 50, 90), 0.36, 6)}</g>`
    )
  }).join('')
  return {
    back:
      rect(
        0,
        0,
        SIZE,
        SIZE,
        linear(
          sheet,
          [0, 0],
          [SIZE, SIZE],
          [
            [0, tone(linen, 0.03)],
            [1, tone(linen, -0.05)],
          ],
        ),
      ) +
      folds +
      rect(0, 0, SIZE, SIZE, weave(sheet, linen, 1.4)) +
      lightPool(sheet, 420, 360, 1100, 0.28) +
      vignette(sheet, 0.14),
    ground: linen,
  }
}

/** A plain painted wall for what hangs. */
export const paintedWall = (sheet: Sheet, palette: Palette) =>
  rect(
    0,
    0,
    SIZE,
    SIZE,
    linear(
      sheet,
      [0, 0],
      [SIZE, SIZE],
      [
        [0, tone(palette.wall, 0.03)],
        [0.5, palette.wall],
        [1, tone(palette.wall, -0.06)],
      ],
    ),
  ) +
  lightPool(sheet, 460, 380, 1100, 0.3) +
  vignette(sheet)
