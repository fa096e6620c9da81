CREATE TABLE "balance_reads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asked_by" uuid,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"cursor" text,
	"new_count" integer DEFAULT 0 NOT NULL,
	"problem" text DEFAULT '' NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"open_count" integer
);
--> statement-breakpoint
CREATE TABLE "provider_balance_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"entry_id" text NOT NULL,
	"kind" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"fee_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"source_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	"available_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_row_a_balance_entry" UNIQUE("provider","entry_id"),
	CONSTRAINT "provider_balance_entries_kind_known" CHECK ("provider_balance_entries"."kind" in ('charge', 'refund', 'refund_failed', 'dispute', 'dispute_won', 'transfer', 'transfer_reversal', 'payout', 'payout_failed', 'fee', 'other'))
);
--> statement-breakpoint
ALTER TABLE "ledger_accounts" DROP CONSTRAINT "ledger_accounts_kind_known";--> statement-breakpoint
ALTER TABLE "ledger_journals" DROP CONSTRAINT "ledger_journals_kind_known";--> statement-breakpoint
CREATE UNIQUE INDEX "one_balance_read_at_once" ON "balance_reads" USING btree (("finished_at" is null)) WHERE "balance_reads"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "balance_reads_by_end" ON "balance_reads" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "provider_balance_entries_by_time" ON "provider_balance_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "provider_balance_entries_of_source" ON "provider_balance_entries" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "ledger_journals_by_time" ON "ledger_journals" USING btree ("posted_at");--> statement-breakpoint
CREATE INDEX "disputes_of_provider" ON "disputes" USING btree ("provider_dispute_id");--> statement-breakpoint
CREATE INDEX "payment_events_of_object" ON "payment_events" USING btree ("provider_object_id");--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_kind_known" CHECK ("ledger_accounts"."kind" in ('provider_clearing', 'bank', 'shop_pending', 'shop_available', 'shop_held', 'commission', 'tax_payable', 'provider_fee', 'promotion_expense', 'refund_clearing', 'dispute_clearing', 'payout_in_transit'));--> statement-breakpoint
ALTER TABLE "ledger_journals" ADD CONSTRAINT "ledger_journals_kind_known" CHECK ("ledger_journals"."kind" in ('sale', 'refund', 'promotion_back', 'orphan_charge', 'refund_paid', 'refund_returned', 'dispute', 'dispute_won', 'dispute_lost', 'dispute_fee', 'release', 'payout', 'payout_paid', 'payout_failed', 'payout_moved', 'provider_fees', 'provider_payout'));--> statement-breakpoint
CREATE TRIGGER provider_balance_entries_append_only BEFORE UPDATE OR DELETE ON provider_balance_entries FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();--> statement-breakpoint
-- Transfers by the marketplace's own bank were booked as if the provider had paid them: what is left of that there moves to the bank.
INSERT INTO "ledger_accounts" ("id", "kind", "currency") SELECT gen_random_uuid(), 'bank', "currency" FROM "payouts" WHERE "method" = 'bank' GROUP BY "currency" ON CONFLICT DO NOTHING;--> statement-breakpoint
WITH "wrong" AS (
  SELECT "payouts"."id", "payouts"."currency", "ledger_entries"."account_id", sum("ledger_entries"."amount_minor") AS "amount_minor", gen_random_uuid() AS "journal_id"
  FROM "payouts"
  JOIN "ledger_journals" ON "ledger_journals"."source_type" = 'payout' AND "ledger_journals"."source_id" = "payouts"."id"
  JOIN "ledger_entries" ON "ledger_entries"."journal_id" = "ledger_journals"."id"
  JOIN "ledger_accounts" ON "ledger_accounts"."id" = "ledger_entries"."account_id" AND "ledger_accounts"."kind" = 'provider_clearing'
  WHERE "payouts"."method" = 'bank'
  GROUP BY "payouts"."id", "ledger_entries"."account_id" HAVING sum("ledger_entries"."amount_minor") <> 0
), "moved" AS (
  INSERT INTO "ledger_journals" ("id", "kind", "source_type", "source_id", "posted_at")
  SELECT "journal_id", 'payout_moved', 'payout', "id", now() FROM "wrong" RETURNING "id"
)
INSERT INTO "ledger_entries" ("id", "journal_id", "account_id", "amount_minor", "currency")
SELECT gen_random_uuid(), "wrong"."journal_id", "wrong"."account_id", -"wrong"."amount_minor", "wrong"."currency" FROM "wrong" JOIN "moved" ON "moved"."id" = "wrong"."journal_id"
UNION ALL
SELECT gen_random_uuid(), "wrong"."journal_id", "bank"."id", "wrong"."amount_minor", "wrong"."currency" FROM "wrong" JOIN "moved" ON "moved"."id" = "wrong"."journal_id"
JOIN "ledger_accounts" "bank" ON "bank"."kind" = 'bank' AND "bank"."shop_id" IS NULL AND "bank"."currency" = "wrong"."currency";--> statement-breakpoint
SET CONSTRAINTS ALL IMMEDIATE;--> statement-breakpoint
SET CONSTRAINTS ALL DEFERRED;
