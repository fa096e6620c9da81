CREATE TABLE "shipping_zones" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shop_id" uuid NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"countries" text[] NOT NULL,
	"is_elsewhere" boolean DEFAULT false NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "shipping_zones_name_countries_or_the_rest" CHECK ("shipping_zones"."is_elsewhere" = (cardinality("shipping_zones"."countries") = 0))
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "arrives_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "arrives_by" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD COLUMN "zone_id" uuid;--> statement-breakpoint
-- What reached no country could be chosen by nobody. Ways of a shop that reach the same countries become one zone.
DELETE FROM "shipping_methods" WHERE cardinality("countries") = 0;--> statement-breakpoint
INSERT INTO "shipping_zones" ("id", "shop_id", "countries", "position")
SELECT (array_agg("id" ORDER BY "position", "id"))[1], "shop_id", "reached", min("position")
FROM (SELECT *, ARRAY(SELECT DISTINCT unnest("countries") ORDER BY 1) AS "reached" FROM "shipping_methods") AS methods
GROUP BY "shop_id", "reached";--> statement-breakpoint
UPDATE "shipping_methods" SET "zone_id" = zone."id" FROM "shipping_zones" AS zone
WHERE zone."shop_id" = "shipping_methods"."shop_id"
  AND zone."countries" = ARRAY(SELECT DISTINCT unnest("shipping_methods"."countries") ORDER BY 1);--> statement-breakpoint
ALTER TABLE "shipping_methods" ALTER COLUMN "zone_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD COLUMN "rule" text DEFAULT 'flat' NOT NULL;--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD COLUMN "tiers" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "handling_days" integer;--> statement-breakpoint
ALTER TABLE "shipping_zones" ADD CONSTRAINT "shipping_zones_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shipping_zones_of_shop" ON "shipping_zones" USING btree ("shop_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "one_elsewhere_a_shop" ON "shipping_zones" USING btree ("shop_id") WHERE "shipping_zones"."is_elsewhere";--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD CONSTRAINT "shipping_methods_zone_id_shipping_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."shipping_zones"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shipping_methods_of_zone" ON "shipping_methods" USING btree ("zone_id","position");--> statement-breakpoint
ALTER TABLE "shipping_methods" DROP COLUMN "countries";--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD CONSTRAINT "shipping_methods_rule_known" CHECK ("shipping_methods"."rule" in ('flat', 'by_weight', 'by_total'));--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD CONSTRAINT "shipping_methods_price_not_negative" CHECK ("shipping_methods"."price_minor" >= 0);--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD CONSTRAINT "shipping_methods_have_tiers_unless_flat" CHECK (("shipping_methods"."rule" = 'flat') = (jsonb_array_length("shipping_methods"."tiers") = 0));--> statement-breakpoint
ALTER TABLE "shops" ADD CONSTRAINT "shops_handling_days_not_negative" CHECK ("shops"."handling_days" >= 0);