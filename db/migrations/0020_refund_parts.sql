CREATE TABLE "refund_parts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"refund_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"order_line_id" uuid,
	"quantity" integer DEFAULT 0 NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "refund_parts_kind_known" CHECK ("refund_parts"."kind" in ('line', 'shipping', 'extra')),
	CONSTRAINT "refund_parts_of_a_line_name_it" CHECK (("refund_parts"."kind" = 'line') = ("refund_parts"."order_line_id" is not null)),
	CONSTRAINT "refund_parts_amount_not_negative" CHECK ("refund_parts"."amount_minor" >= 0 and "refund_parts"."quantity" >= 0)
);
--> statement-breakpoint
ALTER TABLE "order_events" DROP CONSTRAINT "order_events_kind_known";--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "refund_parts" ADD CONSTRAINT "refund_parts_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_parts" ADD CONSTRAINT "refund_parts_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refund_parts_of_refund" ON "refund_parts" USING btree ("refund_id");--> statement-breakpoint
CREATE INDEX "refund_parts_of_line" ON "refund_parts" USING btree ("order_line_id");--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_kind_known" CHECK ("order_events"."kind" in ('placed', 'processing', 'shipped', 'delivered', 'completed', 'items_cancelled', 'cancelled', 'refund_requested', 'refunded', 'refund_failed'));