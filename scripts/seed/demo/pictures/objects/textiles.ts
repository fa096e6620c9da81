import { closedCurve, cloth, fringe, motifFill, weave, type Motif } from '../cloth'
import { mix, tone, type Colour } from '../colour'
import { clipped, group, linear, n, rect, shape, stroke, type Piece, type Point, type Sheet } from '../sheet'
import { lyingShadow, softStroke } from '../surface'
import type { Look } from './look'

export function cushion(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.15), form = 'square', motif = 'plain' } = look
  const [width, height] = form === 'lumbar' ? [440, 260] : form === 'round' ? [330, 330] : [340, 340]
  const outline = form === 'round' ? roundOutline(width) : cushionOutline(width, height)
  const corners: Point[] = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]
  const folds =
    form === 'round'
      ? Array.from(
          { length: 14 },
          (_, index) =>
            `M${n(Math.cos(index * 0.449) * 40)} ${n(Math.sin(index * 0.449) * 40)}L${n(Math.cos(index * 0.449) * width)} ${n(Math.sin(index * 0.449) * width)}`,
        )
      : corners.map(
          ([x, y], index) =>
            `M${n(x * width * 0.94)} ${n(y * height * 0.94)}Q${n(x * width * 0.72)} ${n(y * height * (index % 2 ? 0.6 : 0.76))} ${n(x * width * 0.5)} ${n(y * height * 0.5)}`,
        )
  const fabric = cloth(sheet, {
    outline,
    box: [-width, -height, width * 2, height * 2],
    colour,
    accent,
    motif,
    unit: look.pattern === 'big' ? 120 : 62,
    folds,
    plump: 0.9,
    turn: look.pattern === 'turned' ? 45 : undefined,
  })
  const piping = stroke(outline, tone(look.detail ?? colour, -0.06), 9) + stroke(outline, tone(look.detail ?? colour, 0.12), 3, 0.7)
  const button =
    form === 'round' ? `<circle r="26" fill="${tone(colour, -0.07)}"/><circle cx="-5" cy="-6" r="14" fill="${tone(colour, 0.07)}"/>` : ''
  const tassels =
    look.pattern === 'tassels'
      ? corners
          .map(([x, y]) =>
            group(
              Array.from({ length: 7 }, (_, index) =>
                stroke(`M0 0Q${(index - 3) * 5} 30 ${(index - 3) * 9} 66`, tone(accent, index % 2 ? 0.03 : -0.06), 7),
              ).join('') + `<circle cy="4" r="13" fill="${accent}"/>`,
              `translate(${n(x * width)} ${n(y * height)})`,
            ),
          )
          .join('')
      : ''
  return {
    svg: group(fabric + piping + button + tassels, `translate(0 ${n(-height + 8)})`),
    width: width * 2 + 60,
    height: height * 2,
    footprint: { x: width * 0.82, y: 34 },
  }
}

const roundOutline = (radius: number) =>
  closedCurve(
    Array.from({ length: 28 }, (_, index): Point => [
      Math.cos(index * 0.2244) * radius * (index % 2 ? 1 : 0.985),
      Math.sin(index * 0.2244) * radius * (index % 2 ? 1 : 0.985),
    ]),
  )

const cushionOutline = (width: number, height: number) =>
  closedCurve([
    [-width, -height],
    [-width * 0.7, -height * 0.945],
    [0, -height * 0.9],
    [width * 0.7, -height * 0.945],
    [width, -height],
    [width * 0.95, -height * 0.7],
    [width * 0.915, 0],
    [width * 0.95, height * 0.7],
    [width, height],
    [width * 0.7, height * 0.955],
    [0, height * 0.925],
    [-width * 0.7, height * 0.955],
    [-width, height],
    [-width * 0.95, height * 0.7],
    [-width * 0.915, 0],
    [-width * 0.95, -height * 0.7],
  ])

/** A blanket folded on a surface, seen from above, its fringe towards us and one corner turned over. */
export function blanket(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.18), motif = 'check' } = look
  const unit = look.pattern === 'big' ? 96 : 60
  const sheetAt = (left: number, top: number, width: number, height: number, tint: Colour) => {
    const outline = `M${left + 16} ${top}H${left + width - 16}Q${left + width} ${top} ${left + width} ${top + 16}V${top + height}H${left}V${top + 16}Q${left} ${top} ${left + 16} ${top}Z`
    return {
      outline,
      svg: cloth(sheet, {
        outline,
        box: [left, top, width, height],
        colour: tint,
        accent,
        motif,
        unit,
        folds: [
          `M${left + width * 0.3} ${top}Q${left + width * 0.26} ${top + height * 0.5} ${left + width * 0.34} ${top + height}`,
          `M${left + width * 0.7} ${top}Q${left + width * 0.74} ${top + height * 0.5} ${left + width * 0.66} ${top + height}`,
          `M${left} ${top + height * 0.42}Q${left + width * 0.5} ${top + height * 0.46} ${left + width} ${top + height * 0.4}`,
        ],
        plump: 0.35,
      }),
    }
  }
  const lower = sheetAt(-300, -420, 620, 800, tone(colour, -0.04))
  const upper = sheetAt(-330, -440, 620, 720, colour)
  const edge =
    look.form === 'hemmed'
      ? stroke('M-330 280H290', tone(colour, -0.2), 10) + stroke('M-330 262H290', tone(colour, -0.12), 3, 0.8)
      : fringe(sheet, [290, 280], [-330, 280], -74, colour)
  const lowEdge = look.form === 'hemmed' ? '' : fringe(sheet, [320, 380], [-300, 380], -70, tone(colour, -0.05))
  const turned = 'M290 -440V-250L96 -440Z'
  const corner =
    lyingShadow(turned, '#2b1a10', 20, [-0.5, 0.9], 0.4) +
    shape(
      'M290 -250L96 -440Q110 -270 134 -246Q200 -236 290 -250Z',
      linear(
        sheet,
        [130, -280],
        [220, -330],
        [
          [0, tone(accent, 0.04)],
          [0.6, mix(accent, colour, 0.5)],
          [1, tone(colour, -0.2)],
        ],
      ),
    ) +
    shape('M290 -250L96 -440Q110 -270 134 -246Q200 -236 290 -250Z', weave(sheet, colour))
  const cut = clipped(
    sheet,
    '<path d="M-800 -800H96V-440L290 -250V-800H800V800H-800ZM96 -440L290 -250V-440Z" clip-rule="evenodd"/>',
    upper.svg,
  )
  return {
    svg: group(
      lowEdge +
        lower.svg +
        lyingShadow(upper.outline, '#2b1a10', 16, [0.6, 0.8], 0.34) +
        (look.pattern === 'flat' ? upper.svg : cut + corner) +
        edge,
      'rotate(-7)',
    ),
    width: 780,
    height: 940,
    stance: 'lies',
    outline: 'M-350 -400L270 -480L372 400L-250 470Z',
    lift: 34,
  }
}

/** Folded cloth in a pile: towels, sheets, napkins. */
export function pile(sheet: Sheet, look: Look): Piece {
  const { colour, motif = 'plain', form = 'towels' } = look
  const colours = look.swatches ?? [tone(colour, -0.06), colour, tone(colour, 0.04)]
  const count = form === 'bedding' ? 2 : form === 'single' ? 1 : 3
  const thick = form === 'bedding' ? 150 : form === 'single' ? 130 : 110
  const half = form === 'bedding' ? 360 : 310
  let svg = ''
  for (let index = 0; index < count; index++) {
    const y = -index * (thick - 6)
    const shift = (sheet.random() - 0.5) * 18
    svg += group(
      foldedLayer(sheet, colours[index % colours.length]!, look.accent, motif, half - index * 6, thick, index === count - 1),
      `translate(${n(shift)} ${n(y)})`,
    )
  }
  const top = -(count - 1) * (thick - 6) - thick
  if (form === 'bedding') svg += group(pillow(sheet, colours[2 % colours.length]!, look.accent, motif), `translate(0 ${n(top - 26)})`)
  const ribbon =
    look.pattern === 'tied'
      ? rect(
          -40,
          top - 2,
          80,
          -top + 8,
          linear(
            sheet,
            [-40, 0],
            [40, 0],
            [
              [0, tone(look.detail ?? '#b98a5c', 0.06)],
              [1, tone(look.detail ?? '#b98a5c', -0.08)],
            ],
          ),
          4,
        ) + shape(`M-38 ${n(top - 2)}L-30 ${n(top - 110)}H34L38 ${n(top - 2)}Z`, tone(look.detail ?? '#b98a5c', 0.1))
      : ''
  return {
    svg: svg + ribbon,
    width: half * 2 + 30,
    height: -top + (form === 'bedding' ? 260 : 120),
    footprint: { x: half + 6, y: 38 },
    below: 30,
  }
}

function foldedLayer(
  sheet: Sheet,
  colour: Colour,
  accent: Colour | undefined,
  motif: Motif,
  half: number,
  thick: number,
  isTop: boolean,
): string {
  const front = `M${-half + 50} ${-thick}H${half - 20}Q${half} ${-thick} ${half} ${-thick + 20}V-14Q${half} 8 ${half - 24} 10Q0 24 ${-half + 40} 10Q${-half} 2 ${-half} ${-thick / 2}Q${-half} ${-thick} ${-half + 50} ${-thick}Z`
  const roundness = linear(
    sheet,
    [0, -thick],
    [0, 14],
    [
      [0, tone(colour, 0.06)],
      [0.3, tone(colour, 0.02)],
      [0.7, tone(colour, -0.05)],
      [1, tone(colour, -0.2)],
    ],
  )
  const fill = motifFill(sheet, motif, colour, accent ?? tone(colour, -0.2), 46)
  const lines = [0.36, 0.66]
    .map(
      (share) =>
        softStroke(
          `M${-half + 40} ${n(-thick * share)}Q0 ${n(-thick * share + 8)} ${half} ${n(-thick * share + 2)}`,
          tone(colour, -0.25),
          13,
          0.55,
          4,
        ) +
        stroke(
          `M${-half + 60} ${n(-thick * share + 8)}Q0 ${n(-thick * share + 16)} ${half} ${n(-thick * share + 10)}`,
          tone(colour, 0.12),
          4,
          0.5,
        ),
    )
    .join('')
  const top = `M${-half + 40} ${-thick}Q${-half + 20} ${-thick} ${-half + 34} ${-thick - 20}L${-half + 86} ${-thick - 106}Q${-half + 92} ${-thick - 116} ${-half + 110} ${-thick - 116}H${half - 90}Q${half - 72} ${-thick - 116} ${half - 66} ${-thick - 106}L${half - 6} ${-thick + 6}Z`
  const topFill = linear(
    sheet,
    [-half, -thick - 110],
    [half, -thick],
    [
      [0, tone(colour, 0.1)],
      [0.6, tone(colour, 0.05)],
      [1, tone(colour, -0.01)],
    ],
  )
  const band = accent && motif === 'plain' ? rect(-half + 4, -thick * 0.3, half * 2 - 8, 12, accent, 0, 0.85) : ''
  return (
    shape(front, roundness) +
    (fill ? shape(front, fill, 0.55) : '') +
    shape(front, weave(sheet, colour, 1.3)) +
    clipped(
      sheet,
      `<path d="${front}"/>`,
      lines + band + softStroke(`M${-half + 6} ${-thick}Q${-half + 30} ${-thick / 2} ${-half + 6} 10`, '#ffffff', 30, 0.25, 3),
    ) +
    (isTop
      ? shape(top, topFill) +
        (fill ? shape(top, fill, 0.55) : '') +
        shape(top, weave(sheet, colour, 1.3)) +
        softStroke(`M${-half + 40} ${-thick}H${half - 14}`, '#ffffff', 14, 0.35, 4)
      : '')
  )
}

function pillow(sheet: Sheet, colour: Colour, accent: Colour | undefined, motif: Motif): string {
  const outline = closedCurve([
    [-330, -30],
    [-300, -96],
    [-160, -128],
    [0, -134],
    [160, -128],
    [300, -96],
    [330, -30],
    [296, 26],
    [150, 40],
    [0, 42],
    [-150, 40],
    [-296, 26],
  ])
  return (
    cloth(sheet, {
      outline,
      box: [-330, -134, 660, 176],
      colour,
      accent,
      motif,
      unit: 46,
      folds: ['M-330 -30Q-240 -40 -190 -60', 'M330 -30Q240 -30 190 -10', 'M-280 10Q-200 -6 -150 6'],
      plump: 1,
    }) + stroke('M-326 -32Q0 -46 326 -32', tone(colour, -0.1), 4, 0.5)
  )
}

/** A long cloth with its creases from the drawer, seen from above; a loop to hang it by. */
export function teaTowel(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#3b5b7a', motif = 'plain' } = look
  const outline = 'M-250 -440Q0 -452 250 -438Q262 0 252 440Q0 452 -252 442Q-262 0 -250 -440Z'
  const stripes =
    look.pattern === 'bands'
      ? [-400, -360, -340, 330, 352, 390].map((y, index) => rect(-280, y, 560, [22, 8, 8, 8, 8, 22][index]!, accent, 0, 0.9)).join('')
      : look.pattern === 'side'
        ? rect(-206, -460, 26, 920, accent, 0, 0.85) + rect(-164, -460, 8, 920, accent, 0, 0.85) + rect(160, -460, 26, 920, accent, 0, 0.85)
        : ''
  const body = cloth(sheet, {
    outline,
    box: [-250, -440, 500, 880],
    colour,
    accent,
    motif,
    unit: 54,
    folds: ['M-84 -450V450', 'M84 -450V450', 'M-260 -150H260', 'M-260 150H260'],
    plump: 0.2,
  })
  return {
    svg: group(
      stroke('M-30 -438Q0 -520 30 -438', tone(accent, -0.05), 12) +
        body +
        clipped(sheet, `<path d="${outline}"/>`, stripes) +
        stroke('M-246 -420Q0 -432 246 -418M-248 422Q0 432 248 420', tone(colour, -0.12), 3, 0.8),
      'rotate(6)',
    ),
    width: 620,
    height: 1000,
    stance: 'lies',
    outline: 'M-204 -470L296 -412L204 470L-300 410Z',
    lift: 22,
  }
}

/** Napkins folded to squares, one over the other, in a ring of wood. */
export function napkins(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#a5744a', motif = 'plain' } = look
  const colours = look.swatches ?? [colour, tone(colour, 0.06)]
  const square = (tint: Colour, angle: number, x: number, y: number) => {
    const outline = 'M-270 -270Q0 -282 270 -270Q282 0 270 270Q0 280 -270 270Q-280 0 -270 -270Z'
    return group(
      lyingShadow(outline, '#2b1a10', 18, [0.7, 0.8], 0.34) +
        cloth(sheet, {
          outline,
          box: [-270, -270, 540, 540],
          colour: tint,
          accent: look.detail ?? tone(tint, -0.2),
          motif,
          unit: 48,
          folds: ['M-280 10Q0 -6 280 8', 'M6 -280Q-8 0 8 280'],
          plump: 0.3,
        }) +
        stroke(
          'M-252 -252Q0 -262 252 -252Q262 0 252 252Q0 262 -252 252Q-262 0 -252 -252Z',
          tone(tint, -0.14),
          4,
          0.7,
          ' stroke-dasharray="10 9"',
        ),
      `translate(${x} ${y}) rotate(${angle})`,
    )
  }
  const rolled = `M-300 -60Q-310 0 -300 60H300Q312 0 300 -60Z`
  const roll = group(
    lyingShadow(rolled, '#2b1a10', 26, [0.6, 0.9], 0.4) +
      shape(
        rolled,
        linear(
          sheet,
          [0, -66],
          [0, 66],
          [
            [0, tone(colour, 0.04)],
            [0.3, tone(colour, 0.1)],
            [0.7, tone(colour, -0.02)],
            [1, tone(colour, -0.18)],
          ],
        ),
      ) +
      shape(rolled, weave(sheet, colour)) +
      stroke('M-298 -10H302M-296 26H298', tone(colour, -0.14), 4, 0.6) +
      rect(
        -46,
        -78,
        92,
        156,
        linear(
          sheet,
          [0, -78],
          [0, 78],
          [
            [0, tone(accent, 0.02)],
            [0.28, tone(accent, 0.16)],
            [0.7, accent],
            [1, tone(accent, -0.17)],
          ],
        ),
        18,
      ),
    'translate(30 210) rotate(-14)',
  )
  return {
    svg: square(colours[1 % colours.length]!, 11, 40, -110) + square(colours[0]!, -7, -30, -60) + roll,
    width: 820,
    height: 820,
    stance: 'lies',
    outline: 'M-200 -300L300 -360L310 100L-220 160Z',
    lift: 16,
  }
}

/** Table linen or a quilt folded over an edge: long cloth, deep folds. */
export function drape(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.18), motif = 'plain' } = look
  const outline =
    'M-380 -430Q0 -450 380 -430C372 -200 396 80 400 400Q330 430 270 402Q200 372 130 408Q60 436 -10 406Q-80 376 -150 410Q-220 436 -290 404Q-340 384 -400 402C-394 90 -372 -200 -380 -430Z'
  const folds = [-300, -150, -10, 130, 270].map(
    (x, index) => `M${n(x * 0.9)} -430C${n(x * 0.95)} -100 ${n(x)} 150 ${n(x + (index % 2 ? 12 : -10))} 420`,
  )
  return {
    svg:
      cloth(sheet, {
        outline,
        box: [-400, -440, 800, 860],
        colour,
        accent,
        motif,
        unit: 70,
        folds: folds.flatMap((fold) => [fold, fold]),
        plump: 0.35,
      }) +
      stroke(
        'M-400 382Q-340 364 -290 384Q-220 416 -150 390Q-80 356 -10 386Q60 416 130 388Q200 352 270 382Q330 410 400 380',
        tone(colour, -0.14),
        4,
        0.7,
      ),
    width: 820,
    height: 880,
    stance: 'hangs',
    outline,
    lift: 40,
  }
}
