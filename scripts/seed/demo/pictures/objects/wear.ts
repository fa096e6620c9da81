import { cloth, fringe, motifFill } from '../cloth'
import { mix, tone, type Colour } from '../colour'
import { clipped, group, linear, n, rect, shape, stroke, type Piece, type Point, type Sheet } from '../sheet'
import { lyingShadow, softStroke, tube } from '../surface'
import { labelMark } from './containers'
import type { Look } from './look'

const knitFold = (
  sheet: Sheet,
  d: string,
  colour: Colour,
  accent: Colour,
  motif: Look['motif'],
  box: readonly [number, number, number, number],
  folds: string[] = [],
  unit = 22,
) => cloth(sheet, { outline: d, box, colour, accent, motif: motif ?? 'knit', unit, folds, plump: 0.5, woven: false })

export function beanie(sheet: Sheet, look: Look): Piece {
  const { colour, accent = colour } = look
  const dome = 'M-300 60C-316 -180 -190 -390 0 -392C190 -390 316 -180 300 60Z'
  const cuff = 'M-318 40Q0 96 318 40Q332 130 320 222Q0 282 -320 222Q-332 130 -318 40Z'
  const ribs = Array.from({ length: 15 }, (_, index) => {
    const side = (index - 7) / 7
    return (
      stroke(`M${n(side * 300)} 60C${n(side * 296)} -140 ${n(side * 170)} -330 0 -392`, tone(colour, -0.15), 7, 0.55) +
      stroke(`M${n(side * 300 - 14)} 60C${n(side * 296 - 12)} -140 ${n(side * 170 - 6)} -330 -3 -392`, tone(colour, 0.1), 6, 0.5)
    )
  }).join('')
  const cuffRibs = Array.from({ length: 31 }, (_, index) => {
    const side = (index - 15) / 15
    const x = Math.sin(side * 1.5) * 322
    const curveDown = Math.cos(side * 1.5) * 50
    return stroke(`M${n(x)} ${n(44 + curveDown)}V${n(226 + curveDown)}`, tone(accent, -0.16), 8 * Math.cos(side * 1.35) + 2, 0.6)
  }).join('')
  const pom = look.form === 'pompom' ? pompom(sheet, 0, -440, 110, look.detail ?? mix(colour, '#f5ecdc', 0.75)) : ''
  const tag = rect(214, 140, 62, 78, '#b58a5c', 6) + stroke('M222 152H268M222 206H268', '#7a5534', 3, 1, ' stroke-dasharray="5 5"')
  return {
    svg: group(
      pom +
        shape(
          dome,
          linear(
            sheet,
            [-300, -200],
            [300, 0],
            [
              [0, tone(colour, 0.05)],
              [0.3, tone(colour, 0.07)],
              [0.7, tone(colour, -0.04)],
              [1, tone(colour, -0.18)],
            ],
          ),
        ) +
        clipped(
          sheet,
          `<path d="${dome}"/>`,
          ribs +
            (look.pattern === 'striped'
              ? [-60, -150].map((y) => stroke(`M-330 ${y}Q0 ${y + 70} 330 ${y}`, look.detail ?? '#f5ecdc', 34, 0.85)).join('')
              : ''),
        ) +
        softStroke('M-310 50Q0 108 310 50', '#1d120a', 30, 0.4, 4) +
        shape(
          cuff,
          linear(
            sheet,
            [-320, 0],
            [320, 60],
            [
              [0, tone(accent, 0.02)],
              [0.25, tone(accent, 0.1)],
              [0.7, tone(accent, -0.03)],
              [1, tone(accent, -0.17)],
            ],
          ),
        ) +
        clipped(sheet, `<path d="${cuff}"/>`, cuffRibs) +
        tag,
      'translate(0 90)',
    ),
    width: 680,
    height: look.form === 'pompom' ? 920 : 720,
    stance: 'lies',
    outline: 'M-318 290C-340 60 -200 -300 0 -302C200 -300 340 60 318 290Q0 380 -318 290Z',
    lift: 30,
  }
}

function pompom(sheet: Sheet, x: number, y: number, radius: number, colour: Colour): string {
  let svg = `<circle cx="${x}" cy="${y}" r="${n(radius * 0.8)}" fill="${tone(colour, -0.09)}"/>`
  for (let index = 0; index < 150; index++) {
    const angle = sheet.random() * Math.PI * 2
    const reach = Math.sqrt(sheet.random()) * radius * 0.86
    const [px, py] = [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach]
    const lit = (-Math.cos(angle) - Math.sin(angle)) * (reach / radius) * 0.07
    svg += stroke(
      `M${n(px)} ${n(py)}L${n(px + Math.cos(angle) * radius * 0.2)} ${n(py + Math.sin(angle) * radius * 0.2)}`,
      tone(colour, lit - sheet.random() * 0.05),
      8,
    )
  }
  return svg
}

export function scarf(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.18), motif = 'check' } = look
  const unit = motif === 'knit' ? 22 : 50
  const strip = (left: number, top: number, width: number, height: number, tint: Colour) => {
    const d = `M${left} ${top}Q${left + width / 2} ${top - 20} ${left + width} ${top}L${left + width + 8} ${top + height}H${left - 8}Z`
    return (
      lyingShadow(d, '#2b1a10', 16, [0.6, 0.6], 0.3) +
      cloth(sheet, {
        outline: d,
        box: [left, top, width, height],
        colour: tint,
        accent,
        motif,
        unit,
        folds: [
          `M${left + width * 0.32} ${top}Q${left + width * 0.24} ${top + height / 2} ${left + width * 0.36} ${top + height}`,
          `M${left + width * 0.7} ${top}Q${left + width * 0.78} ${top + height / 2} ${left + width * 0.66} ${top + height}`,
        ],
        plump: 0.5,
      }) +
      fringe(sheet, [left + width + 8, top + height], [left - 8, top + height], -76, tint, 17)
    )
  }
  const loop =
    'M-250 -300C-250 -520 250 -520 250 -300C250 -120 140 -60 40 40L-120 -40C-40 -120 60 -180 60 -280C60 -340 -60 -340 -60 -280C-60 -180 40 -100 120 -30L-40 70C-140 -50 -250 -140 -250 -300Z'
  const round = cloth(sheet, {
    outline: loop,
    box: [-250, -480, 500, 540],
    colour,
    accent,
    motif,
    unit,
    turn: 24,
    folds: [
      'M-160 -300C-160 -420 160 -420 160 -300C160 -200 60 -140 -20 -40',
      'M-200 -260C-180 -160 -80 -80 10 10',
      'M-110 -310C-100 -380 100 -380 110 -310',
    ],
    plump: 0.6,
  })
  return {
    svg:
      group(strip(-170, -60, 170, 430, tone(colour, -0.03)), 'rotate(9)') +
      group(strip(-30, -40, 170, 500, colour), 'rotate(-5)') +
      lyingShadow(loop, '#2b1a10', 18, [0.5, 0.8], 0.34) +
      round,
    width: 640,
    height: 1040,
    stance: 'lies',
    outline: 'M-250 -300C-250 -480 250 -480 250 -300C250 -160 160 -80 40 40L-120 -40C-200 -100 -250 -200 -250 -300Z',
    lift: 22,
  }
}

export function socks(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.2), detail = accent } = look
  const outline =
    'M-110 -480H110C114 -300 96 -120 108 10C120 110 280 150 352 250C396 330 330 400 230 396C90 390 -60 330 -110 210C-150 100 -104 -260 -110 -480Z'
  const one = (flip: number, x: number, y: number, angle: number) => {
    const motifFillValue =
      look.motif && look.motif !== 'plain' ? motifFill(sheet, look.motif, colour, accent, look.motif === 'knit' ? 18 : 52) : undefined
    const stripes =
      look.pattern === 'striped'
        ? Array.from({ length: 8 }, (_, index) => rect(-200, -340 + index * 74, 460, 30, accent, 0, 0.9)).join('')
        : ''
    const heel = `<path d="M-140 40C-60 60 0 130 -20 260C-90 260 -160 220 -160 120Z" fill="${detail}"/>`
    const toe = `<path d="M250 130C220 230 220 330 262 420H440V120Z" fill="${detail}"/>`
    const ribs = Array.from({ length: 15 }, (_, index) => stroke(`M${-106 + index * 15.2} -486V-392`, tone(detail, -0.13), 4, 0.7)).join('')
    const inner = rect(-130, -490, 260, 100, detail) + ribs + stripes + heel + toe
    return `<g transform="translate(${x} ${y}) rotate(${angle}) scale(${flip} 1)">${lyingShadow(outline, '#2b1a10', 22, [0.5 * flip, 0.6], 0.4)}${shape(outline, colour)}${motifFillValue ? shape(outline, motifFillValue) : ''}${clipped(sheet, `<path d="${outline}"/>`, inner)}${clipped(sheet, `<path d="${outline}"/>`, softStroke('M100 -480C110 -200 80 40 120 100C200 160 300 180 360 280', '#140b06', 60, 0.3, 5) + softStroke('M-100 -480C-96 -200 -140 60 -90 200', '#ffffff', 46, 0.22, 4) + softStroke('M-110 60Q-30 30 60 70', '#140b06', 20, 0.25, 3))}</g>`
  }
  return { svg: one(1, 30, -20, 8) + one(1, -130, 40, -6), width: 760, height: 1040, stance: 'lies', outline: 'M0 0Z', lift: 1 }
}

export function jumper(sheet: Sheet, look: Look): Piece {
  const { colour, accent = colour, form = 'jumper' } = look
  const isTee = form === 'tee'
  const body: Point[] = [
    [-120, -400],
    [-200, -384],
    [-290, -330],
  ]
  const sleeve: Point[] = isTee
    ? [
        [-470, -120],
        [-330, -30],
        [-282, -110],
      ]
    : [
        [-430, -60],
        [-500, 300],
        [-388, 330],
        [-284, -40],
      ]
  const left = [...body, ...sleeve, [-270, 120], [-276, 420]] as Point[]
  const right = [...left].reverse().map(([x, y]): Point => [-x, y])
  const outline = `M${left.map(([x, y]) => `${x} ${y}`).join('L')}Q0 440 276 420L${right
    .slice(1)
    .map(([x, y]) => `${x} ${y}`)
    .join('L')}Q0 ${isTee ? -310 : -340} -120 -400Z`
  const fabric = cloth(sheet, {
    outline,
    box: [-480, -400, 960, 830],
    colour,
    accent,
    motif: isTee ? (look.motif ?? 'plain') : (look.motif ?? 'knit'),
    unit: isTee ? 50 : 19,
    folds: [
      'M-282 -60Q-150 0 -110 140',
      'M282 -40Q170 20 130 160',
      'M-240 420Q-180 300 -200 180',
      'M220 420Q150 330 170 220',
      'M-60 -200Q0 -160 70 -210',
    ],
    plump: 0.4,
    woven: isTee,
  })
  const collar = 'M-134 -402Q0 -300 134 -402'
  const ribs = isTee
    ? ''
    : [
        ...[-1, 1].map((side) => stroke(`M${side * 500} 300L${side * 388} 330`, tone(colour, -0.12), 34)),
        stroke('M-276 420Q0 440 276 420', tone(colour, -0.12), 40),
        ...Array.from({ length: 34 }, (_, index) => stroke(`M${n(-270 + index * 16.4)} 404V446`, tone(colour, -0.22), 4, 0.6)),
      ].join('')
  const yoke =
    look.pattern === 'yoke'
      ? clipped(
          sheet,
          `<path d="${outline}"/>`,
          [0, 1, 2, 3]
            .map((row) =>
              stroke(
                `M-420 ${-260 + row * 46}Q0 ${-20 + row * 46} 420 ${-260 + row * 46}`,
                row % 2 ? (look.detail ?? '#f5ecdc') : accent,
                22,
                0.95,
                ` stroke-dasharray="${row % 2 ? '22 26' : '46 20'}" style="stroke-linecap:butt"`,
              ),
            )
            .join(''),
        )
      : look.pattern === 'breton'
        ? clipped(
            sheet,
            `<path d="${outline}"/>`,
            Array.from(
              { length: 11 },
              (_, index) => `<rect x="-520" y="${-230 + index * 54}" width="1040" height="22" fill="${accent}" fill-opacity=".92"/>`,
            ).join(''),
          )
        : ''
  const print =
    look.pattern === 'print'
      ? group(labelMark(look.inside ?? 'mountain', 300, 300, look.detail ?? '#f4ecdf').replace(/<rect[^>]*>/g, ''), 'translate(0 -60)')
      : ''
  const seams = [-1, 1]
    .map((side) => softStroke(`M${side * 290} -330Q${side * 250} -200 ${side * 284} -60`, tone(colour, -0.3), 10, 0.5, 3))
    .join('')
  const back = shape('M-120 -400Q0 -452 120 -400Q0 -330 -120 -400Z', tone(colour, -0.2))
  return {
    svg:
      back + fabric + yoke + print + seams + ribs + stroke(collar, tone(accent, -0.04), 34) + stroke(collar, tone(accent, 0.08), 10, 0.6),
    width: 1010,
    height: 880,
    stance: 'lies',
    outline,
    lift: 28,
  }
}

export function mittens(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, 0.15) } = look
  const outline =
    'M-150 330V-60C-160 -260 -90 -400 20 -400C140 -400 190 -260 186 -120C184 -60 180 -20 178 10C230 -40 300 -90 340 -60C384 -24 330 70 270 140C230 190 190 210 180 250V330Z'
  const one = (flip: number, x: number, y: number, angle: number) =>
    `<g transform="translate(${x} ${y}) rotate(${angle}) scale(${flip} 1)">${lyingShadow(outline, '#2b1a10', 24, [0.5 * flip, 0.6], 0.4)}${knitFold(sheet, outline, colour, accent, 'knit', [-160, -400, 520, 730], ['M170 60Q200 130 180 240'], 24)}${clipped(
      sheet,
      `<path d="${outline}"/>`,
      (look.pattern === 'snow'
        ? [
            [-60, -180],
            [80, -180],
            [10, -60],
            [-80, 60],
            [90, 60],
          ]
            .map(([sx, sy]) =>
              group(
                [0, 60, 120].map((turn) => rect(-5, -40, 10, 80, accent, 5).replace('/>', ` transform="rotate(${turn})"/>`)).join(''),
                `translate(${sx} ${sy})`,
              ),
            )
            .join('')
        : '') +
        rect(-160, 220, 350, 140, tone(colour, -0.08)) +
        Array.from({ length: 20 }, (_, index) => stroke(`M${-150 + index * 17.6} 224V330`, tone(colour, -0.22), 6, 0.6)).join(''),
    )}</g>`
  return { svg: one(1, 180, 20, 10) + one(-1, -170, 0, -8), width: 980, height: 860, stance: 'lies', outline: 'M0 0Z', lift: 1 }
}

export function apron(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#a5744a', motif = 'plain' } = look
  const outline =
    'M-150 -420H150C156 -300 190 -190 330 -130C336 60 330 260 318 440Q0 462 -318 440C-330 260 -336 60 -330 -130C-190 -190 -156 -300 -150 -420Z'
  const pocket = 'M-190 60H190V250Q0 276 -190 250Z'
  const straps =
    tube('M-128 -414C-190 -640 190 -640 128 -414', accent, 26, 'matte') +
    tube('M-324 -120C-420 -80 -440 60 -400 180', accent, 22, 'matte') +
    tube('M324 -120C430 -60 450 80 380 200', accent, 22, 'matte')
  const rivets = [
    [-128, -396],
    [128, -396],
    [-318, -118],
    [318, -118],
  ]
    .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="13" fill="#c9a15b"/><circle cx="${x! - 3}" cy="${y! - 4}" r="5" fill="#fff0cc"/>`)
    .join('')
  return {
    svg: group(
      straps +
        cloth(sheet, {
          outline,
          box: [-330, -420, 660, 870],
          colour,
          accent: look.detail ?? tone(colour, -0.2),
          motif,
          unit: 50,
          folds: ['M-40 -420Q-70 -100 -60 440', 'M110 -300Q150 60 130 440', 'M-220 -120Q-200 160 -230 440'],
          plump: 0.25,
        }) +
        lyingShadow(pocket, '#20130b', 12, [0.4, 0.6], 0.3) +
        cloth(sheet, {
          outline: pocket,
          box: [-190, 60, 380, 210],
          colour: tone(colour, 0.02),
          accent: look.detail ?? tone(colour, -0.2),
          motif,
          unit: 50,
          plump: 0.2,
        }) +
        stroke('M-190 76H190M-178 72V238M0 76V258M178 72V238', tone(colour, 0.2), 3, 0.6, ' stroke-dasharray="10 8"') +
        rivets,
      'translate(0 60)',
    ),
    width: 840,
    height: 1080,
    stance: 'lies',
    outline:
      'M-150 -360H150C156 -240 190 -130 330 -70C336 120 330 320 318 500Q0 522 -318 500C-330 320 -336 120 -330 -70C-190 -130 -156 -240 -150 -360Z',
    lift: 26,
  }
}
