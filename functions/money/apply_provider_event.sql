declare
  event app.provider_events;
  how app.provider_event_types;
  reference text;
  amount bigint;
  currency text;
  detail text;
  subject uuid;
  trouble text;
  is_there boolean := true;
begin
  select e.* into event from app.provider_events e
  where e.provider = apply_provider_event.provider and e.event_key = apply_provider_event.event_key for no key update;
  if event.id is null or event.status = 'applied' or event.forgotten_at is not null then
    return event.status;
  end if;

  select t.* into how from app.provider_event_types t
  where t.provider = event.provider and t.event_type = event.event_type
    and t.when_status in ('', event.payload #>> t.status_path)
  order by t.when_status desc limit 1;
  if how.event_type is null then
    update app.provider_events e set status = 'unknown', tried_at = now() where e.id = event.id;
    return 'unknown'::api.provider_event_status;
  end if;

  reference := event.payload #>> how.reference_path;
  detail := nullif(event.payload #>> how.detail_path, '');
  currency := event.payload #>> how.currency_path;
  -- Text from outside is no number because it ought to be.
  if event.payload #>> how.amount_path ~ '^[0-9]{1,13}$' then
    amount := (event.payload #>> how.amount_path)::bigint;
  end if;

  case
    when how.meaning is null then
      null;
    when how.meaning in ('payment_processing', 'payment_authorized', 'payment_captured', 'payment_failed', 'payment_canceled') then
      select a.id into subject from app.payment_attempts a where a.provider = event.provider and a.provider_reference = reference;
      is_there := found;
      if is_there then
        trouble := app.payment_reported(subject, how.meaning, amount, currency, detail, event.occurred_at);
      end if;
    when how.meaning in ('refund_arrived', 'refund_failed') then
      select r.id into subject
      from app.refunds r
      join app.payment_attempts a on a.id = r.attempt_id
      where a.provider = event.provider and r.provider_reference = reference;
      is_there := found;
      if is_there and how.meaning = 'refund_failed' then
        -- As in app.end_refund, so that no dispute opens before it: what it finds open it counts as lost.
        perform app.lock_booking((
          select p.booking_id from app.refunds r join app.payment_intents p on p.id = r.intent_id where r.id = subject));
        perform from app.payment_intents p
        where p.id = (select r.intent_id from app.refunds r where r.id = subject) for no key update;
        is_there := not app.bank_decides_first(subject);
      end if;
      if is_there then
        perform app.end_refund(subject, how.meaning = 'refund_arrived', left(detail, 100), event.occurred_at);
      end if;
    when how.meaning in ('payout_paid', 'payout_failed') then
      select p.id into subject from app.payouts p where p.provider = event.provider and p.provider_reference = reference;
      is_there := found;
      if is_there then
        perform app.end_payout(subject, how.meaning = 'payout_paid', left(detail, 100), event.occurred_at);
      end if;
    when how.meaning = 'dispute_opened' then
      select a.id into subject
      from app.payment_attempts a
      where a.provider = event.provider and a.provider_reference = event.payload #>> how.payment_path and a.status = 'captured';
      is_there := found;
      if is_there then
        trouble := app.dispute_reported(subject, reference, amount, currency, left(detail, 2000),
          case when event.payload #>> how.due_path ~ '^[0-9]{1,12}$' then to_timestamp((event.payload #>> how.due_path)::bigint) end,
          event.occurred_at);
      end if;
    when how.meaning in ('dispute_rejected', 'dispute_upheld') then
      select d.id into subject from app.disputes d where d.provider = event.provider and d.provider_reference = reference;
      is_there := found;
      if is_there then
        perform app.end_dispute(subject, how.meaning = 'dispute_upheld', event.occurred_at);
      end if;
  end case;

  update app.provider_events e set
    status = case when trouble is not null then 'problem'::api.provider_event_status when is_there then 'applied' else 'waiting' end,
    tried_at = now(),
    applied_at = case when trouble is null and is_there then now() end,
    problem = trouble
  where e.id = event.id
  returning e.status into event.status;
  return event.status;
end
