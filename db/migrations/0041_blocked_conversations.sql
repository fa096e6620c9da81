ALTER TABLE "conversations" ADD COLUMN "buyer_blocked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "shop_blocked_at" timestamp (3) with time zone;