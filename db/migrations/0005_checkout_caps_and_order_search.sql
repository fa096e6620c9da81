ALTER TABLE "checkouts" DROP CONSTRAINT "checkouts_status_known";--> statement-breakpoint
ALTER TABLE "ledger_journals" DROP CONSTRAINT "ledger_journals_kind_known";--> statement-breakpoint
ALTER TABLE "checkouts" ALTER COLUMN "status" SET DEFAULT 'paying';--> statement-breakpoint
ALTER TABLE "checkouts" ADD COLUMN "address_key" text;--> statement-breakpoint
CREATE INDEX "checkouts_under_way_from" ON "checkouts" USING btree ("address_key") WHERE "checkouts"."status" = 'paying';--> statement-breakpoint
CREATE INDEX "order_groups_by_number" ON "order_groups" USING btree ("number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "order_groups_by_email" ON "order_groups" USING btree (lower("email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_of_shop_by_number" ON "orders" USING btree ("shop_id","number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "refunds_of_payment" ON "refunds" USING btree ("payment_id");--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_status_known" CHECK ("checkouts"."status" in ('paying', 'completed', 'failed', 'expired'));--> statement-breakpoint
ALTER TABLE "ledger_journals" ADD CONSTRAINT "ledger_journals_kind_known" CHECK ("ledger_journals"."kind" in ('sale', 'refund', 'orphan_charge', 'refund_paid'));