ALTER TABLE "conversations" ADD COLUMN "buyer_mailed_seq" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "shop_mailed_seq" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "conversations_by_newest" ON "conversations" USING btree ("updated_at");