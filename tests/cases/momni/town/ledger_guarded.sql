-- A moment at which a guarded account was on the wrong side of zero.
-- broken by: update app.ledger_entries e set amount = -amount from app.ledger_accounts a where a.id = e.account_id and a.purpose = 'host_held'
select b.account_id, b.through
from (
  select e.account_id, e.transaction_id as through, p.kind, sum(e.amount) over (partition by e.account_id order by e.transaction_id) as balance
  from app.ledger_entries e
  join app.ledger_accounts a on a.id = e.account_id
  join app.ledger_purposes p on p.purpose = a.purpose
  where p.guarded
) b
where case when b.kind = 'liability' then b.balance > 0 else b.balance < 0 end
