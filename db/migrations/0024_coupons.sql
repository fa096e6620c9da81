CREATE TABLE "coupon_redemptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"coupon_id" uuid NOT NULL,
	"checkout_id" uuid NOT NULL,
	"person_keys" text[] NOT NULL,
	"state" text DEFAULT 'taken' NOT NULL,
	"discount_minor" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_coupon_a_checkout" UNIQUE("checkout_id"),
	CONSTRAINT "coupon_redemptions_state_known" CHECK ("coupon_redemptions"."state" in ('taken', 'redeemed', 'released')),
	CONSTRAINT "coupon_redemptions_give_something" CHECK ("coupon_redemptions"."discount_minor" > 0),
	CONSTRAINT "coupon_redemptions_have_somebody" CHECK (cardinality("coupon_redemptions"."person_keys") > 0)
);
--> statement-breakpoint
CREATE TABLE "coupon_uses" (
	"coupon_id" uuid NOT NULL,
	"person_key" text NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "one_count_a_coupon_and_person" PRIMARY KEY("coupon_id","person_key"),
	CONSTRAINT "coupon_uses_not_negative" CHECK ("coupon_uses"."used" >= 0)
);
--> statement-breakpoint
CREATE TABLE "coupons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shop_id" uuid,
	"code" "citext" NOT NULL,
	"kind" text NOT NULL,
	"value" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"minimum_minor" bigint DEFAULT 0 NOT NULL,
	"bearer" text NOT NULL,
	"valid_from" timestamp (3) with time zone,
	"valid_to" timestamp (3) with time zone,
	"max_uses" integer,
	"max_uses_per_person" integer,
	"used" integer DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "coupons_code_taken" UNIQUE("code"),
	CONSTRAINT "coupons_kind_known" CHECK ("coupons"."kind" in ('percent', 'amount', 'free_shipping')),
	CONSTRAINT "coupons_bearer_known" CHECK ("coupons"."bearer" in ('shop', 'marketplace')),
	CONSTRAINT "coupons_of_shops_borne_by_them" CHECK ("coupons"."shop_id" is null or "coupons"."bearer" = 'shop'),
	CONSTRAINT "coupons_give_something" CHECK (case "coupons"."kind" when 'percent' then "coupons"."value" between 1 and 10000 when 'amount' then "coupons"."value" > 0 else "coupons"."value" = 0 end),
	CONSTRAINT "coupons_minimum_not_negative" CHECK ("coupons"."minimum_minor" >= 0),
	CONSTRAINT "coupons_begin_before_they_end" CHECK ("coupons"."valid_to" > "coupons"."valid_from"),
	CONSTRAINT "coupons_never_used_too_often" CHECK ("coupons"."used" >= 0 and "coupons"."used" <= "coupons"."max_uses"),
	CONSTRAINT "coupons_limits_positive" CHECK ("coupons"."max_uses" > 0 and "coupons"."max_uses_per_person" > 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_journals" DROP CONSTRAINT "ledger_journals_kind_known";--> statement-breakpoint
ALTER TABLE "carts" ADD COLUMN "coupon_id" uuid;--> statement-breakpoint
ALTER TABLE "coupon_redemptions" ADD CONSTRAINT "coupon_redemptions_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_redemptions" ADD CONSTRAINT "coupon_redemptions_checkout_id_checkouts_id_fk" FOREIGN KEY ("checkout_id") REFERENCES "public"."checkouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_uses" ADD CONSTRAINT "coupon_uses_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "coupon_redemptions_of_coupon" ON "coupon_redemptions" USING btree ("coupon_id","state");--> statement-breakpoint
CREATE INDEX "coupons_of_shop" ON "coupons" USING btree ("shop_id","id" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "carts" ADD CONSTRAINT "carts_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_journals" ADD CONSTRAINT "ledger_journals_kind_known" CHECK ("ledger_journals"."kind" in ('sale', 'refund', 'promotion_back', 'orphan_charge', 'refund_paid', 'refund_returned', 'release', 'payout', 'payout_paid', 'payout_failed'));--> statement-breakpoint
-- What is being paid at this moment was frozen without a discount.
UPDATE "checkouts" SET "snapshot" = "snapshot" || jsonb_build_object('discountMinor', 0, 'coupon', null, 'shops', (
  SELECT jsonb_agg(shop || jsonb_build_object('discountMinor', 0, 'lines', (
    SELECT jsonb_agg(line || '{"discountMinor": 0}' ORDER BY place) FROM jsonb_array_elements(shop -> 'lines') WITH ORDINALITY AS lines (line, place)
  )) ORDER BY place) FROM jsonb_array_elements("snapshot" -> 'shops') WITH ORDINALITY AS shops (shop, place)
));
