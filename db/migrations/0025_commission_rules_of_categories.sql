ALTER TABLE "commission_lines" ADD COLUMN "rule_id" uuid;--> statement-breakpoint
ALTER TABLE "commission_rules" ADD COLUMN "category_id" uuid;--> statement-breakpoint
ALTER TABLE "commission_lines" ADD CONSTRAINT "commission_lines_rule_id_commission_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."commission_rules"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "commission_lines_of_rule" ON "commission_lines" USING btree ("rule_id") WHERE "commission_lines"."rule_id" is not null;--> statement-breakpoint
ALTER TABLE "commission_rules" ADD CONSTRAINT "commission_rules_rate_known" CHECK ("commission_rules"."rate_bps" between 0 and 10000);--> statement-breakpoint
ALTER TABLE "commission_rules" ADD CONSTRAINT "commission_rules_end_after_they_begin" CHECK ("commission_rules"."valid_to" > "commission_rules"."valid_from");