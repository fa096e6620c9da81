-- A description was plain paragraphs, and lists of lines that begin with `- `. It is rich text from here on: HTML of a few elements.
CREATE FUNCTION pg_temp.rich_text_of(plain text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  line text;
  html text := '';
  opened text := '';
  wanted text;
BEGIN
  plain := replace(replace(replace(plain, '&', '&amp;'), '<', '&lt;'), '>', '&gt;');
  FOREACH line IN ARRAY string_to_array(plain || E'\n', E'\n') LOOP
    line := btrim(line, E' \t\r');
    wanted := CASE WHEN line = '' THEN '' WHEN line ~ '^[-*•]\s+' THEN 'ul' ELSE 'p' END;
    IF wanted <> opened THEN
      html := html || CASE WHEN opened <> '' THEN '</' || opened || '>' ELSE '' END || CASE WHEN wanted <> '' THEN '<' || wanted || '>' ELSE '' END;
      opened := wanted;
    ELSIF wanted = 'p' THEN
      html := html || ' ';
    END IF;
    html := html || CASE wanted WHEN 'ul' THEN '<li>' || regexp_replace(line, '^[-*•]\s+', '') || '</li>' ELSE line END;
  END LOOP;
  RETURN html;
END $$;
--> statement-breakpoint
UPDATE "products" SET "description" = pg_temp.rich_text_of("description") WHERE "description" <> '';
