CREATE TABLE "tracking_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shipment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"by" text NOT NULL,
	"user_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tracking_events_kind_known" CHECK ("tracking_events"."kind" in ('in_transit', 'delivered', 'lost', 'returned_to_sender')),
	CONSTRAINT "tracking_events_by_known" CHECK ("tracking_events"."by" in ('shop', 'buyer'))
);
--> statement-breakpoint
ALTER TABLE "order_events" DROP CONSTRAINT "order_events_kind_known";--> statement-breakpoint
ALTER TABLE "shipments" ADD COLUMN "resent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tracking_events" ADD CONSTRAINT "tracking_events_shipment_id_shipments_id_fk" FOREIGN KEY ("shipment_id") REFERENCES "public"."shipments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tracking_events_of_shipment" ON "tracking_events" USING btree ("shipment_id","at");--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_kind_known" CHECK ("order_events"."kind" in ('placed', 'processing', 'shipped', 'in_transit', 'lost', 'returned_to_sender', 'resend', 'delivered', 'completed', 'items_cancelled', 'cancelled', 'return_requested', 'return_withdrawn', 'return_approved', 'return_declined', 'return_sent', 'return_received', 'return_accepted', 'return_rejected', 'return_closed', 'refund_requested', 'refunded', 'refund_failed', 'disputed', 'dispute_won', 'dispute_lost'));--> statement-breakpoint
CREATE TRIGGER tracking_events_append_only BEFORE UPDATE OR DELETE ON tracking_events FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
