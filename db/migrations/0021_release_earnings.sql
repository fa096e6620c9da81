CREATE TABLE "order_notes" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"is_buyers" boolean NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ledger_journals" DROP CONSTRAINT "ledger_journals_kind_known";--> statement-breakpoint
ALTER TABLE "ledger_journals" ADD COLUMN "order_id" uuid;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "release_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "released_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "order_notes" ADD CONSTRAINT "order_notes_event_id_order_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."order_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_notes" ADD CONSTRAINT "order_notes_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_notes_of_order" ON "order_notes" USING btree ("order_id");--> statement-breakpoint
ALTER TABLE "ledger_journals" ADD CONSTRAINT "ledger_journals_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_journals_of_order" ON "ledger_journals" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "orders_to_release" ON "orders" USING btree ("release_at") WHERE "orders"."released_at" is null;--> statement-breakpoint
CREATE INDEX "orders_to_date" ON "orders" USING btree ("id") WHERE "orders"."status" = 'completed' and "orders"."release_at" is null;--> statement-breakpoint
CREATE INDEX "orders_to_complete" ON "orders" USING btree ("placed_at") WHERE "orders"."status" = 'processing';--> statement-breakpoint
CREATE INDEX "refunds_of_provider" ON "refunds" USING btree ("provider_refund_id");--> statement-breakpoint
ALTER TABLE "ledger_journals" ADD CONSTRAINT "ledger_journals_kind_known" CHECK ("ledger_journals"."kind" in ('sale', 'refund', 'orphan_charge', 'refund_paid', 'release'));--> statement-breakpoint
-- What was booked before says whose money it is.
ALTER TABLE "ledger_journals" DISABLE TRIGGER "ledger_journals_append_only";--> statement-breakpoint
UPDATE "ledger_journals" SET "order_id" = "source_id" WHERE "source_type" = 'order';--> statement-breakpoint
UPDATE "ledger_journals" SET "order_id" = "refunds"."order_id" FROM "refunds" WHERE "source_type" = 'refund' AND "refunds"."id" = "source_id";--> statement-breakpoint
ALTER TABLE "ledger_journals" ENABLE TRIGGER "ledger_journals_append_only";--> statement-breakpoint
-- So does what an older version books while this one is rolled out.
CREATE FUNCTION name_the_order_of_a_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.order_id := CASE NEW.source_type
    WHEN 'order' THEN NEW.source_id
    WHEN 'refund' THEN (SELECT order_id FROM refunds WHERE id = NEW.source_id)
  END;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER ledger_journals_name_their_order BEFORE INSERT ON ledger_journals
  FOR EACH ROW WHEN (NEW.order_id IS NULL) EXECUTE FUNCTION name_the_order_of_a_journal();
