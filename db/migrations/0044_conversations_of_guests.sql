ALTER TABLE "messages" DROP CONSTRAINT "one_message_a_sender_and_client_id";--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "order_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "guest_read_seq" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_conversation_an_order" ON "conversations" USING btree ("order_id") WHERE "conversations"."kind" = 'order';--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "one_message_a_sender_and_client_id" UNIQUE NULLS NOT DISTINCT("conversation_id","sender_id","client_id");--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_of_orders_have_one" CHECK (("conversations"."kind" = 'order') = ("conversations"."order_id" is not null and "conversations"."shop_id" is not null));