"""The walls of a hub: what a role may do, and the functions through which alone something is added."""

from __future__ import annotations

from collections.abc import Iterator

SETTING = "forumdesk.forum"
"""The setting that names the forum which a transaction is about; naming one does not admit to it."""

# Whoever logged in is asked about, not the role in force: inside the functions below that is who keeps the hub.
CHOSEN = """
CREATE OR REPLACE FUNCTION forumdesk.chosen() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.forum FROM forumdesk.member m JOIN pg_roles r ON r.rolname = m.role
    WHERE m.forum = current_setting('forumdesk.forum', true) AND pg_has_role(session_user, r.oid, 'MEMBER') LIMIT 1
$$"""

ENTERED = """
CREATE OR REPLACE FUNCTION forumdesk.entered(named text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('forumdesk.forum', named, true);
    IF forumdesk.chosen() IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'not admitted to this forum';
    END IF;
END $$"""

# The same rule as `redacted` in domain/revisions.py, which a test holds this one to.
WITHOUT = """
CREATE OR REPLACE FUNCTION forumdesk.without(said text, keys text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    WITH had AS (SELECT key, value::text AS value FROM json_each(said::json)),
    gone AS (
        SELECT key FROM had WHERE key = ANY (keys) AND left(key, 1) <> '_'
        UNION SELECT unnest(string_to_array(said::json ->> '_redacted', E'\\n'))
    ),
    kept AS (
        SELECT key, CASE WHEN key IN (SELECT key FROM gone) THEN 'null' ELSE value END AS value
        FROM had WHERE key <> '_redacted'
        UNION ALL
        SELECT '_redacted', to_json((SELECT string_agg(key, E'\\n' ORDER BY key COLLATE "C") FROM gone))::text
    )
    SELECT CASE WHEN EXISTS (SELECT 1 FROM gone)
        THEN (SELECT '{' || string_agg(to_json(key)::text || ':' || value, ',') || '}' FROM kept) ELSE said END
$$"""

# The row of the forum is held until the commit, so that places are given in the order of commits and without a gap:
# who has read up to a place has missed nothing before it. It is one statement, so that a laptop which stops in the
# middle of it holds nobody up. Planned anew each time: the plan for an empty table, kept, adds 1,100 a second where the
# one for what is there adds 27,000.
APPEND = """
CREATE OR REPLACE FUNCTION forumdesk.append(named text, incoming json)
RETURNS TABLE (added bigint, place bigint, newest text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    before bigint;
    one record;
BEGIN
    PERFORM forumdesk.entered(named);
    SELECT f.place INTO before FROM forumdesk.forum f WHERE f.id = named FOR UPDATE;
    INSERT INTO forumdesk.revision
        SELECT named, before + row_number() OVER (ORDER BY coming.nr), coming.id, coming.record, coming.kind,
            coming.fields, coming.parents, coming.act, coming.hlc, coming.device, coming.author, coming.schema,
            coming.wall_ms, coming.tz_min
        FROM ROWS FROM (json_to_recordset(incoming) AS (
            id text, record text, kind text, fields text, parents text, act text, hlc bigint, device text, author text,
            schema bigint, wall_ms bigint, tz_min bigint
        )) WITH ORDINALITY AS coming (
            id, record, kind, fields, parents, act, hlc, device, author, schema, wall_ms, tz_min, nr
        )
        WHERE NOT EXISTS (SELECT 1 FROM forumdesk.revision r WHERE r.forum = named AND r.id = coming.id);
    GET DIAGNOSTICS added = ROW_COUNT;
    place := before + added;
    UPDATE forumdesk.forum f SET place = before + added WHERE f.id = named;
    FOR one IN
        SELECT r.record, r.fields::json ->> 'revision' AS target,
            string_to_array(r.fields::json ->> 'keys', E'\\n') AS keys
        FROM forumdesk.revision r
        WHERE r.forum = named AND r.kind = 'redaction' AND (r.place > before OR EXISTS (
            SELECT 1 FROM forumdesk.revision t
            WHERE t.forum = named AND t.id = r.fields::json ->> 'revision' AND t.place > before
        ))
        ORDER BY r.place
    LOOP
        UPDATE forumdesk.revision t SET fields = forumdesk.without(t.fields, one.keys)
        WHERE t.forum = named AND t.id = one.target AND t.record = one.record AND t.kind <> 'redaction';
    END LOOP;
    SELECT r.id INTO newest FROM forumdesk.revision r WHERE r.forum = named AND r.place = before + added;
    RETURN NEXT;
END $$"""

KEEP_PHOTO = """
CREATE OR REPLACE FUNCTION forumdesk.keep_photo(named text, digest text, content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM forumdesk.entered(named);
    INSERT INTO forumdesk.blob VALUES (named, digest, content) ON CONFLICT DO NOTHING;
END $$"""

_FUNCTIONS = (
    "chosen()",
    "entered(text)",
    "without(text, text[])",
    "append(text, json)",
    "keep_photo(text, text, bytea)",
)
_WALLED = {"forum": "id", "revision": "forum", "blob": "forum"}
_FORCED = ("revision", "blob")
"""Where the walls stand for who keeps the hub too, and so inside the functions."""


def wall_statements() -> Iterator[str]:
    """What makes the functions and the walls, whatever stood there before."""
    yield from (CHOSEN, ENTERED, WITHOUT, APPEND, KEEP_PHOTO)
    for function in _FUNCTIONS:
        yield f"REVOKE ALL ON FUNCTION forumdesk.{function} FROM PUBLIC"
    for table, column in _WALLED.items():
        yield f"ALTER TABLE forumdesk.{table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS own_forum ON forumdesk.{table}"
        # Asked once for each statement, not for each row.
        yield f"CREATE POLICY own_forum ON forumdesk.{table} USING ({column} = (SELECT forumdesk.chosen()))"
    for table in _FORCED:
        yield f"ALTER TABLE forumdesk.{table} FORCE ROW LEVEL SECURITY"


def grant_statements(role: str) -> Iterator[str]:
    """What lets a role, written as PostgreSQL quotes it, in: to read through the walls and to add, nothing else."""
    yield f"GRANT USAGE ON SCHEMA forumdesk TO {role}"
    yield f"GRANT SELECT ON forumdesk.hub, forumdesk.forum, forumdesk.revision, forumdesk.blob TO {role}"
    for function in ("chosen()", "append(text, json)", "keep_photo(text, text, bytea)"):
        yield f"GRANT EXECUTE ON FUNCTION forumdesk.{function} TO {role}"


def revoke_statements(role: str) -> Iterator[str]:
    """What takes all of that away."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA forumdesk FROM {role}"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA forumdesk FROM {role}"
    yield f"REVOKE ALL ON SCHEMA forumdesk FROM {role}"
