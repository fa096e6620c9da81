CREATE TABLE "chat_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"reporter_id" uuid,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"decision" text,
	"statement" text DEFAULT '' NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "one_report_a_message_and_person" UNIQUE("conversation_id","seq","reporter_id"),
	CONSTRAINT "chat_reports_reason_known" CHECK ("chat_reports"."reason" in ('abuse', 'spam', 'fraud', 'other')),
	CONSTRAINT "chat_reports_decision_known" CHECK ("chat_reports"."decision" in ('dismissed', 'removed', 'suspended')),
	CONSTRAINT "chat_reports_decided_by_somebody" CHECK (("chat_reports"."decision" is null) = ("chat_reports"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "message_versions" DROP CONSTRAINT "message_versions_why_known";--> statement-breakpoint
ALTER TABLE "chat_reports" ADD CONSTRAINT "chat_reports_reporter_id_users_id_fk" FOREIGN KEY ("reporter_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_reports" ADD CONSTRAINT "chat_reports_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_reports" ADD CONSTRAINT "chat_reports_of_message" FOREIGN KEY ("conversation_id","seq") REFERENCES "public"."messages"("conversation_id","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chat_reports_to_decide" ON "chat_reports" USING btree ("decided_at","created_at","id");--> statement-breakpoint
CREATE INDEX "chat_reports_of_reporter" ON "chat_reports" USING btree ("reporter_id");--> statement-breakpoint
ALTER TABLE "message_versions" ADD CONSTRAINT "message_versions_why_known" CHECK ("message_versions"."why" in ('edited', 'deleted', 'removed'));