ALTER TABLE "chat_reports" DROP CONSTRAINT "chat_reports_reason_known";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "held_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "chat_reports" ADD CONSTRAINT "chat_reports_reason_known" CHECK ("chat_reports"."reason" in ('abuse', 'spam', 'fraud', 'other', 'filter'));