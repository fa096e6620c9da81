import { pick, type Random } from '../random'
import type { ReviewFamily } from './types'

export type ReviewRating = 2 | 3 | 4 | 5

export interface ReviewText {
  title: string
  body: string
}

type Row = readonly [title: string, body: string]

const texts: Record<ReviewFamily, Record<ReviewRating, readonly Row[]>> = {
  ceramics: {
    5: [
      ['My favourite at breakfast', 'It sits so well in the hand that everybody in the house reaches for this one first.'],
      ['Even nicer in real life', 'The glaze has more depth than I expected; it changes with the light by the window.'],
      ['Packed with great care', 'Not a chip, and the box was all paper and straw. It feels solid without being heavy.'],
      ['Bought a second one', 'The first has been through the dishwasher every day since spring and looks like new.'],
      ['You see the hand behind it', 'Small differences in the rim, a thumb print under the foot. That is exactly what I wanted.'],
    ],
    4: [
      ['Beautiful, a touch smaller', 'Lovely glaze and shape. I had pictured it slightly larger, so do read the measurements.'],
      ['Very good', 'A calm, sturdy piece. The foot was a little rough; two minutes with fine sandpaper solved it.'],
      ['Slightly different shade', 'Greener than on my screen, but I like it and it goes with everything on the shelf.'],
      ['Worth the wait', 'It took a week longer than I hoped. The thing itself is faultless.'],
    ],
    3: [
      ['Nice, but heavy', 'Well made and pretty, only heavier than I like for everyday use.'],
      ['Colour was a surprise', 'Good quality, though the glaze came out much darker than in the picture.'],
      ['Fine', 'Does what it should. There is a pinhole in the glaze that I notice more than I would like.'],
    ],
    2: [
      ['Wobbles a little', 'The foot is not quite level, so it rocks on our stone counter. The shop offered an exchange.'],
      ['Arrived chipped', 'A small chip at the rim. The replacement is on its way, hence two stars and not one.'],
    ],
  },
  textile: {
    5: [
      ['Soft from the first day', 'No stiffness at all, and after three washes it is better still.'],
      ['Looks good unironed', 'I hang it up damp and that is it. The creases suit it.'],
      ['The right weight', 'Heavy enough to fall nicely and still dry overnight on the line.'],
      ['Colour exactly as shown', 'I ordered it to match a wall and it does. Neat hems, too.'],
      ['The cat approves', 'She has moved in. We are allowed to use the other half.'],
    ],
    4: [
      ['Lovely cloth', 'Really good quality. Sheds a little fluff in the first wash and then stops.'],
      ['Good, runs slightly small', 'A few centimetres less after washing, as the description says. Still fits.'],
      ['Very pleased', 'Beautiful fabric and quick delivery. One star less because the colour I wanted was sold out.'],
      ['Warm without weight', 'Just right for the sofa. I would have liked it twenty centimetres longer.'],
    ],
    3: [
      ['Thinner than I thought', 'It feels good, but against the light you can see through it.'],
      ['Colour differs', 'Nice weave. On my screen it was warmer; in the room it looks grey.'],
      ['All right', 'Solid, though a seam came loose at the corner and I had to put in three stitches.'],
    ],
    2: [
      ['Shrank', 'I washed it at the given temperature and it lost five centimetres. The shop is looking into it.'],
      ['A bit scratchy', 'Looks wonderful, but I cannot have it against my skin.'],
    ],
  },
  furniture: {
    5: [
      ['It has found its place', 'Came in one piece, no tools, no wobble. It looks as though it had always stood here.'],
      ['Honest work', 'Turn it over and it is as clean underneath as on top. That says it all.'],
      ['Warm light, good weight', 'Exactly the mood I wanted for the corner, and it does not tip when the dog passes.'],
      ['Worth saving up for', 'I thought about it for a year. I should have thought for a week.'],
      ['Finely finished', 'The edges are a pleasure to touch. Guests run their hand along it without noticing.'],
    ],
    4: [
      ['Very good indeed', 'Handsome and sturdy. The carrier came a day late but rang ahead.'],
      ['Lovely grain', 'Darker than in the photograph, which I prefer. It needed a first coat of oil.'],
      ['Small and perfect', 'Measure first: it is daintier than it looks. Quality is excellent.'],
      ['Good, cable a little short', 'Beautiful piece. Another half metre of cable would have helped.'],
    ],
    3: [
      ['Pretty, but marks easily', 'I like it, but a glass left a ring on the very first evening.'],
      ['Decent', 'Well built. The finish felt dry in places and I oiled it myself.'],
      ['Different tone', 'Nice shape, but the wood is more orange than shown.'],
    ],
    2: [
      ['Scratch on arrival', 'A scratch along the side, probably from transport. They are sending somebody.'],
      ['Not quite level', 'One leg is a millimetre short. Felt helps, but at this price it should not need it.'],
    ],
  },
  paper: {
    5: [
      ['Almost too nice to use', 'Then I started, and now it is half full. The paper takes ink without a shadow.'],
      ['Crisp and bright', 'The colours are much richer in the hand than on a screen. Came flat and dry.'],
      ['Lies flat, finally', 'It stays open at page one. You would not believe how rare that is.'],
      ['A present that worked', 'She wrote back on the matching card. I take that as five stars.'],
      ['Hung it the same day', 'The print has a slight relief you can feel with a finger. It makes the hallway.'],
    ],
    4: [
      ['Lovely paper', 'Takes pencil and fountain pen very well; a wet brush makes it curl.'],
      ['Great print', 'One corner of the sleeve was bent, the print itself was fine.'],
      ['Nicely made', 'Good binding and a strong cover. I would like numbered pages.'],
      ['Very pretty', 'Slightly smaller than I imagined, but the details are a joy.'],
    ],
    3: [
      ['Good, not great', 'Pretty outside. My broad nib shows through a little on the back.'],
      ['Colours are softer', 'On the screen they looked stronger. Still a nice thing.'],
      ['Bent corner', 'Arrived with a bump. Usable, but not as a present.'],
    ],
    2: [
      ['Ink feathers', 'With my fountain pen the lines get hairy. Pencil is fine.'],
      ['Came creased', 'The tube was crushed on the way. I have asked for another.'],
    ],
  },
  jewellery: {
    5: [
      ['I have not taken it off', 'Light, does not catch on jumpers, and three people have asked where it is from.'],
      ['The stone is alive', 'It changes from window to window. No photograph shows that.'],
      ['Just the right size', 'The paper gauge was a great help. It fits and does not turn.'],
      ['Beautifully wrapped', 'A small box, a linen pouch, a note written by hand. She cried, in a good way.'],
      ['Fine work', 'I looked at it with a loupe, because I do that. Clean all round.'],
    ],
    4: [
      ['Delicate and pretty', 'Smaller than expected, but it suits me better that way.'],
      ['Very nice', 'The clasp is tiny and needs patience. Everything else is perfect.'],
      ['Lovely colour', 'A warmer gold than my other things, which I have come to like.'],
      ['Good quality', 'Took a few days longer because of the sizing; they told me in advance.'],
    ],
    3: [
      ['Tarnishes quickly', 'Pretty, but I have to polish it every other week.'],
      ['A little thin', 'The chain is finer than it looks in the picture. I wear it carefully.'],
      ['Nice, wrong length', 'Well made. Forty-two centimetres is simply short on me, so measure first.'],
    ],
    2: [
      ['Clasp came loose', 'After two weeks. They repair it free of charge, but I had to send it in.'],
      ['Paler stone', 'Mine is much lighter than the one shown.'],
    ],
  },
  food: {
    5: [
      ['The whole kitchen smelled of it', 'Opened it and had to try it at once. It was gone by Sunday.'],
      ['Fresh and clear', 'The date on the bag was four days old. You can taste it.'],
      ['As described, for once', 'They say apricot and I really taste apricot.'],
      ['Ordered again', 'Third time now. It has been equally good each time, which is not a small thing.'],
      ['Not too sweet', 'It tastes of what is on the label, and the list is short. The children agree.'],
    ],
    4: [
      ['Very good', 'A little mild for me, so I simply use more.'],
      ['Delicious, small pack', 'Excellent quality; I wish there were a bigger size.'],
      ['Good everyday choice', 'Reliable and well packed. I prefer the other one they make by a hair.'],
      ['Needs a few days', 'Right after arrival a bit sharp, a week later lovely and round.'],
    ],
    3: [
      ['Not quite mine', 'Good quality, but a bit too smoky for my taste.'],
      ['Fine', 'Pleasant, without making me get up earlier for it.'],
      ['Pricey for the amount', 'Tastes good. The pack is emptier than the picture suggests.'],
    ],
    2: [
      ['Leaked a little', 'The lid was not tight and the box was sticky. They sent a new one.'],
      ['Bitter', 'I tried three ways of making it and each was bitter. It may be me.'],
    ],
  },
  outdoor: {
    5: [
      ['Held through a storm', 'A night at nine Beaufort on the dunes. Dry inside, nothing bent.'],
      ['Made to be repaired', 'I tore it, wrote to them, and got the patch and the instructions for nothing.'],
      ['In every rucksack since', 'Light enough to take along and sturdy enough to forget about.'],
      ['Does one thing well', 'No app, no gadgets. It works with cold fingers, in the dark.'],
      ['Still warm in the morning', 'Filled at six in the evening, drinkable at seven the next day.'],
    ],
    4: [
      ['Very solid', 'Good material and neat seams. A bit heavier than the figure given.'],
      ['Easy to use', 'The first time took twenty minutes, the second time five.'],
      ['Good in rain', 'No complaints after a wet week. The bag it comes in is tight.'],
      ['Nice colour, good work', 'It looks better with every scratch. I would like a second strap.'],
    ],
    3: [
      ['Good for the garden', 'I would not carry it up a mountain, but for weekends it does.'],
      ['Decent', 'It works. The zip needs two hands.'],
      ['Smell at first', 'The proofing smells for a week. Afterwards all is well.'],
    ],
    2: [
      ['Seam let water in', 'After an hour of steady rain. They are sending seam sealer.'],
      ['Too small for me', 'I am 1.90 m and it ends at my ankles. The size table could be clearer.'],
    ],
  },
  toy: {
    5: [
      ['Carried everywhere', 'To the bakery, to the doctor, into the bath. It has survived all three.'],
      ['No corners, no smell', 'Everything is round and smooth, and it does not smell of paint. Straight into the mouth it went.'],
      ['Played with daily', 'Six months on and it is not lying in the box. That is rare here.'],
      ['Lovely present', 'For a first birthday; the grandparents played longest.'],
      ['Will be handed down', 'You can tell that it will outlast this child and the next.'],
    ],
    4: [
      ['Well made', 'Good wood and gentle colours. One piece was a little rough at the edge.'],
      ['So soft', 'Loses a bit of fluff in the beginning, then no more.'],
      ['Pretty and sturdy', 'Slightly smaller than I thought, but small hands do not mind.'],
      ['Good idea', 'Our two-year-old needed help at first. Now she helps me.'],
    ],
    3: [
      ['Nice to look at', 'Beautiful on the shelf. Ours prefers the box it came in.'],
      ['Colours came off a bit', 'After a bath, admittedly. Otherwise solid.'],
      ['All right', 'Good quality, a little simple for a four-year-old.'],
    ],
    2: [
      ['A wheel came loose', 'After a week. Glued it ourselves; the shop offered to replace it.'],
      ['Smaller than expected', 'Sweet, but for the price I had imagined more.'],
    ],
  },
  plant: {
    5: [
      ['Arrived in top form', 'Soil moist, not a leaf bent. New growth after two weeks.'],
      ['Good advice included', 'The card says when to leave it alone. I did, and it thanked me.'],
      ['Thriving in the north window', 'I am not gifted with plants. This one forgives me.'],
      ['Tool for life', 'Lies well in the hand, goes through heavy soil, and cleans up easily.'],
      ['Prettier than in a shop', 'Larger than expected and beautifully grown on all sides.'],
    ],
    4: [
      ['Healthy', 'Two leaves did not survive the trip; the rest is vigorous.'],
      ['Nice and full', 'Shed a little while unpacking, then it looked just as it should.'],
      ['Good quality', 'Solid and well made. I would like it in one size larger.'],
      ['Came on a cold day', 'With a heat pack, as promised. It sulked for a week and then recovered.'],
    ],
    3: [
      ['A little small', 'Healthy, but I expected more for the price.'],
      ['Takes time', 'It dropped leaves at first and is only now recovering.'],
      ['Fine', 'Does its job. The colour is duller than in the picture.'],
    ],
    2: [
      ['Too wet', 'The soil was soaked and two stems had rotted. A new one is coming.'],
      ['Broken on the way', 'The parcel had been upside down. Refunded without any fuss.'],
    ],
  },
  bath: {
    5: [
      ['Skin feels calm', 'No tightness after washing, for the first time in years.'],
      ['Scent is just right', 'There, but not loud. The whole bathroom smells faintly of it.'],
      ['Lasts and lasts', 'One piece, two people, six weeks.'],
      ['No more plastic bottles', 'I was doubtful. Now there is one thing on the shelf instead of five.'],
      ['Good for sensitive skin', 'My daughter reacts to nearly everything, but not to this.'],
    ],
    4: [
      ['Very pleasant', 'Smells lovely, foams well. Needs a dish that drains.'],
      ['Good, needs getting used to', 'The first week was odd, since then I am happy with it.'],
      ['Nice texture', 'Goes in quickly. The pump gives a bit too much.'],
      ['Pretty and good', 'I bought it for the look and stayed for what is in it.'],
    ],
    3: [
      ['Scent too strong', 'Good quality, but I would have liked it milder.'],
      ['Okay', 'Cleans well, leaves my skin slightly dry in winter.'],
      ['Melts quickly', 'Lovely while it lasts, which in our shower was two weeks.'],
    ],
    2: [
      ['Not for my skin', 'It itched after three days. They refunded me at once.'],
      ['Lid was cracked', 'The content is nice; the jar came with a crack.'],
    ],
  },
  bag: {
    5: [
      ['Gets better every week', 'The leather has already darkened where I hold it. It smells wonderful.'],
      ['Fits more than you think', 'Laptop, lunch, umbrella, and it still closes.'],
      ['Stitching is faultless', 'I checked each seam. Somebody has done this before.'],
      ['Worn daily for half a year', 'No loose thread, no worn corner, many compliments.'],
      ['Slim at last', 'My old one was a brick. This one I do not feel in my pocket.'],
    ],
    4: [
      ['Beautiful leather', 'Stiff at first; after a month it is just right.'],
      ['Good size', 'Would love one more pocket inside. Otherwise perfect.'],
      ['Very well made', 'The strap is long even in the last hole, so I punched another.'],
      ['Rich colour', 'A bit redder than in the picture, but lovely.'],
    ],
    3: [
      ['Scratches easily', 'It is meant to, I know. I had still hoped for a bit more patience from it.'],
      ['Nice, heavy', 'Well made, but heavy before there is anything in it.'],
      ['Card slots are tight', 'After a month they give. Until then you need nails.'],
    ],
    2: [
      ['Colour rubbed off', 'On a light coat, on the first rainy day. The shop sent balm and an apology.'],
      ['Zip sticks', 'At the corner, every time. It goes back for repair.'],
    ],
  },
  candle: {
    5: [
      ['Fills the room gently', 'You notice it when you come in and forget it when you sit down. Perfect.'],
      ['Burns down cleanly', 'No tunnel, no soot, and the vessel now holds my toothbrush.'],
      ['My evening light', 'A warm, steady flame. I am on the third.'],
      ['Smells like the real thing', 'Leaf, wood, a bit of earth; nothing sugary about it.'],
      ['A safe present', 'Given it to four people, and all four asked where to get another.'],
    ],
    4: [
      ['Lovely scent', 'Slightly weaker than I expected in a big room.'],
      ['Pretty vessel', 'The glaze is beautiful. The wick needed trimming more often than I like.'],
      ['Good and long', 'Forty hours is true. The label came off while I was cleaning it.'],
      ['Calm and warm', 'The colour is a tone darker than shown. I like it.'],
    ],
    3: [
      ['Nice, but faint', 'I can only smell it when I stand beside it.'],
      ['Fine', 'Burns well. For me the scent is a little heavy.'],
      ['One leaned', 'They did not stand quite straight, so I had to help with a knife.'],
    ],
    2: [
      ['Wick drowned', 'After ten hours it would not stay lit. A replacement is coming.'],
      ['Arrived soft', 'It had been too warm on the way and the top had run.'],
    ],
  },
  wear: {
    5: [
      ['Warm and does not itch', 'I wear it on bare skin, and I am the one who complains about labels.'],
      ['True to size', 'Ordered my usual size and it fits, sleeves included.'],
      ['Made for wind', 'Walked the dyke in November with only this and a shirt.'],
      ['No pilling yet', 'Two months, nearly every day, and still smooth at the elbows.'],
      ['Colour has depth', 'From afar it is one colour, up close it is five. Gorgeous.'],
    ],
    4: [
      ['Very nice', 'A little boxy on me, but the wool is wonderful.'],
      ['Snug and warm', 'The cuffs are long; I turn them up once.'],
      ['Good work', 'Loses a few hairs in the beginning. Otherwise excellent.'],
      ['Comes up large', 'I could have taken one size smaller. I kept it anyway.'],
    ],
    3: [
      ['Scratchy at the neck', 'With a collar underneath it works. Well knitted.'],
      ['Okay', 'Warm, but it stretched a little after the first wash.'],
      ['Shorter than I like', 'Good quality. Two centimetres more would have been right for me.'],
    ],
    2: [
      ['Pills quickly', 'After a week under a coat it looks worn.'],
      ['Wrong shade', 'Ordered green, received something close to grey. The exchange was easy.'],
    ],
  },
  kitchen: {
    5: [
      ['Used three times a day', 'And still a pleasure each time. It was worth every cent.'],
      ['Simple and right', 'Nothing rattles, nothing drips, and it comes apart for cleaning.'],
      ['My best cup yet', 'I had no idea the same beans could taste like this.'],
      ['Feels solid', 'Good weight, clean edges. You can tell it is meant to last.'],
      ['Looks good on the counter', 'So it stays out, and so I use it. Clever.'],
    ],
    4: [
      ['Very good', 'Takes a few tries to get the hang of it. Now I would not be without it.'],
      ['Well thought out', 'Small marks after a month, but it works as on day one.'],
      ['Good for two', 'A bit small when guests come. Quality is fine.'],
      ['Nice and sharp', 'Does what it should. Needs to be dried at once, as they say.'],
    ],
    3: [
      ['Decent', 'Works well, though the lid sits rather loose.'],
      ['More care than expected', 'Pretty, but I am a dishwasher person and this is not.'],
      ['Slow', 'The result is good. It takes its time.'],
    ],
    2: [
      ['Drips', 'However I pour, one drop runs down. A pity, as it is beautiful.'],
      ['Dent on arrival', 'A dent in the side. It works, but it was meant as a gift.'],
    ],
  },
}

/** What a buyer says about a thing of the family; the same random numbers say the same. */
export function reviewOf(family: ReviewFamily, rating: ReviewRating, random: Random): ReviewText {
  const [title, body] = pick(random, texts[family][rating])
  return { title, body }
}
