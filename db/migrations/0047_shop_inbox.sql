CREATE TABLE "chat_answers" (
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"shop_id" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "chat_answers_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq")
);
--> statement-breakpoint
CREATE TABLE "saved_replies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shop_id" uuid NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shop_inboxes" (
	"shop_id" uuid PRIMARY KEY NOT NULL,
	"auto_reply_on" boolean NOT NULL,
	"auto_reply" text NOT NULL,
	"time_zone" text NOT NULL,
	"hours" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_kind_known";--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "closed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "assignee_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "waiting_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "chat_answers" ADD CONSTRAINT "chat_answers_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_answers" ADD CONSTRAINT "chat_answers_of_message" FOREIGN KEY ("conversation_id","seq") REFERENCES "public"."messages"("conversation_id","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_replies" ADD CONSTRAINT "saved_replies_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_inboxes" ADD CONSTRAINT "shop_inboxes_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chat_answers_of_shop" ON "chat_answers" USING btree ("shop_id","answered_at");--> statement-breakpoint
CREATE INDEX "saved_replies_of_shop" ON "saved_replies" USING btree ("shop_id");--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_assignee_id_shop_members_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."shop_members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversations_of_shop_open" ON "conversations" USING btree ("shop_id","updated_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "conversations"."begun" and "conversations"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "conversations_of_assignee" ON "conversations" USING btree ("assignee_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_kind_known" CHECK ("messages"."kind" in ('text', 'image', 'file', 'offer', 'context', 'system', 'auto'));--> statement-breakpoint
UPDATE "conversations" SET "waiting_since" = "messages"."created_at" FROM "messages"
WHERE "messages"."conversation_id" = "conversations"."id" AND "messages"."seq" = "conversations"."last_seq"
	AND "messages"."kind" IN ('text', 'image', 'file', 'offer') AND "messages"."sender_id" IS NOT DISTINCT FROM "conversations"."buyer_id"
	AND "messages"."held_at" IS NULL AND "messages"."deleted_at" IS NULL AND "conversations"."shop_blocked_at" IS NULL;
