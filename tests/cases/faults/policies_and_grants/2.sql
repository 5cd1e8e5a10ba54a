alter table a enable row level security;
create policy a_read on a for select to faults_reader using (x > 3);
grant select (id, x), insert on a to faults_reader;
