import type { PostalAddress } from '#shared/contracts/address'

export interface DemoBuyer {
  name: string
  email: string
  locale: 'en' | 'de'
  address: PostalAddress
}

type Row = readonly [name: string, mailbox: string, locale: 'en' | 'de', street: string, postalCode: string, city: string, country: string]

const rows: readonly Row[] = [
  ['Hannah Vogt', 'hannah.vogt@example.com', 'de', 'Kastanienallee 41', '10435', 'Berlin', 'DE'],
  ['Jonas Brandl', 'jonas.brandl@example.org', 'de', 'Westenriederstraße 8', '80331', 'München', 'DE'],
  ['Mirjam Adler', 'mirjam.adler@example.net', 'de', 'Eppendorfer Weg 112', '20259', 'Hamburg', 'DE'],
  ['Elif Kaya', 'elif.kaya@example.com', 'de', 'Venloer Straße 233', '50823', 'Köln', 'DE'],
  ['Tobias Lindner', 'tobias.lindner@example.org', 'de', 'Karl-Heine-Straße 60', '04229', 'Leipzig', 'DE'],
  ['Greta Osterloh', 'greta.osterloh@example.net', 'de', 'Ostertorsteinweg 19', '28203', 'Bremen', 'DE'],
  ['Paul Reuter', 'paul.reuter@example.com', 'de', 'Wiehre 7', '79102', 'Freiburg im Breisgau', 'DE'],
  ['Nina Schäfer', 'nina.schaefer@example.org', 'de', 'Berger Straße 154', '60385', 'Frankfurt am Main', 'DE'],
  ['Matteo Krause', 'matteo.krause@example.net', 'de', 'Königsbrücker Straße 77', '01099', 'Dresden', 'DE'],
  ['Leonie Haas', 'leonie.haas@example.com', 'de', 'Reinsburgstraße 30', '70178', 'Stuttgart', 'DE'],
  ['Friedrich Moll', 'friedrich.moll@example.org', 'de', 'Am Markt 3', '17489', 'Greifswald', 'DE'],
  ['Aylin Demir', 'aylin.demir@example.net', 'de', 'Nordstraße 52', '40477', 'Düsseldorf', 'DE'],
  ['Anna Pichler', 'anna.pichler@example.com', 'de', 'Neubaugasse 24', '1070', 'Wien', 'AT'],
  ['Florian Moser', 'florian.moser@example.org', 'de', 'Lendplatz 11', '8020', 'Graz', 'AT'],
  ['Katharina Egger', 'katharina.egger@example.net', 'de', 'Maria-Theresien-Straße 5', '6020', 'Innsbruck', 'AT'],
  ['Stefan Hofer', 'stefan.hofer@example.com', 'de', 'Linzer Gasse 40', '5020', 'Salzburg', 'AT'],
  ['Sanne de Wit', 'sanne.dewit@example.org', 'en', 'Haarlemmerdijk 98', '1013 JG', 'Amsterdam', 'NL'],
  ['Daan Visser', 'daan.visser@example.net', 'en', 'Oudegracht 211', '3511 NH', 'Utrecht', 'NL'],
  ['Fleur Jansen', 'fleur.jansen@example.com', 'en', 'Nieuwe Binnenweg 330', '3021 GR', 'Rotterdam', 'NL'],
  ['Bram Smit', 'bram.smit@example.org', 'en', 'Folkingestraat 14', '9711 JW', 'Groningen', 'NL'],
  ['Camille Laurent', 'camille.laurent@example.net', 'en', '18 rue des Martyrs', '75009', 'Paris', 'FR'],
  ['Théo Marchand', 'theo.marchand@example.com', 'en', '6 quai Saint-Antoine', '69002', 'Lyon', 'FR'],
  ['Maëlle Riou', 'maelle.riou@example.org', 'en', '27 rue de Siam', '29200', 'Brest', 'FR'],
  ['Hugo Besson', 'hugo.besson@example.net', 'en', '9 cours Julien', '13006', 'Marseille', 'FR'],
  ['Lotte Peeters', 'lotte.peeters@example.com', 'en', 'Kloosterstraat 62', '2000', 'Antwerpen', 'BE'],
  ['Nicolas Dubois', 'nicolas.dubois@example.org', 'en', 'Rue de Flandre 45', '1000', 'Bruxelles', 'BE'],
  ['Giulia Ferraro', 'giulia.ferraro@example.net', 'en', 'Via San Vitale 34', '40125', 'Bologna', 'IT'],
  ['Luca Marin', 'luca.marin@example.com', 'en', 'Corso Regina Margherita 80', '10153', 'Torino', 'IT'],
  ['Niamh Kelleher', 'niamh.kelleher@example.org', 'en', '12 Douglas Street', 'T12 XY66', 'Cork', 'IE'],
  ['Eoin Byrne', 'eoin.byrne@example.net', 'en', '85 Rathmines Road Lower', 'D06 P2F1', 'Dublin', 'IE'],
  ['Astrid Lundqvist', 'astrid.lundqvist@example.com', 'en', 'Bondegatan 27', '116 33', 'Stockholm', 'SE'],
  ['Oskar Nyberg', 'oskar.nyberg@example.org', 'en', 'Linnégatan 16', '413 04', 'Göteborg', 'SE'],
  ['Maja Sørensen', 'maja.sorensen@example.net', 'en', 'Jægersborggade 31', '2200', 'København N', 'DK'],
  ['Emil Kjær', 'emil.kjaer@example.com', 'en', 'Mejlgade 48', '8000', 'Aarhus C', 'DK'],
  ['Beatriz Nogueira', 'beatriz.nogueira@example.org', 'en', 'Rua de Cedofeita 290', '4050-174', 'Porto', 'PT'],
  ['Tiago Fonseca', 'tiago.fonseca@example.net', 'en', 'Rua da Bica 22', '1200-054', 'Lisboa', 'PT'],
  ['Lucía Romero', 'lucia.romero@example.com', 'en', 'Calle del Pez 15', '28004', 'Madrid', 'ES'],
  ['Pau Ferrer', 'pau.ferrer@example.org', 'en', 'Carrer de Verdi 71', '08012', 'Barcelona', 'ES'],
  ['Sofie Wagener', 'sofie.wagener@example.net', 'de', 'Rue de Bonnevoie 9', '1260', 'Luxembourg', 'LU'],
  ['Ilona Virtanen', 'ilona.virtanen@example.com', 'en', 'Vaasankatu 13', '00500', 'Helsinki', 'FI'],
]

/** People who buy in the demo marketplace; their mailboxes lie in domains that nobody can own. */
export const demoBuyers: readonly DemoBuyer[] = rows.map(([name, email, locale, street, postalCode, city, country]) => ({
  name,
  email,
  locale,
  address: { name, street, postalCode, city, country },
}))
