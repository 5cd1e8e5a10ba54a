--! set_identity
select set_config('request.jwt.claims', :claims, true) as claims, set_config('role', :role, true) as role;

--! single
select api.single(:one);

--! things: Thing(deleted_at?)
select key, title, deleted_at, version from api.things();

-- It does not know void.
--! save_things
select api.save_thing(a.key, a.title)::text as done from unnest(:keys::text[], :titles::text[]) as a(key, title);
