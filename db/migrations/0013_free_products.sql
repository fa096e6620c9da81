ALTER TABLE "variants" DROP CONSTRAINT "variants_price_positive";--> statement-breakpoint
ALTER TABLE "variants" ADD CONSTRAINT "variants_price_not_negative" CHECK ("variants"."price_minor" >= 0);