ALTER TABLE "product_import_items" ADD COLUMN "variants_created" integer GENERATED ALWAYS AS (case action
  when 'create' then coalesce(jsonb_array_length(wanted->'variants'), 0)
  when 'change' then jsonb_array_length(jsonb_path_query_array(changes,
    '$[*] ? (@.field starts with "variant:" && @.from == null && @.to.type() == "object")'))
  else 0 end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "product_import_items" ADD COLUMN "pictures_to_come" integer GENERATED ALWAYS AS (case when state = 'applied' then coalesce(jsonb_array_length(jsonb_path_query_array(wanted,
    '$.brought[*] ? (@.fileId == null && !exists(@.tried))')), 0) else 0 end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "product_import_items" ADD COLUMN "pictures_failed" integer GENERATED ALWAYS AS (case when state = 'applied' then coalesce(jsonb_array_length(jsonb_path_query_array(wanted,
    '$.brought[*] ? (@.fileId == null && exists(@.tried))')), 0) else 0 end) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "product_import_items_of_product" ON "product_import_items" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "product_import_items_with_pictures_to_come" ON "product_import_items" USING btree ("import_id","position") WHERE "product_import_items"."pictures_to_come" > 0;