ALTER TABLE "checkouts" DROP COLUMN "attempt";--> statement-breakpoint
ALTER TABLE "checkouts" DROP COLUMN "superseded_by";