begin
  return exists (
    select from {{ table }} as t
    where {{ seen | join(sep=" and ") }}
  );
end
