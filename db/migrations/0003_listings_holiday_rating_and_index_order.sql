DROP INDEX "users_by_age";--> statement-breakpoint
DROP INDEX "listings_newest";--> statement-breakpoint
DROP INDEX "listings_best_selling";--> statement-breakpoint
DROP INDEX "listings_of_shop";--> statement-breakpoint
DROP INDEX "price_history_of_variant";--> statement-breakpoint
DROP INDEX "products_of_shop";--> statement-breakpoint
DROP INDEX "stock_movements_of_variant";--> statement-breakpoint
DROP INDEX "order_groups_of_user";--> statement-breakpoint
DROP INDEX "order_groups_of_email";--> statement-breakpoint
DROP INDEX "order_groups_by_age";--> statement-breakpoint
DROP INDEX "orders_by_shop";--> statement-breakpoint
DROP INDEX "orders_of_shop_newest";--> statement-breakpoint
DROP INDEX "orders_newest";--> statement-breakpoint
DROP INDEX "reviews_of_product";--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "rating_score" integer GENERATED ALWAYS AS ((rating_sum * 1000 + 20000) / (rating_count + 5)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "closed_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "closed_to" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "listings_best_rated" ON "listings" USING btree ("rating_score" DESC NULLS FIRST,"product_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "users_by_age" ON "users" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "listings_newest" ON "listings" USING btree ("published_at" DESC NULLS FIRST,"product_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "listings_best_selling" ON "listings" USING btree ("sold_count" DESC NULLS FIRST,"product_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "listings_of_shop" ON "listings" USING btree ("shop_id","sold_count" DESC NULLS FIRST,"product_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "price_history_of_variant" ON "price_history" USING btree ("variant_id","since" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "products_of_shop" ON "products" USING btree ("shop_id","status","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "stock_movements_of_variant" ON "stock_movements" USING btree ("variant_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "order_groups_of_user" ON "order_groups" USING btree ("user_id","placed_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "order_groups_of_email" ON "order_groups" USING btree ("email","placed_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "order_groups_by_age" ON "order_groups" USING btree ("placed_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "orders_by_shop" ON "orders" USING btree ("shop_id","status","placed_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "orders_of_shop_newest" ON "orders" USING btree ("shop_id","placed_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "orders_newest" ON "orders" USING btree ("placed_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "reviews_of_product" ON "reviews" USING btree ("product_id","status","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);