CREATE EXTENSION IF NOT EXISTS citext;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS unaccent;
--> statement-breakpoint
-- Words are compared without accents and by their English stem.
CREATE TEXT SEARCH CONFIGURATION souk (COPY = english);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION souk ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
