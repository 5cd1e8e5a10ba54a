declare
  c_alphabet constant text := 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
  v_code text := '';
  v_bytes bytea;
  v_value integer;
begin
  while length(v_code) < 12 loop
    v_bytes := uuid_send(gen_random_uuid());
    for v_byte in 0..15 loop
      continue when v_byte in (6, 8);
      v_value := get_byte(v_bytes, v_byte) & 31;
      continue when v_value = 31;
      v_code := v_code || substr(c_alphabet, v_value + 1, 1);
    end loop;
  end loop;
  return left(v_code, 12);
end
