-- What was answered or taken back is in the audit; its row holds an address that nobody needs.
DELETE FROM "shop_invitations" WHERE "accepted_at" IS NOT NULL OR "revoked_at" IS NOT NULL;--> statement-breakpoint
DROP INDEX "one_open_invitation_a_shop_and_email";--> statement-breakpoint
ALTER TABLE "shop_invitations" DROP COLUMN "accepted_at";--> statement-breakpoint
ALTER TABLE "shop_invitations" DROP COLUMN "revoked_at";--> statement-breakpoint
ALTER TABLE "shop_invitations" ADD CONSTRAINT "one_invitation_a_shop_and_email" UNIQUE("shop_id","email");