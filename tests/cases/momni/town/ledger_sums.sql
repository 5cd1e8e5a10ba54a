-- A transaction of the ledger that does not sum to zero, or has fewer than two entries.
-- broken by: update app.ledger_entries set amount = amount + 1 where id = (select min(id) from app.ledger_entries)
select t.id, count(e.id), sum(e.amount)
from app.ledger_transactions t
left join app.ledger_entries e on e.transaction_id = t.id
group by t.id
having count(e.id) < 2 or sum(e.amount) <> 0
