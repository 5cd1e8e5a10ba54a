-- An account on which what is under way lies that does not say what refunds, payouts and credits say.
-- broken by: update app.credits set remaining = remaining + 1 where remaining < amount
select x.*
from (
  select 'refunds_in_transit'::api.ledger_purpose as purpose, (select coalesce(sum(provider_amount), 0) from app.refunds where status in ('pending', 'sent')) as amount
  union all select 'payouts_in_transit', (select coalesce(sum(amount), 0) from app.payouts where status not in ('paid', 'failed', 'withdrawn'))
  union all select 'user_credit', (select sum(remaining) from app.credits)
  union all select 'credit_reserved', 0
  union all select 'host_held', (
    select sum(p.host_amount - p.refunded_host) from app.payment_holds h join app.payment_intents p on p.id = h.intent_id where h.released_at is null)
) x
where x.amount is distinct from (
  select coalesce(-sum(e.amount), 0) from app.ledger_entries e join app.ledger_accounts a on a.id = e.account_id where a.purpose = x.purpose)
