declare
  intent app.payment_intents;
  covered bigint;
begin
  select p.* into intent from app.payment_intents p where p.id = host_lines.intent_id;
  if exists (select from app.payment_holds h where h.intent_id = intent.id and h.released_at is null) then
    return array[row('host_held', intent.host_id, null, host_lines.amount)]::app.ledger_line[];
  end if;
  covered := least(-app.locked_balance('host_payable', intent.currency, intent.host_id), host_lines.amount);
  return array[
    row('host_payable', intent.host_id, null, covered),
    row('host_owes', intent.host_id, null, host_lines.amount - covered)
  ]::app.ledger_line[];
end
