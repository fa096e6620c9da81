ALTER TABLE "chat_reports" DROP CONSTRAINT "chat_reports_decision_known";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_context_is_of_something";--> statement-breakpoint
ALTER TABLE "chat_reports" ADD CONSTRAINT "chat_reports_decision_known" CHECK ("chat_reports"."decision" in ('dismissed', 'removed', 'room_closed', 'suspended'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_context_is_of_something" CHECK (("messages"."kind" in ('context', 'system')) = ("messages"."context" is not null));