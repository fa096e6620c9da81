CREATE TABLE "payout_entries" (
	"payout_id" uuid NOT NULL,
	"ledger_entry_id" uuid NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "payout_entries_payout_id_ledger_entry_id_pk" PRIMARY KEY("payout_id","ledger_entry_id")
);
--> statement-breakpoint
CREATE TABLE "payout_runs" (
	"period" date PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shop_id" uuid NOT NULL,
	"number" text NOT NULL,
	"period" date NOT NULL,
	"method" text NOT NULL,
	"status" text DEFAULT 'requested' NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"holder" text DEFAULT '' NOT NULL,
	"iban" text DEFAULT '' NOT NULL,
	"provider_account_id" text,
	"provider_transfer_id" text,
	"problem" text DEFAULT '' NOT NULL,
	"replaces_id" uuid,
	"tried_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "payouts_number_taken" UNIQUE("number"),
	CONSTRAINT "payouts_transfer_taken" UNIQUE("provider_transfer_id"),
	CONSTRAINT "one_payout_in_place_of_another" UNIQUE("replaces_id"),
	CONSTRAINT "payouts_amount_positive" CHECK ("payouts"."amount_minor" > 0),
	CONSTRAINT "payouts_status_known" CHECK ("payouts"."status" in ('requested', 'sent', 'paid', 'failed')),
	CONSTRAINT "payouts_method_known" CHECK ("payouts"."method" in ('bank', 'provider')),
	CONSTRAINT "payouts_go_somewhere" CHECK (case "payouts"."method" when 'bank' then "payouts"."iban" <> '' else "payouts"."provider_account_id" is not null end)
);
--> statement-breakpoint
ALTER TABLE "ledger_journals" DROP CONSTRAINT "ledger_journals_kind_known";--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "payout_provider" text;--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "payout_account_id" text;--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "payout_account_ready" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "payout_entries" ADD CONSTRAINT "payout_entries_payout_id_payouts_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_entries" ADD CONSTRAINT "payout_entries_ledger_entry_id_ledger_entries_id_fk" FOREIGN KEY ("ledger_entry_id") REFERENCES "public"."ledger_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_replaces_id_payouts_id_fk" FOREIGN KEY ("replaces_id") REFERENCES "public"."payouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_claim_an_entry" ON "payout_entries" USING btree ("ledger_entry_id") WHERE "payout_entries"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_payout_a_shop_and_period" ON "payouts" USING btree ("shop_id","period") WHERE "payouts"."replaces_id" is null;--> statement-breakpoint
CREATE INDEX "payouts_by_status" ON "payouts" USING btree ("status","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payouts_of_shop" ON "payouts" USING btree ("shop_id","created_at" DESC NULLS LAST);--> statement-breakpoint
ALTER TABLE "shops" ADD CONSTRAINT "shops_payout_account_taken" UNIQUE("payout_account_id");--> statement-breakpoint
ALTER TABLE "ledger_journals" ADD CONSTRAINT "ledger_journals_kind_known" CHECK ("ledger_journals"."kind" in ('sale', 'refund', 'orphan_charge', 'refund_paid', 'refund_returned', 'release', 'payout', 'payout_paid', 'payout_failed'));