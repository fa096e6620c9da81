/** Everything that can be wrong with a product in a file, as a sentence; `{value}` is what stands there. */
export const IMPORT_PROBLEMS = {
  handle_missing: 'There is neither a handle nor a title to make one of.',
  handle_too_long: 'The handle is longer than 200 characters.',
  title_missing: 'The title is missing.',
  field_differs: 'Another row of this product says something else: “{value}”.',
  price_missing: 'The price is missing.',
  number_unclear: '“{value}” is not a number that can only be read one way.',
  number_too_precise: '“{value}” has more decimals than the currency.',
  number_out_of_range: '“{value}” is too large or too small.',
  yes_no_unclear: '“{value}” is neither yes nor no.',
  not_json: '“{value}” is not what an export writes in this column.',
  too_many_options: 'A product has at most 3 options.',
  too_many_variants: 'A product has at most 100 variants.',
  option_unnamed: 'The value “{value}” belongs to an option without a name.',
  option_value_missing: 'The variant says nothing of the option “{value}”.',
  choice_repeated: 'Two variants are the same choice: “{value}”.',
  product_twice: 'The product stands in the file twice, or its variants have no option that tells them apart.',
  sku_repeated: 'The SKU “{value}” stands in the file twice.',
  sku_taken: 'Another product of the shop has the SKU “{value}”.',
  category_unknown: 'There is no category “{value}”.',
  product_repeated: 'Another handle of this file is the same product of the shop.',
  row_too_wide: 'The row has more cells than the header. A quote is probably missing or too many.',
  parent_missing: 'The product “{value}” to which this variation belongs is not in the file.',
  no_variant: 'There is no row with a variant.',
  text_too_long: 'The text is too long: at most {value} characters.',
  text_too_short: 'The text is too short: at least {value} characters.',
  too_many_values: 'There are too many: at most {value}.',
  value_refused: '{value}',
  changed_since: 'Not taken back: {value}',
  picture_failed: 'The picture could not be brought: {value}',
  picture_later: 'The picture could not be brought yet and is tried again: {value}',
  address_refused: '“{value}” is not the address of a picture.',
} as const

export type ImportProblemCode = keyof typeof IMPORT_PROBLEMS

/** Something that is wrong at one place of a file. */
export interface ImportProblem {
  line: number
  column: string
  code: ImportProblemCode
  value: string
}

export const problemText = ({ code, value }: Pick<ImportProblem, 'code' | 'value'>): string =>
  IMPORT_PROBLEMS[code].replace('{value}', value)
