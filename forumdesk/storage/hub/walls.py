"""The walls of a hub: what a role may do, and the functions through which alone something is added."""

from __future__ import annotations

from collections.abc import Iterator

from forumdesk.storage.hub.tables import MOST_DELIVERED, MOST_DELIVERY

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

# The row of the forum is held until the commit, so that places are given in the order of commits and without a gap:
# who has read up to a place has missed nothing before it. It is one statement, so that a laptop which stops in the
# middle of it holds nobody up. Planned anew each time: the plan for an empty table, kept, adds 1,100 a second where the
# one for what is there adds 27,000.
#
# Whoever adds has verified what lies up to `seen`. Where one of these revisions came since, nothing is added and
# nothing answered: whether what came is sound, laptops judge, each for itself. Headers and bodies come as lines, which
# JSON has none of: written as arrays they take a laptop three times as long as all the rest.
# ruff: noqa: S608 - the numbers are our own
APPEND = f"""
CREATE OR REPLACE FUNCTION forumdesk.append(named text, seen bigint, ids text, headers text, bodies text, vouched text)
RETURNS TABLE (place bigint, newest text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    before bigint;
    all_headers text[] := string_to_array(headers, E'\\n');
    all_bodies text[] := string_to_array(bodies, E'\\n');
    all_ids bytea[] := ARRAY (
        SELECT decode(one.hex, 'hex') FROM unnest(string_to_array(ids, E'\\n')) WITH ORDINALITY AS one (hex, nr)
        ORDER BY one.nr
    );
    added bigint := cardinality(all_ids);
    large bigint;
BEGIN
    PERFORM forumdesk.entered(named);
    IF added NOT BETWEEN 1 AND {MOST_DELIVERED}
        OR cardinality(all_headers) <> added OR cardinality(all_bodies) <> added
    THEN
        RAISE program_limit_exceeded USING MESSAGE = 'not a delivery';
    END IF;
    SELECT f.place INTO before FROM forumdesk.forum f WHERE f.id = named FOR UPDATE;
    IF before > seen AND EXISTS (
        SELECT 1 FROM forumdesk.revision r WHERE r.forum = named AND r.id = ANY (all_ids) AND r.place > seen
    ) THEN
        RETURN;
    END IF;
    SELECT sum(octet_length(one)) INTO large FROM unnest(all_bodies) one;
    IF large > {MOST_DELIVERY} THEN
        RAISE program_limit_exceeded USING MESSAGE = 'more than a delivery';
    END IF;
    INSERT INTO forumdesk.revision
        SELECT named, before + coming.nr, coming.id, coming.header, coming.body
        FROM unnest(all_ids, all_headers, all_bodies) WITH ORDINALITY AS coming (id, header, body, nr);
    INSERT INTO forumdesk.delivery VALUES (named, before + added, before + 1, large, vouched);
    UPDATE forumdesk.forum f SET place = before + added WHERE f.id = named;
    place := before + added;
    newest := encode(all_ids[added], 'hex');
    RETURN NEXT;
END $$"""

KEEP_PHOTO = """
CREATE OR REPLACE FUNCTION forumdesk.keep_photo(named text, digest text, content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM forumdesk.entered(named);
    INSERT INTO forumdesk.blob VALUES (named, digest, content) ON CONFLICT DO NOTHING;
END $$"""

_APPEND = "append(text, bigint, text, text, text, text)"
_FUNCTIONS = (
    "chosen()",
    "entered(text)",
    _APPEND,
    "keep_photo(text, text, bytea)",
)
_WALLED = {"forum": "id", "revision": "forum", "delivery": "forum", "blob": "forum"}
_FORCED = ("revision", "delivery", "blob")
"""Where the walls stand for who keeps the hub too, and so inside the functions."""


def wall_statements() -> Iterator[str]:
    """What makes the functions and the walls, whatever stood there before."""
    yield from (CHOSEN, ENTERED, APPEND, KEEP_PHOTO)
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
    tables = ", ".join(f"forumdesk.{table}" for table in ("hub", *_WALLED))
    yield f"GRANT SELECT ON {tables} TO {role}"
    for function in ("chosen()", _APPEND, "keep_photo(text, text, bytea)"):
        yield f"GRANT EXECUTE ON FUNCTION forumdesk.{function} TO {role}"


def revoke_statements(role: str) -> Iterator[str]:
    """What takes all of that away."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA forumdesk FROM {role}"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA forumdesk FROM {role}"
    yield f"REVOKE ALL ON SCHEMA forumdesk FROM {role}"
