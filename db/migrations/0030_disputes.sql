CREATE TABLE "dispute_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"share_id" uuid NOT NULL,
	"user_id" uuid,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dispute_shares" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dispute_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"held_minor" bigint NOT NULL,
	CONSTRAINT "one_share_a_dispute_and_order" UNIQUE("dispute_id","order_id"),
	CONSTRAINT "dispute_shares_amount_positive" CHECK ("dispute_shares"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"payment_id" uuid NOT NULL,
	"provider_dispute_id" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"reason" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"respond_by" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_row_a_dispute" UNIQUE("payment_id","provider_dispute_id"),
	CONSTRAINT "disputes_amount_positive" CHECK ("disputes"."amount_minor" > 0),
	CONSTRAINT "disputes_status_known" CHECK ("disputes"."status" in ('open', 'won', 'lost')),
	CONSTRAINT "disputes_reason_known" CHECK ("disputes"."reason" in ('fraudulent', 'not_received', 'not_as_described', 'duplicate', 'refund_missing', 'unrecognized', 'other')),
	CONSTRAINT "disputes_closed_when_decided" CHECK (("disputes"."status" = 'open') = ("disputes"."closed_at" is null))
);
--> statement-breakpoint
ALTER TABLE "ledger_accounts" DROP CONSTRAINT "ledger_accounts_kind_known";--> statement-breakpoint
ALTER TABLE "ledger_journals" DROP CONSTRAINT "ledger_journals_kind_known";--> statement-breakpoint
ALTER TABLE "order_events" DROP CONSTRAINT "order_events_kind_known";--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD COLUMN "disputed_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD COLUMN "charged_back_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "dispute_notes" ADD CONSTRAINT "dispute_notes_share_id_dispute_shares_id_fk" FOREIGN KEY ("share_id") REFERENCES "public"."dispute_shares"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_shares" ADD CONSTRAINT "dispute_shares_dispute_id_disputes_id_fk" FOREIGN KEY ("dispute_id") REFERENCES "public"."disputes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_shares" ADD CONSTRAINT "dispute_shares_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dispute_notes_of_share" ON "dispute_notes" USING btree ("share_id","at");--> statement-breakpoint
CREATE INDEX "dispute_shares_of_order" ON "dispute_shares" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "disputes_by_status" ON "disputes" USING btree ("status","opened_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_kind_known" CHECK ("ledger_accounts"."kind" in ('provider_clearing', 'shop_pending', 'shop_available', 'shop_held', 'commission', 'tax_payable', 'provider_fee', 'promotion_expense', 'refund_clearing', 'dispute_clearing', 'payout_in_transit'));--> statement-breakpoint
ALTER TABLE "ledger_journals" ADD CONSTRAINT "ledger_journals_kind_known" CHECK ("ledger_journals"."kind" in ('sale', 'refund', 'promotion_back', 'orphan_charge', 'refund_paid', 'refund_returned', 'dispute', 'dispute_won', 'dispute_lost', 'dispute_fee', 'release', 'payout', 'payout_paid', 'payout_failed'));--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_kind_known" CHECK ("order_events"."kind" in ('placed', 'processing', 'shipped', 'delivered', 'completed', 'items_cancelled', 'cancelled', 'return_requested', 'return_withdrawn', 'return_approved', 'return_declined', 'return_sent', 'return_received', 'return_accepted', 'return_rejected', 'return_closed', 'refund_requested', 'refunded', 'refund_failed', 'disputed', 'dispute_won', 'dispute_lost'));--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_disputed_not_negative" CHECK ("payment_allocations"."disputed_minor" >= 0 and "payment_allocations"."charged_back_minor" >= 0);--> statement-breakpoint
CREATE TRIGGER dispute_notes_append_only BEFORE UPDATE OR DELETE ON dispute_notes FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
