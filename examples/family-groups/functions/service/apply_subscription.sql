declare
  v_tier uuid;
begin
  select t.id into v_tier from app.subscription_tiers t where t.name = p_tier;
  if not found then
    raise exception 'there is no plan %', p_tier using errcode = 'P0002';
  end if;
  if not exists (select 1 from app.families f where f.id = p_family_id) then
    raise exception 'family not found' using errcode = 'P0002';
  end if;
  update app.families f
  set subscription_tier_id = v_tier, subscription_status = p_status, billing_period = p_billing_period,
    stripe_customer_id = coalesce(p_stripe_customer_id, f.stripe_customer_id),
    stripe_subscription_id = coalesce(p_stripe_subscription_id, f.stripe_subscription_id),
    subscription_started_at = p_started_at, subscription_ends_at = p_ends_at, trial_ends_at = p_trial_ends_at,
    subscription_synced_at = p_event_at
  where f.id = p_family_id
    and (f.subscription_synced_at is null or f.subscription_synced_at < p_event_at);
  return found;
end
