declare
  line uuid;
  -- A line that is a fee itself has it as its amount, which is positive where one is given back.
  kept bigint := import_settlement_line.fee
    - case when import_settlement_line.kind = 'fee' then import_settlement_line.amount else 0 end;
begin
  insert into app.settlement_lines as l (provider, line_key, kind, reference, amount, fee, currency, settled_on)
  values (import_settlement_line.provider, import_settlement_line.line_key, import_settlement_line.kind,
    import_settlement_line.reference, import_settlement_line.amount, import_settlement_line.fee,
    import_settlement_line.currency, import_settlement_line.settled_on)
  on conflict do nothing
  returning l.id into line;
  if line is null then
    return false;
  end if;
  if kept <> 0 then
    perform app.post('provider_fee', line, import_settlement_line.currency, array[
      row('provider_fees', null, import_settlement_line.provider, kept),
      row('provider_clearing', null, import_settlement_line.provider, -kept)
    ]::app.ledger_line[], occurred_at => import_settlement_line.settled_on::timestamp at time zone 'UTC');
  end if;
  if import_settlement_line.kind = 'settlement' then
    perform app.post('settlement', line, import_settlement_line.currency, array[
      row('bank', null, null, -import_settlement_line.amount),
      row('provider_clearing', null, import_settlement_line.provider, import_settlement_line.amount)
    ]::app.ledger_line[], import_settlement_line.reference, import_settlement_line.settled_on::timestamp at time zone 'UTC');
  end if;
  return true;
end
