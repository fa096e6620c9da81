import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ImportProblem } from '../../shared/import-problems'
import { IMPORT_ACTIONS, IMPORT_FORMATS, IMPORT_ITEM_STATES, IMPORT_STATUSES } from '../../shared/lifecycles/product-import'
import { createdAt, moment, oneOf, primaryId, status } from '../columns'
import { shops } from './shops'

/** A file of products that is checked, applied and, if wanted, undone. */
export const productImports = pgTable(
  'product_imports',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    /** Who brought it; null for the operator's tool. */
    userId: uuid(),
    fileName: text().notNull(),
    /** The file, and the pictures that came with it, in object storage. */
    storageKey: text().notNull(),
    picturesKey: text(),
    format: status(IMPORT_FORMATS).notNull(),
    encoding: text().notNull(),
    /** The columns of the file as they stand there. */
    header: text().array().notNull().default([]),
    /** The file's column for each field of ours. */
    mapping: jsonb().$type<Record<string, string>>().notNull(),
    status: status(IMPORT_STATUSES).notNull().default('checking'),
    /** Rows of the file that have been read. */
    rowsRead: integer().notNull().default(0),
    /** Products of the file that have been applied, or undone. */
    itemsDone: integer().notNull().default(0),
    /** Why it failed. */
    problem: text().notNull().default(''),
    createdAt: createdAt(),
    checkedAt: moment(),
    appliedAt: moment(),
    undoneAt: moment(),
  },
  (table) => [
    index('product_imports_of_shop').on(table.shopId, table.id.desc().nullsFirst()),
    uniqueIndex('one_import_at_work_a_shop')
      .on(table.shopId)
      .where(sql`${table.status} in ('applying', 'undoing')`),
    check('product_imports_status_known', oneOf(table.status, IMPORT_STATUSES)),
    check('product_imports_format_known', oneOf(table.format, IMPORT_FORMATS)),
  ],
)

/** Of a new product all, of another those that it gains. */
const VARIANTS_CREATED = sql.raw(`case action
  when 'create' then coalesce(jsonb_array_length(wanted->'variants'), 0)
  when 'change' then jsonb_array_length(jsonb_path_query_array(changes,
    '$[*] ? (@.field starts with "variant:" && @.from == null && @.to.type() == "object")'))
  else 0 end`)

/** Pictures of a product that is there which have not come. */
const pictures = (which: string) =>
  sql.raw(`case when state = 'applied' then coalesce(jsonb_array_length(jsonb_path_query_array(wanted,
    '$.brought[*] ? (@.fileId == null && ${which})')), 0) else 0 end`)

/** One product of an import: what the file says, what that changes, and what was there before. */
export const productImportItems = pgTable(
  'product_import_items',
  {
    importId: uuid()
      .notNull()
      .references(() => productImports.id, { onDelete: 'cascade' }),
    /** In the order of the file, from 1. */
    position: integer().notNull(),
    /** The first line of the file that speaks of it; the header is line 1. */
    line: integer().notNull(),
    handle: text().notNull(),
    action: status(IMPORT_ACTIONS).notNull(),
    state: status(IMPORT_ITEM_STATES).notNull().default('planned'),
    /** The product as the file wants it. */
    wanted: jsonb().$type<unknown>(),
    /** Each field that changes, with what it was and becomes. */
    changes: jsonb().$type<{ field: string; from: unknown; to: unknown }[]>().notNull().default([]),
    /** What is wrong, at which line and in which column. */
    problems: jsonb().$type<ImportProblem[]>().notNull().default([]),
    productId: uuid(),
    /** Counted as the row is written, so that nobody who looks at an import reads all that its file says. */
    variantsCreated: integer().notNull().generatedAlwaysAs(VARIANTS_CREATED),
    picturesToCome: integer().notNull().generatedAlwaysAs(pictures('!exists(@.tried)')),
    picturesFailed: integer().notNull().generatedAlwaysAs(pictures('exists(@.tried)')),
  },
  (table) => [
    primaryKey({ columns: [table.importId, table.position] }),
    index('product_import_items_to_do').on(table.importId, table.state, table.position),
    index('product_import_items_of_product').on(table.productId),
    index('product_import_items_with_pictures_to_come')
      .on(table.importId, table.position)
      .where(sql`${table.picturesToCome} > 0`),
    check('product_import_items_action_known', oneOf(table.action, IMPORT_ACTIONS)),
    check('product_import_items_state_known', oneOf(table.state, IMPORT_ITEM_STATES)),
  ],
)

/** How a shop last matched the columns of a file with such a header. */
export const importMappings = pgTable(
  'import_mappings',
  {
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    /** SHA-256 of the header's columns. */
    header: text().notNull(),
    mapping: jsonb().$type<Record<string, string>>().notNull(),
    updatedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.header] })],
)
