CREATE TABLE "doctor_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asked_by" uuid,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"findings" jsonb
);
--> statement-breakpoint
CREATE UNIQUE INDEX "one_doctor_run_at_once" ON "doctor_runs" USING btree (("finished_at" is null)) WHERE "doctor_runs"."finished_at" is null;