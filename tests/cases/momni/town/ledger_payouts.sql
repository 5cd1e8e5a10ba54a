-- A payout of another sum than its batch, or its order, says, or that wants a second person and has none.
-- broken by: update app.payouts set amount = amount + 1 where id = (select min(id::text) from app.payouts)::uuid
select b.id
from app.payout_batches b
left join app.money_orders o on o.batch_id = b.id
where b.amount is distinct from (select sum(p.amount) from app.payouts p where p.batch_id = b.id)
  or b.payouts <> (select count(*) from app.payouts p where p.batch_id = b.id)
  or o.amount is distinct from b.amount
  or o.needs_second is distinct from (b.amount > (select l.alone from app.money_limits l where l.deed = 'payout' and l.currency = b.currency))
