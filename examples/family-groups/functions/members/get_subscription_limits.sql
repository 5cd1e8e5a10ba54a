begin
  perform internal.require_family(p_family_id, 'api.get_subscription_limits');
  return query
  select f.name::text, l.tier_name, l.max_family_members, u.member_count, l.max_documents, u.document_count,
    l.max_storage_bytes, u.storage_bytes,
    u.member_count > l.max_family_members or u.document_count > l.max_documents or u.storage_bytes > l.max_storage_bytes,
    l.features
  from app.families f
  join app.family_usage u on u.family_id = f.id
  cross join lateral internal.family_limits(f.id) l
  where f.id = p_family_id;
end
