create table a (id int primary key, x int not null, note text);
insert into a select n, n % 7, 'note ' || n from generate_series(1, 2000) n;
alter table a add column y int;
create procedure fill() language plpgsql as $$
declare n int;
begin
  loop
    update a set y = x * 2 where id in (select id from a where y is null order by id limit 500);
    get diagnostics n = row_count;
    exit when n = 0;
    commit;
  end loop;
end $$;
