-- A dispute of somebody who did not pay, over more than was paid, or over what the host has by now.
-- broken by: update app.disputes set opened_by = (select min(id::text)::uuid from app.users)
select d.id, d.status
from app.disputes d
join app.payment_intents p on p.id = d.intent_id
join app.payment_holds h on h.intent_id = p.id
where d.opened_by <> p.payer_id or d.amount > p.amount or p.status <> 'captured' or d.opened_at < p.captured_at or d.opened_at > h.release_at
  or coalesce(d.decided_at, 'infinity') > coalesce(h.released_at, 'infinity')
  or (d.status in ('answered', 'rejected')) <> exists (select from app.dispute_evidence e where e.dispute_id = d.id)
