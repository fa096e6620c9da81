CREATE TABLE "document_counters" (
	"shop_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "document_counters_shop_id_kind_pk" PRIMARY KEY("shop_id","kind"),
	CONSTRAINT "document_counters_kind_known" CHECK ("document_counters"."kind" in ('invoice', 'credit_note'))
);
--> statement-breakpoint
CREATE TABLE "order_documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"shop_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"sequence" integer NOT NULL,
	"number" text NOT NULL,
	"refund_id" uuid,
	"total_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"content" jsonb NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "one_credit_note_a_refund" UNIQUE("refund_id"),
	CONSTRAINT "order_documents_sequence_taken" UNIQUE("shop_id","kind","sequence"),
	CONSTRAINT "order_documents_kind_known" CHECK ("order_documents"."kind" in ('invoice', 'credit_note')),
	CONSTRAINT "order_documents_credit_what_went_back" CHECK (("order_documents"."kind" = 'credit_note') = ("order_documents"."refund_id" is not null)),
	CONSTRAINT "order_documents_sequence_positive" CHECK ("order_documents"."sequence" > 0)
);
--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "vat_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "invoice_prefix" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "document_counters" ADD CONSTRAINT "document_counters_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_documents" ADD CONSTRAINT "order_documents_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_documents" ADD CONSTRAINT "order_documents_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_invoice_an_order" ON "order_documents" USING btree ("order_id") WHERE "order_documents"."kind" = 'invoice';--> statement-breakpoint
CREATE INDEX "order_documents_of_order" ON "order_documents" USING btree ("order_id","issued_at");--> statement-breakpoint
CREATE TRIGGER order_documents_append_only BEFORE UPDATE OR DELETE ON order_documents FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
