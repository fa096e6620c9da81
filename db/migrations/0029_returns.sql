CREATE TABLE "return_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"return_id" uuid NOT NULL,
	"order_line_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	"accepted_quantity" integer,
	"restocked_quantity" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "one_row_a_return_and_line" UNIQUE("return_id","order_line_id"),
	CONSTRAINT "return_lines_never_over" CHECK ("return_lines"."quantity" > 0 and "return_lines"."restocked_quantity" >= 0 and coalesce("return_lines"."accepted_quantity", 0) between "return_lines"."restocked_quantity" and "return_lines"."quantity")
);
--> statement-breakpoint
CREATE TABLE "return_photos" (
	"return_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"file_id" uuid NOT NULL,
	CONSTRAINT "one_return_a_photo" UNIQUE("file_id"),
	CONSTRAINT "one_photo_a_position" UNIQUE("return_id","position")
);
--> statement-breakpoint
CREATE TABLE "returns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"shop_id" uuid NOT NULL,
	"number" text NOT NULL,
	"status" text DEFAULT 'requested' NOT NULL,
	"request_key" text NOT NULL,
	"reason" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"handling" text,
	"address" jsonb,
	"label_file_id" uuid,
	"refusal" text,
	"note" text DEFAULT '' NOT NULL,
	"carrier" text DEFAULT '' NOT NULL,
	"tracking_number" text DEFAULT '' NOT NULL,
	"deduction_minor" bigint DEFAULT 0 NOT NULL,
	"refunded_minor" bigint,
	"refund_id" uuid,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	CONSTRAINT "returns_number_taken" UNIQUE("number"),
	CONSTRAINT "one_return_a_request" UNIQUE("request_key"),
	CONSTRAINT "one_return_a_refund" UNIQUE("refund_id"),
	CONSTRAINT "returns_status_known" CHECK ("returns"."status" in ('requested', 'approved', 'declined', 'in_transit', 'received', 'refunded', 'rejected', 'closed')),
	CONSTRAINT "returns_reason_known" CHECK ("returns"."reason" in ('changed_mind', 'does_not_fit', 'damaged', 'wrong_item', 'not_as_described', 'late', 'other')),
	CONSTRAINT "returns_handling_known" CHECK ("returns"."handling" in ('send', 'keep')),
	CONSTRAINT "returns_refusal_known" CHECK ("returns"."refusal" in ('too_late', 'used', 'incomplete', 'made_to_order', 'hygiene', 'not_ours', 'other')),
	CONSTRAINT "returns_money_not_negative" CHECK ("returns"."deduction_minor" >= 0 and "returns"."refunded_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "files" DROP CONSTRAINT "files_purpose_known";--> statement-breakpoint
ALTER TABLE "order_events" DROP CONSTRAINT "order_events_kind_known";--> statement-breakpoint
ALTER TABLE "order_lines" DROP CONSTRAINT "order_lines_never_over";--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "claimed_quantity" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "return_days" integer DEFAULT 14 NOT NULL;--> statement-breakpoint
ALTER TABLE "return_lines" ADD CONSTRAINT "return_lines_return_id_returns_id_fk" FOREIGN KEY ("return_id") REFERENCES "public"."returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_lines" ADD CONSTRAINT "return_lines_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_photos" ADD CONSTRAINT "return_photos_return_id_returns_id_fk" FOREIGN KEY ("return_id") REFERENCES "public"."returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_photos" ADD CONSTRAINT "return_photos_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_label_file_id_files_id_fk" FOREIGN KEY ("label_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "return_lines_of_line" ON "return_lines" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "returns_of_order" ON "returns" USING btree ("order_id","requested_at");--> statement-breakpoint
CREATE INDEX "returns_of_shop" ON "returns" USING btree ("shop_id","requested_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "returns_of_shop_by_status" ON "returns" USING btree ("shop_id","status");--> statement-breakpoint
CREATE INDEX "returns_that_wait" ON "returns" USING btree ("status","moved_at");--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_purpose_known" CHECK ("files"."purpose" in ('product_image', 'shop_logo', 'shop_banner', 'category_image', 'site_image', 'avatar', 'return_photo', 'return_label'));--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_kind_known" CHECK ("order_events"."kind" in ('placed', 'processing', 'shipped', 'delivered', 'completed', 'items_cancelled', 'cancelled', 'return_requested', 'return_withdrawn', 'return_approved', 'return_declined', 'return_sent', 'return_received', 'return_accepted', 'return_rejected', 'return_closed', 'refund_requested', 'refunded', 'refund_failed'));--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_never_over" CHECK ("order_lines"."shipped_quantity" >= 0 and "order_lines"."cancelled_quantity" >= 0 and "order_lines"."shipped_quantity" + "order_lines"."cancelled_quantity" <= "order_lines"."quantity" and "order_lines"."returned_quantity" >= 0 and "order_lines"."claimed_quantity" >= 0 and "order_lines"."returned_quantity" + "order_lines"."claimed_quantity" <= "order_lines"."shipped_quantity" and "order_lines"."refunded_quantity" between 0 and "order_lines"."quantity");--> statement-breakpoint
-- What was bought before its days were written down with it comes back as its shop promises today.
UPDATE "orders" SET "return_days" = "shops"."return_days" FROM "shops" WHERE "shops"."id" = "orders"."shop_id";
