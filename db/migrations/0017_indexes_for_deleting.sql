CREATE INDEX "users_of_avatar" ON "users" USING btree ("avatar_file_id") WHERE "users"."avatar_file_id" is not null;--> statement-breakpoint
CREATE INDEX "cart_lines_of_variant" ON "cart_lines" USING btree ("variant_id");--> statement-breakpoint
CREATE INDEX "product_images_of_file" ON "product_images" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "stock_holds_of_variant" ON "stock_holds" USING btree ("variant_id");--> statement-breakpoint
CREATE INDEX "order_lines_of_variant" ON "order_lines" USING btree ("variant_id");