alter policy a_read on a using (x > 4);
revoke insert on a from faults_reader;
create policy a_write on a for update to faults_reader using (true) with check (x < 100);
