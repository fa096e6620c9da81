ALTER TABLE "tax_rates" DROP CONSTRAINT "one_rate_a_country_and_category";--> statement-breakpoint
ALTER TABLE "cart_lines" ADD COLUMN "saved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "order_min" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "order_max" integer;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "order_step" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "pickup" jsonb;--> statement-breakpoint
ALTER TABLE "tax_rates" ADD COLUMN "valid_from" timestamp (3) with time zone DEFAULT '1970-01-01T00:00:00Z' NOT NULL;--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD COLUMN "pickup" jsonb;--> statement-breakpoint
ALTER TABLE "tax_rates" ADD CONSTRAINT "one_rate_a_country_category_and_moment" UNIQUE NULLS NOT DISTINCT("country","category_id","valid_from");--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_order_rule_positive" CHECK ("products"."order_min" > 0 and "products"."order_step" > 0 and "products"."order_max" > 0);--> statement-breakpoint
ALTER TABLE "tax_rates" ADD CONSTRAINT "tax_rates_rate_known" CHECK ("tax_rates"."rate_bps" between 0 and 10000);