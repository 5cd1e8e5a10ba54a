begin
  return (
    select count(*) from {{ table }} as t
    where {{ seen | join(sep=" and ") }}
  );
end
