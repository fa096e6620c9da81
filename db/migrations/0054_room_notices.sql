ALTER TABLE "conversation_members" ADD COLUMN "notices" text DEFAULT 'answers' NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation_members" ADD COLUMN "mailed_seq" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation_members" ADD CONSTRAINT "conversation_members_notices_known" CHECK ("conversation_members"."notices" in ('all', 'answers', 'none'));