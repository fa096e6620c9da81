CREATE TABLE "room_bans" (
	"conversation_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "room_bans_conversation_id_user_id_pk" PRIMARY KEY("conversation_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "room_invitations" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "one_room_an_invitation" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "rooms" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"topic" text DEFAULT '' NOT NULL,
	"visibility" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rooms_visibility_known" CHECK ("rooms"."visibility" in ('public', 'private'))
);
--> statement-breakpoint
ALTER TABLE "conversation_members" DROP CONSTRAINT "conversation_members_role_known";--> statement-breakpoint
ALTER TABLE "conversation_members" ADD COLUMN "created_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "message_versions" ADD COLUMN "removed_by" uuid;--> statement-breakpoint
ALTER TABLE "room_bans" ADD CONSTRAINT "room_bans_conversation_id_rooms_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."rooms"("conversation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_bans" ADD CONSTRAINT "room_bans_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_invitations" ADD CONSTRAINT "room_invitations_conversation_id_rooms_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."rooms"("conversation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "room_bans_of_user" ON "room_bans" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "rooms_listed" ON "rooms" USING btree ("name","conversation_id") WHERE "rooms"."visibility" = 'public';--> statement-breakpoint
ALTER TABLE "message_versions" ADD CONSTRAINT "message_versions_removed_by_users_id_fk" FOREIGN KEY ("removed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_owner_a_room" ON "conversation_members" USING btree ("conversation_id") WHERE "conversation_members"."role" = 'owner';--> statement-breakpoint
ALTER TABLE "conversation_members" ADD CONSTRAINT "conversation_members_role_known" CHECK ("conversation_members"."role" in ('buyer', 'team', 'owner', 'moderator', 'member'));