/** What becomes of a table's rows about a person when they take a copy along, and when their account is erased. */
export type Fate = 'exported and deleted' | 'exported and anonymised' | 'exported and kept' | 'kept' | 'holds nothing about people'

export interface PersonalTable {
  fate: Fate
  /** Why it is kept, or what of it. */
  why?: string
  /** Columns in which something that somebody typed or that tells who they are may stay, each with the reason. */
  keeps?: Record<string, string>
}

const nothing: PersonalTable = { fate: 'holds nothing about people' }
const bookkeeping = (why: string): PersonalTable => ({ fate: 'kept', why })

/** Every table of ours, by schema. A new one is listed here before it can land. */
export const PERSONAL_TABLES: Record<string, PersonalTable> = {
  addresses: { fate: 'exported and deleted' },
  api_keys: { fate: 'exported and deleted' },
  audit_entries: {
    fate: 'exported and kept',
    why: 'nobody may rewrite what was done: it is a chain, by which break-ins and quarrels are cleared up. It names accounts by id',
    keeps: {
      address: 'from where it was done; the hash of the entry covers it',
      details: 'what was done, such as the names of a key or a browser; the hash of the entry covers it',
    },
  },
  cart_lines: { fate: 'exported and deleted' },
  balance_reads: bookkeeping('when somebody had the provider’s book read, by the id of an account'),
  carts: { fate: 'exported and deleted' },
  categories: nothing,
  chat_answers: nothing,
  chat_reports: {
    fate: 'exported and anonymised',
    why: 'that a message was reported and what was decided stays; by whom, and what they said of it, goes',
  },
  checkouts: { fate: 'exported and anonymised', why: 'payments and orders come of it; what and how much stays' },
  commission_lines: nothing,
  commission_rules: nothing,
  consents: { fate: 'exported and deleted' },
  conversation_members: { fate: 'exported and deleted' },
  conversations: {
    fate: 'exported and kept',
    why: 'between which account and which shop there was a conversation, by id; it is the shop’s too',
  },
  coupon_redemptions: bookkeeping(
    'that a coupon was used, by the id of an account and keyed hashes of addresses, so that it is not used again',
  ),
  coupon_uses: bookkeeping('how often a coupon was used, by the id of an account or the keyed hash of an address'),
  coupons: nothing,
  data_exports: { fate: 'exported and deleted' },
  doctor_runs: bookkeeping('when somebody had the invariants looked at, by the id of an account'),
  document_counters: nothing,
  dispute_notes: {
    fate: 'kept',
    why: 'what a shop said to a bank about a payment; it was passed on, and the books rest on the answer',
    keeps: { text: 'what the shop said, which the bank has too' },
  },
  dispute_shares: nothing,
  disputes: bookkeeping('amounts and the provider’s own id of a dispute'),
  email_tokens: { fate: 'exported and deleted' },
  files: { fate: 'exported and deleted', why: 'with the bytes in storage; the pictures of a shop are the shop’s' },
  idempotency_keys: { fate: 'exported and deleted' },
  import_mappings: nothing,
  known_devices: { fate: 'exported and deleted' },
  ledger_accounts: nothing,
  ledger_entries: nothing,
  ledger_journals: bookkeeping('amounts by the id of an order'),
  listings: nothing,
  message_attachments: {
    fate: 'exported and deleted',
    why: 'what a shopper sent goes, with the bytes in storage; what was sent for a shop is the shop’s, and what was sent for the marketplace stays in its conversation',
  },
  message_versions: {
    fate: 'exported and anonymised',
    why: 'what a shopper said at first goes; what was said at first for a shop stays for moderators, without the name. Who removed it from a room stays, by the id of an account',
  },
  messages: {
    fate: 'exported and anonymised',
    why: 'what a shopper said goes but for its place; what was said for a shop is the shop’s, and loses the name',
  },
  notification_choices: { fate: 'exported and deleted' },
  notifications: { fate: 'exported and deleted' },
  offers: {
    fate: 'exported and kept',
    why: 'what was offered and agreed between an account, by id, and a shop; it is the shop’s too',
    keeps: { title: 'what the product was called', option_label: 'what the variant was called' },
  },
  order_adjustments: bookkeeping('amounts of an order'),
  order_documents: {
    fate: 'exported and kept',
    why: 'an invoice has to be kept as it was given out',
    keeps: { content: 'the address on the invoice, without the phone' },
  },
  order_events: { fate: 'exported and kept', why: 'what happened to an order, with the id of who did it' },
  order_groups: {
    fate: 'exported and anonymised',
    why: 'an invoice has to be kept with the address that it was made out to; the rest goes',
    keeps: { billing_address: 'the address on the invoice, without the phone' },
  },
  order_lines: { fate: 'exported and kept', why: 'what an invoice is about' },
  order_notes: { fate: 'exported and deleted', why: 'what a buyer and a shop wrote to each other with an order' },
  orders: { fate: 'exported and kept', why: 'what an invoice is about' },
  passkey_challenges: { fate: 'exported and deleted' },
  passkeys: { fate: 'exported and deleted' },
  payment_allocations: bookkeeping('amounts of an order'),
  payment_events: bookkeeping('what the provider said of a payment: amounts and its own ids'),
  payments: { fate: 'exported and kept', why: 'what was paid, with the provider’s own id' },
  payout_entries: bookkeeping('amounts by the id of a payout'),
  payout_runs: nothing,
  payouts: {
    ...bookkeeping('what was paid to a shop'),
    keeps: { holder: 'to whom, as a bank transfer is proven', iban: 'to which account, as a bank transfer is proven' },
  },
  price_history: nothing,
  product_events: bookkeeping('what became of a product; it names accounts by id'),
  product_images: nothing,
  product_import_items: nothing,
  product_imports: bookkeeping('what a shop brought in; it names accounts by id'),
  product_options: nothing,
  products: nothing,
  provider_balance_entries: bookkeeping('the provider’s book about the marketplace’s balance: amounts and its own ids'),
  recovery_codes: { fate: 'exported and deleted' },
  refresh_tokens: { fate: 'exported and deleted' },
  refund_parts: bookkeeping('what a refund is made of'),
  refunds: { fate: 'exported and kept', why: 'what went back' },
  return_lines: { fate: 'exported and kept', why: 'how many pieces went back' },
  return_photos: { fate: 'exported and deleted', why: 'with the bytes in storage' },
  returns: { fate: 'exported and anonymised', why: 'what went back and what money for it; what was written goes' },
  reviews: {
    fate: 'exported and anonymised',
    why: 'others decide by what was said; who said it goes',
    keeps: { title: 'what was said', body: 'what was said' },
  },
  room_bans: { fate: 'exported and deleted' },
  room_invitations: nothing,
  rooms: {
    fate: 'exported and kept',
    why: 'how a room is called belongs to all who are in it; of one that ends with the account it goes',
  },
  saved_replies: nothing,
  search_clicks: { fate: 'holds nothing about people', why: 'which product was opened from which query, counted by the day' },
  search_queries: {
    fate: 'holds nothing about people',
    why: 'counts by the day of what was typed, without who; what few typed is thrown away, and so is what looks like an address or a number',
  },
  search_synonyms: nothing,
  search_terms: nothing,
  sessions: { fate: 'exported and deleted' },
  settings: nothing,
  shipment_lines: bookkeeping('what lay in a parcel'),
  shipments: { fate: 'exported and kept', why: 'the proof that a parcel was sent' },
  shipping_methods: nothing,
  shipping_zones: nothing,
  shop_inboxes: nothing,
  shop_invitations: { fate: 'exported and deleted', why: 'those to the person; those by them are the shop’s' },
  shop_members: { fate: 'exported and deleted' },
  shops: {
    fate: 'exported and anonymised',
    why: 'a shop is no person: when nobody else owns it, it closes, and who stood behind it and the account go',
  },
  slug_history: nothing,
  stock_holds: bookkeeping('quantities by the id of a checkout'),
  stock_levels: nothing,
  stock_movements: bookkeeping('quantities, with the id of who moved them'),
  tax_rates: nothing,
  tracking_events: bookkeeping('what became of a parcel, with the id of who said so'),
  users: { fate: 'exported and anonymised', why: 'the row stays as nobody’s: orders, reviews and the audit refer to it' },
  variants: nothing,
  webhook_inbox: bookkeeping('the provider’s own ids of a payment'),

  'drizzle.*': nothing,
  'test_provider.*': bookkeeping('the demonstration’s card provider: amounts and its own ids'),
  'pgboss.*': {
    fate: 'kept',
    why: 'jobs name people by id, and delete themselves: those that are done after a day, those that failed for good after a month',
    keeps: { data: 'of a mail that is to be sent: the address it goes to, or the browser that it tells of' },
  },
}
