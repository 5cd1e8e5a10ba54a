begin
  if not auth.can('read_community_trail') then
    perform auth.require('read_money_trail');
  end if;
  return query
    select c.id, c.changed_at, c.table_name, c.row_key::jsonb, c.operation, c.columns, c.changed_by, c.database_role
    from audit.changes c
    where (list_changes.of_table is null or c.table_name = list_changes.of_table)
      and (list_changes.of_row is null or c.row_key = list_changes.of_row::text)
      and (list_changes.by_user is null or c.changed_by = list_changes.by_user)
      and (list_changes.before_id is null or c.id < list_changes.before_id)
    order by c.id desc
    limit least(greatest(list_changes.page_size, 1), 100);
end
