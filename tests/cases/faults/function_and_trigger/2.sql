create or replace function touch() returns trigger language plpgsql as $$ begin new.note := 'two'; return new; end $$;
create trigger a_touch before update on a for each row execute function touch();
