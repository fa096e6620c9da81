CREATE TABLE "search_clicks" (
	"day" date NOT NULL,
	"query" text NOT NULL,
	"product_id" uuid NOT NULL,
	"clicks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "search_clicks_day_query_product_id_pk" PRIMARY KEY("day","query","product_id")
);
--> statement-breakpoint
CREATE TABLE "search_queries" (
	"day" date NOT NULL,
	"query" text NOT NULL,
	"searches" integer DEFAULT 0 NOT NULL,
	"empty" integer DEFAULT 0 NOT NULL,
	"clicks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "search_queries_day_query_pk" PRIMARY KEY("day","query")
);
--> statement-breakpoint
CREATE TABLE "search_synonyms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"words" text[] NOT NULL,
	"keys" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "search_synonyms_are_several" CHECK (cardinality("search_synonyms"."keys") >= 2)
);
--> statement-breakpoint
CREATE TABLE "search_terms" (
	"term" text PRIMARY KEY NOT NULL,
	"english" text NOT NULL,
	"german" text NOT NULL,
	"products" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "listings_in_category";--> statement-breakpoint
DROP INDEX "listings_similar_title";--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "words" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "facets" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "ships_to" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "merit" integer GENERATED ALWAYS AS (round((1 + ln(1 + sold_count) / 10) * ((rating_sum * 1000 + 20000) / (rating_count + 5)) / 4 * (case when in_stock then 1 else 0.5 end))::integer) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "fingerprint" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL;--> statement-breakpoint
ALTER TABLE "search_clicks" ADD CONSTRAINT "search_clicks_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_clicks_of_product" ON "search_clicks" USING btree ("product_id","day");--> statement-breakpoint
CREATE INDEX "search_queries_beginning" ON "search_queries" USING btree ("query" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "search_synonyms_of" ON "search_synonyms" USING gin ("keys");--> statement-breakpoint
CREATE INDEX "search_terms_alike" ON "search_terms" USING gin ("term" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "search_terms_beginning" ON "search_terms" USING btree ("term" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "search_terms_ending" ON "search_terms" USING btree (reverse("german") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "search_terms_english" ON "search_terms" USING btree ("english");--> statement-breakpoint
CREATE INDEX "search_terms_german" ON "search_terms" USING btree ("german");--> statement-breakpoint
CREATE INDEX "listings_found" ON "listings" USING gin ("words","facets","category_paths") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "listings_best" ON "listings" USING btree ("merit" DESC NULLS FIRST,"product_id" DESC NULLS FIRST);--> statement-breakpoint
-- Words are also compared by their German stem, and as they stand.
CREATE TEXT SEARCH CONFIGURATION souk_german (COPY = german);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION souk_german ALTER MAPPING FOR hword, hword_part, word WITH unaccent, german_stem;--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION souk_plain (COPY = simple);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION souk_plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;--> statement-breakpoint
-- A text as search compares it: by the stems of every language that shops write in.
CREATE FUNCTION souk_words(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('souk'::regconfig, said) || to_tsvector('souk_german'::regconfig, said);--> statement-breakpoint
-- A search looks through thousands of rows and shows few: what only a card or a rare word needs lies beside the row.
ALTER TABLE "listings" SET (toast_tuple_target = 1200);--> statement-breakpoint
ALTER TABLE "listings"
  ALTER COLUMN "words" SET STORAGE MAIN, ALTER COLUMN "title" SET STORAGE MAIN, ALTER COLUMN "slug" SET STORAGE MAIN,
  ALTER COLUMN "shop_name" SET STORAGE MAIN, ALTER COLUMN "shop_slug" SET STORAGE MAIN, ALTER COLUMN "brand" SET STORAGE MAIN,
  ALTER COLUMN "category_paths" SET STORAGE MAIN, ALTER COLUMN "facets" SET STORAGE MAIN, ALTER COLUMN "ships_to" SET STORAGE MAIN;--> statement-breakpoint
-- How common a word is decides how a search is planned.
ALTER TABLE "listings" ALTER COLUMN "words" SET STATISTICS 300;--> statement-breakpoint
-- Until a row is made anew it is found by what it said before.
UPDATE "listings" SET "words" = ts_filter("document", '{a,b,c}');
