DROP INDEX "order_lines_of_product";--> statement-breakpoint
CREATE INDEX "order_lines_of_product" ON "order_lines" USING btree ("product_id","id" DESC NULLS FIRST);