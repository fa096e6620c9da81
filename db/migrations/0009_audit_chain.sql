-- Each audit entry carries a hash of the one before it and of itself. Whoever writes takes the lock until they commit, so the
-- chain has one order; write the entry last.
CREATE FUNCTION chain_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_entry audit_entries%ROWTYPE;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_entries'));
  SELECT * INTO last_entry FROM audit_entries ORDER BY position DESC LIMIT 1;
  NEW.position := coalesce(last_entry.position, 0) + 1;
  NEW.previous_hash := coalesce(last_entry.hash, repeat('0', 64));
  NEW.hash := audit_entry_hash(NEW);
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- What is hashed: every column but the hash itself, as JSON with sorted keys.
CREATE FUNCTION audit_entry_hash(entry audit_entries) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to((to_jsonb(entry) - 'hash' - 'created_at')::text || extract(epoch FROM entry.created_at)::text, 'UTF8')), 'hex')
$$;
--> statement-breakpoint
CREATE TRIGGER audit_entries_chain BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION chain_audit_entry();
--> statement-breakpoint
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
