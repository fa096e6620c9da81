CREATE TABLE "offers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"shop_id" uuid NOT NULL,
	"buyer_id" uuid NOT NULL,
	"variant_id" uuid,
	"product_id" uuid NOT NULL,
	"product_slug" text NOT NULL,
	"title" text NOT NULL,
	"option_label" text DEFAULT '' NOT NULL,
	"quantity" integer NOT NULL,
	"unit_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"made_by" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"agreed_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_offer_a_message" UNIQUE("conversation_id","seq"),
	CONSTRAINT "offers_state_known" CHECK ("offers"."state" in ('open', 'countered', 'accepted', 'declined', 'withdrawn', 'expired', 'bought')),
	CONSTRAINT "offers_side_known" CHECK ("offers"."made_by" in ('buyer', 'shop')),
	CONSTRAINT "offers_quantity_possible" CHECK ("offers"."quantity" between 1 and 999),
	CONSTRAINT "offers_price_positive" CHECK ("offers"."unit_minor" > 0),
	CONSTRAINT "offers_agreed_have_an_end" CHECK ("offers"."state" not in ('accepted', 'bought') or "offers"."agreed_until" is not null)
);
--> statement-breakpoint
ALTER TABLE "stock_holds" DROP CONSTRAINT "one_hold_an_owner_and_variant";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_kind_known";--> statement-breakpoint
ALTER TABLE "stock_holds" ADD COLUMN "offer_id" uuid;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_buyer_id_users_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_of_message" FOREIGN KEY ("conversation_id","seq") REFERENCES "public"."messages"("conversation_id","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offers_to_answer" ON "offers" USING btree ("expires_at") WHERE "offers"."state" = 'open';--> statement-breakpoint
CREATE INDEX "offers_to_buy" ON "offers" USING btree ("agreed_until") WHERE "offers"."state" = 'accepted';--> statement-breakpoint
CREATE INDEX "offers_of_buyer" ON "offers" USING btree ("buyer_id");--> statement-breakpoint
CREATE INDEX "offers_of_shop" ON "offers" USING btree ("shop_id");--> statement-breakpoint
CREATE INDEX "offers_of_variant" ON "offers" USING btree ("variant_id");--> statement-breakpoint
ALTER TABLE "stock_holds" ADD CONSTRAINT "one_hold_an_offer" UNIQUE("offer_id");--> statement-breakpoint
ALTER TABLE "stock_holds" ADD CONSTRAINT "one_hold_an_owner_and_variant" UNIQUE NULLS NOT DISTINCT("owner_kind","owner_id","variant_id","offer_id");--> statement-breakpoint
ALTER TABLE "stock_holds" ADD CONSTRAINT "stock_holds_of_offers_name_them" CHECK ("stock_holds"."owner_kind" <> 'offer' or ("stock_holds"."offer_id" is not null and "stock_holds"."offer_id" = "stock_holds"."owner_id"));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_kind_known" CHECK ("messages"."kind" in ('text', 'image', 'file', 'offer', 'context', 'system'));