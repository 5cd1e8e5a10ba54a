//! What is done, both ways. The first column of the inputs is who calls; the others are the arguments, `$1` and on.

/// Something that members do all day.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// The role of the caller.
    pub(crate) role: &'static str,
    /// A query for callers and arguments.
    pub(crate) inputs: &'static str,
    /// Whether its functions change nothing, which the generated client then says of the transaction.
    pub(crate) reads: bool,
    /// Whether the request is known by a key.
    pub(crate) keyed: bool,
    pub(crate) function: &'static [&'static str],
    /// What plain SQL asks about the caller, `$1`, and the arguments, `$2` and on: one row for whoever may do it. A function does the same.
    pub(crate) known: Option<&'static str>,
    pub(crate) plain: &'static [&'static str],
}

pub(crate) fn operations() -> [Operation; 5] {
    [search(), request(), calendar(), statement(), payment()]
}

/// Bookable hosts within 20 km of a place at a time, with their prices.
fn search() -> Operation {
    Operation {
        name: "search of hosts",
        role: "momni_member",
        inputs: "
            select f.creator_id, c.latitude, c.longitude, (d.day + time '10:00') at time zone 'Europe/Berlin',
              (d.day + time '14:00') at time zone 'Europe/Berlin'
            from (select row_number() over (order by id) as n, creator_id from app.families) f
            join (select row_number() over (order by host_id) as n, * from app.host_cells) c on c.n = 1 + f.n % (select count(*) from app.host_cells)
            cross join lateral (select (date_trunc('week', now() at time zone 'Europe/Berlin') + make_interval(days => (14 + 7 * (f.n % 4) + f.n % 5)::integer))::date as day) d
            order by f.n limit 500",
        reads: true,
        keyed: false,
        known: Some(
            "select from app.users u join app.user_roles r on r.user_id = u.id
             where u.id = $1::text::uuid and u.open and r.role = 'member'",
        ),
        function: &["select * from api.search_hosts($1::text::numeric, $2::text::numeric, 20, $3::text::timestamptz, $4::text::timestamptz, '{school}')"],
        plain: &["
            select n.host_id, n.metres, p.headline, p.locality, p.languages, round(k.price_per_hour * s.hours) as price, h.currency, t.cancellation_policy
            from (
              select c.host_id, round(12742000 * asin(least(1, sqrt(
                power(sind((c.latitude - $1::text::numeric)::double precision / 2), 2)
                + cosd($1::text::double precision) * cosd(c.latitude::double precision)
                  * power(sind((c.longitude - $2::text::numeric)::double precision / 2), 2)))))::integer as metres
              from app.host_cells c
              where c.cell = any (array(
                select (y + 900) * 3600 + x + 1800
                from generate_series(floor(($1::text::numeric - 0.181) * 10)::integer, floor(($1::text::numeric + 0.181) * 10)::integer) y
                cross join generate_series(floor(($2::text::numeric - 0.31) * 10)::integer, floor(($2::text::numeric + 0.31) * 10)::integer) x))
              order by 2, 1
            ) n
            cross join lateral (select tstzrange($3::text::timestamptz, $4::text::timestamptz) as during,
              extract(epoch from $4::text::timestamptz - $3::text::timestamptz) / 3600 as hours) s
            join app.hosts h on h.id = n.host_id
            join app.host_profiles p on p.host_id = n.host_id
            join app.host_terms t on t.host_id = n.host_id
            join app.host_capacities k on k.host_id = n.host_id and k.age_group = 'school'
            where n.metres <= 20000 and h.status = 'listed' and h.account_open and h.deleted_at is null
              and s.hours * interval '1 hour' between t.minimum_stay and t.maximum_stay and lower(s.during) >= now() + t.minimum_notice
              and upper(s.during) <= (select o.ends_at from app.open_times o where o.host_id = n.host_id and o.starts_at <= lower(s.during) order by o.starts_at desc limit 1)
              and not exists (select from app.bookings b where b.host_id = n.host_id and b.occupying
                and b.occupied && tstzrange(lower(s.during), upper(s.during) + t.buffer) and (b.exclusive or t.exclusive))
              and (select count(*) from app.booking_children c where c.host_id = n.host_id and c.occupying
                and c.occupied && tstzrange(lower(s.during), upper(s.during) + t.buffer)) < least(t.places, k.places)
              and not exists (select from app.host_holds x where x.host_id = h.id and x.lifted_at is null)
              and exists (select from app.identity_verifications v where v.user_id = h.user_id and v.status = 'clear' and v.valid_until >= upper(s.during))
              and exists (select from app.background_checks v where v.user_id = h.user_id and v.status = 'clear' and v.valid_until >= upper(s.during))
              and exists (select from app.host_insurances v where v.host_id = h.id and v.status = 'clear' and v.covers @> s.during)
            order by n.metres, n.host_id
            limit 20"],
    }
}

/// Places of a host are held for a family and asked for.
fn request() -> Operation {
    Operation {
        name: "request of a booking",
        role: "momni_member",
        inputs: "
            select f.creator_id, gen_random_uuid(), f.id, h.id, (d.day + time '10:00') at time zone h.time_zone, (d.day + time '14:00') at time zone h.time_zone,
              (select m.id from app.family_members m where m.family_id = f.id and m.child_id is not null order by m.id limit 1)
            from (select row_number() over (order by id) as n, * from app.families) f
            join (select row_number() over (order by id) as n, * from app.hosts where status = 'listed') h
              on h.n = 1 + (f.n * 7) % (select count(*) from app.hosts where status = 'listed')
            -- After all that is booked, and after those who are away.
            cross join lateral (select (date_trunc('week', now() at time zone h.time_zone) + make_interval(days => (84 + f.n % 5)::integer))::date as day) d
            order by f.n limit 500",
        reads: false,
        keyed: true,
        known: Some(
            "select from app.users u join app.user_roles r on r.user_id = u.id join app.families f on f.creator_id = u.id
             join app.family_members m on m.family_id = f.id
             where u.id = $1::text::uuid and u.open and r.role = 'member' and f.id = $3::text::uuid and f.open and m.id = $7::text::uuid and m.live
               and $2::text || $4::text || $5::text || $6::text is not null",
        ),
        function: &[
            "with held as materialized (
               select api.hold_booking($2::text::uuid, $3::text::uuid, $4::text::timestamptz, $5::text::timestamptz, array[$6::text::uuid]) as id, $1::text)
             select api.request_booking(h.id) from held h",
        ],
        plain: &[
            "insert into app.rate_limits as l (bucket, began_at, calls) select 'plain ' || $2::text, now(), 1 from (select $1::text) x
             on conflict (bucket) do update set calls = l.calls + 1",
            "insert into app.requests (operation, caller, key, request, expires_at)
             values ('plain', $2::text, $1::text, sha256(convert_to($1::text || $2::text, 'UTF8')), now() + interval '1 day') on conflict do nothing",
            "insert into app.host_turns as t (host_id) select $3::text::uuid from (select $1::text, $2::text) x
             on conflict (host_id) do update set turn = t.turn + 1",
            "update app.bookings set status = 'expired' where id in (
               select d.id from app.bookings d, (select $1::text, $2::text) x
               where d.host_id = $3::text::uuid and d.due_at <= now() and d.status in ('held', 'requested', 'accepted') for update of d)",
            "select t.minimum_stay from app.host_terms t join app.hosts h on h.id = t.host_id, (select $1::text, $2::text) x
             where t.host_id = $3::text::uuid and h.status = 'listed' and h.account_open and h.deleted_at is null
               and $5::text::timestamptz <= (select o.ends_at from app.open_times o where o.host_id = h.id and o.starts_at <= $4::text::timestamptz order by o.starts_at desc limit 1)
               and exists (select from app.identity_verifications v where v.user_id = h.user_id and v.status = 'clear' and v.valid_until >= $5::text::timestamptz)
               and exists (select from app.background_checks v where v.user_id = h.user_id and v.status = 'clear' and v.valid_until >= $5::text::timestamptz)
               and exists (select from app.host_insurances v where v.host_id = h.id and v.status = 'clear' and v.covers @> tstzrange($4::text::timestamptz, $5::text::timestamptz))",
            "insert into app.bookings (id, family_id, host_id, during) values ($1::text::uuid, $2::text::uuid, $3::text::uuid, tstzrange($4::text::timestamptz, $5::text::timestamptz))",
            "insert into app.booking_children (booking_id, member_id) select $1::text::uuid, $6::text::uuid from (select $2::text, $3::text, $4::text, $5::text) x",
            "update app.bookings set status = 'requested' where id = $1::text::uuid",
            "update app.requests set answer = jsonb_build_object('answer', $1::text) where operation = 'plain' and caller = $2::text and key = $1::text",
        ],
    }
}

/// When a host has places in the next 31 days.
fn calendar() -> Operation {
    Operation {
        name: "calendar of a month",
        role: "momni_member",
        inputs: "
            select f.creator_id, h.id
            from (select row_number() over (order by id) as n, creator_id from app.families) f
            join (select row_number() over (order by id) as n, id from app.hosts where status = 'listed') h
              on h.n = 1 + (f.n * 7) % (select count(*) from app.hosts where status = 'listed')
            order by f.n limit 500",
        reads: true,
        keyed: false,
        known: Some(
            "select from app.users u join app.user_roles r on r.user_id = u.id join app.hosts h on h.id = $2::text::uuid
             where u.id = $1::text::uuid and u.open and r.role = 'member' and h.status = 'listed' and h.account_open and h.deleted_at is null
               and not exists (select from app.user_blocks b where b.blocker_id = u.id and b.blocked_id = h.user_id and b.live)
               and not exists (select from app.user_blocks b where b.blocker_id = h.user_id and b.blocked_id = u.id and b.live)",
        ),
        function: &["select * from api.host_calendar($1::text::uuid)"],
        plain: &["
            with within as (select tstzrange(now(), now() + interval '31 days') as within),
            there as (
              select greatest(o.starts_at, now()) as begins, least(o.ends_at, now() + interval '31 days') as ends
              from app.open_times o
              where o.host_id = $1::text::uuid and o.starts_at < now() + interval '31 days' and o.ends_at > now()
            ),
            stays as (
              select b.id, b.occupied, b.exclusive from app.bookings b, within w
              where b.host_id = $1::text::uuid and b.occupying and b.occupied && w.within
            ),
            cuts as (
              select t.begins as moment, t.ends from there t
              union
              select m.moment, t.ends from there t cross join stays s
              cross join lateral (values (lower(s.occupied)), (upper(s.occupied))) m (moment)
              where m.moment > t.begins and m.moment < t.ends
            ),
            parts as (select c.moment as begins, least(lead(c.moment) over (order by c.moment), c.ends) as ends from cuts c)
            select p.begins, p.ends,
              greatest(case when coalesce(bool_or(s.exclusive or t.exclusive) filter (where s.id is not null), false) then 0
                else t.places - coalesce(sum((select count(*) from app.booking_children c where c.booking_id = s.id)), 0) end, 0)::integer
            from parts p
            join app.host_terms t on t.host_id = $1::text::uuid
            left join stays s on s.occupied @> p.begins
            group by p.begins, p.ends, t.places, t.exclusive
            order by p.begins"],
    }
}

/// What was paid for a family in a month, and what was given back.
fn statement() -> Operation {
    Operation {
        name: "statement of a family",
        role: "momni_member",
        inputs: "
            select f.creator_id, f.id, (now() - make_interval(months => (row_number() over (order by f.id) % 10)::integer))::date, 'UTC', '', '', 100
            from app.families f order by f.id limit 500",
        reads: true,
        keyed: false,
        known: Some(
            "select from app.users u join app.user_roles r on r.user_id = u.id join app.families f on f.creator_id = u.id
             where u.id = $1::text::uuid and u.open and r.role = 'member' and f.id = $2::text::uuid and f.open",
        ),
        function: &["
            select * from api.family_statement($1::text::uuid, $2::text::date, $3::text, nullif($4::text, '')::timestamptz,
              nullif($5::text, '')::uuid, $6::text::integer)"],
        plain: &["
            with span as (
              select date_trunc('month', $2::text::timestamp) at time zone $3::text as begins,
                (date_trunc('month', $2::text::timestamp) + interval '1 month') at time zone $3::text as ends)
            select s.id, s.at, s.payment_id, s.booking_id, s.extension_id, s.host_id, n.display_name, b.starts_at, b.ends_at, s.currency, s.amount,
              s.credit_amount
            from (
              select p.id, p.captured_at as at, p.id as payment_id, p.booking_id, p.extension_id, p.host_id, p.currency::text, p.amount::bigint,
                p.credit_amount::bigint
              from app.payment_intents p, span
              where p.family_id = $1::text::uuid and p.captured_at >= span.begins and p.captured_at < span.ends
              union all
              select r.id, r.created_at, p.id, p.booking_id, p.extension_id, p.host_id, p.currency::text, -r.amount, r.provider_amount - r.amount
              from span, app.refunds r join app.payment_intents p on p.id = r.intent_id
              where p.family_id = $1::text::uuid and r.created_at >= span.begins and r.created_at < span.ends and r.cause <> 'surplus'
            ) s
            join app.bookings b on b.id = s.booking_id
            join app.hosts o on o.id = s.host_id
            left join app.personal_profiles n on n.user_id = o.user_id and n.account_open
              and not exists (
                select from app.families f join app.user_blocks k on k.live and (
                  (k.blocker_id, k.blocked_id) = (n.user_id, f.creator_id) or (k.blocker_id, k.blocked_id) = (f.creator_id, n.user_id))
                where f.id = $1::text::uuid)
            where $5::text = '' or (s.at, s.id) > ($4::text::timestamptz, $5::text::uuid)
            order by s.at, s.id
            limit $6::text::bigint"],
    }
}

/// A provider reports that a payment was captured, which is kept and applied: ledger, payment, booking.
fn payment() -> Operation {
    Operation {
        name: "payment applied",
        role: "momni_webhook",
        inputs: "
            select p.payer_id, 'evt_' || a.id, a.provider_reference, a.amount, a.id, p.id, p.booking_id, p.host_id, p.host_amount, p.fee_amount, p.tax_amount,
              p.stay_ends_at + make_interval(days => p.hold_days)
            from app.payment_attempts a join app.payment_intents p on p.id = a.intent_id join app.bookings b on b.id = p.booking_id
            where a.status = 'started' and p.status = 'open' and b.status = 'accepted' and p.credit_amount = 0
            order by a.id limit 500",
        reads: false,
        keyed: false,
        known: None,
        function: &[
            "select app.receive_provider_event('stripe', $1::text, 'payment_intent.succeeded', now(),
               jsonb_build_object('data', jsonb_build_object('object', jsonb_build_object('id', $2::text, 'amount_received', $3::text::bigint, 'currency', 'eur'))))",
            "select app.apply_provider_event('stripe', $1::text)",
        ],
        plain: &[
            "insert into app.provider_events (provider, event_key, event_type, occurred_at, payload)
             values ('stripe', $1::text, 'payment_intent.succeeded', now(),
               jsonb_build_object('data', jsonb_build_object('object', jsonb_build_object('id', $2::text, 'amount_received', $3::text::bigint, 'currency', 'eur'))))",
            "select a.status, p.status from app.payment_attempts a join app.payment_intents p on p.id = a.intent_id join app.bookings b on b.id = p.booking_id
             where a.provider = 'stripe' and a.provider_reference = $2::text and $1::text <> $3::text for update",
            "update app.payment_attempts set status = 'captured', captured_at = now() where id = $4::text::uuid and $1::text <> $2::text || $3::text",
            "with posted as (
               insert into app.ledger_transactions (kind, source, reference, occurred_at) values ('payment_captured', $4::text::uuid, $2::text, now()) returning id)
             insert into app.ledger_entries (transaction_id, account_id, currency, amount)
             select p.id, a.id, 'EUR', l.amount
             from posted p, (values ('provider_clearing', $3::text::bigint), ('host_held', -$8::text::bigint), ('platform_fees', -$9::text::bigint),
               ('tax_payable', -$10::text::bigint)) l (purpose, amount)
             join app.ledger_accounts a on a.purpose = l.purpose::api.ledger_purpose and a.currency = 'EUR'
               and (a.host_id is null or a.host_id = $7::text::uuid)
             where l.amount <> 0 and $1::text <> $5::text || $6::text",
            "update app.payment_intents set status = 'captured', captured_at = now() where id = $5::text::uuid and $1::text <> $2::text || $3::text || $4::text",
            "insert into app.payment_holds (intent_id, release_at) select $5::text::uuid, $11::text::timestamptz
             from (select $1::text, $2::text, $3::text, $4::text, $6::text, $7::text, $8::text, $9::text, $10::text) x",
            "update app.bookings set status = 'confirmed' where id = $6::text::uuid and $1::text <> $2::text || $3::text || $4::text || $5::text",
            "update app.provider_events set status = 'applied', applied_at = now() where provider = 'stripe' and event_key = $1::text",
        ],
    }
}
