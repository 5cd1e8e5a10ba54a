//! Who is there: families with children, hosts with terms, keepers of the books. The same people are in the database and
//! in the model.

use super::wire::{Caller, Wire};
use std::fmt::Write;

/// How old a child is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    Toddler,
    Preschool,
    School,
}

impl Age {
    pub(crate) const ALL: [Self; 3] = [Self::Toddler, Self::Preschool, Self::School];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Toddler => "toddler",
            Self::Preschool => "preschool",
            Self::School => "school",
        }
    }

    fn months(self) -> u32 {
        match self {
            Self::Toddler => 20,
            Self::Preschool => 52,
            Self::School => 100,
        }
    }
}

/// On which terms a host takes children in. Times in seconds.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) places: usize,
    pub(crate) exclusive: bool,
    pub(crate) buffer: i64,
    pub(crate) notice: i64,
    pub(crate) shortest: i64,
    pub(crate) longest: i64,
    pub(crate) policy: &'static str,
    /// Places and price per hour, by `Age`.
    pub(crate) capacities: [Option<(usize, i64)>; 3],
}

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// The hosts. The first belongs to the last family; the last is away for some hours.
pub(crate) fn hosts() -> Vec<Terms> {
    let terms = |places, exclusive, buffer, policy, capacities| Terms {
        places,
        exclusive,
        buffer: buffer * MINUTE,
        notice: 2 * HOUR,
        shortest: HOUR,
        longest: DAY,
        policy,
        capacities,
    };
    vec![
        terms(4, true, 30, "moderate", [Some((2, 1500)), Some((4, 1200)), Some((4, 1001))]),
        terms(3, false, 0, "flexible", [Some((1, 1700)), Some((2, 1299)), Some((2, 999))]),
        terms(2, false, 20, "strict", [None, Some((1, 3333)), Some((2, 0))]),
        terms(3, true, 0, "flexible", [Some((1, 800)), Some((3, 0)), Some((3, 700))]),
    ]
}

/// For how long, from when on, the last host is away.
pub(crate) const AWAY: (i64, i64) = (9 * HOUR + 600, 14 * HOUR + 600);

/// The children, and the families that each belongs to.
pub(crate) const CHILDREN: [(Age, &[usize]); 11] = [
    (Age::Toddler, &[0]),
    (Age::Preschool, &[0, 1]),
    (Age::School, &[0]),
    (Age::Preschool, &[1]),
    (Age::School, &[2]),
    (Age::Toddler, &[2]),
    (Age::Preschool, &[3]),
    (Age::School, &[3]),
    (Age::School, &[4]),
    (Age::School, &[5]),
    (Age::Preschool, &[5]),
];

/// How many families there are. The user of that number created it.
pub(crate) const FAMILIES: usize = 6;
/// A parent in the first family, who did not create it.
pub(crate) const PARENT: usize = FAMILIES;
/// A member of no family.
pub(crate) const STRANGER: usize = FAMILIES + 1;
/// The user who is the first host; the others follow.
pub(crate) const HOSTS: usize = 10;
/// The first of two who keep the books.
pub(crate) const KEEPERS: usize = 20;

fn key(kind: u32, number: usize) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

pub(crate) fn user(number: usize) -> String {
    key(1, number)
}

pub(crate) fn family(number: usize) -> String {
    key(2, number)
}

pub(crate) fn child(number: usize) -> String {
    key(3, number)
}

pub(crate) fn member(family: usize, child: usize) -> String {
    key(4, family * 100 + child)
}

pub(crate) fn host(number: usize) -> String {
    key(5, number)
}

/// A member with a token.
pub(crate) fn as_member(user: usize) -> Caller {
    Caller { role: "momni_member", user: Some(self::user(user)) }
}

/// One of the two who keep the books.
pub(crate) fn as_keeper(which: usize) -> Caller {
    Caller { role: "momni_financial_administrator", user: Some(user(KEEPERS + which)) }
}

/// Whom a test makes a community administrator: a keeper of books, who takes no part.
pub(crate) fn as_administrator() -> Caller {
    Caller { role: "momni_community_administrator", user: Some(user(KEEPERS)) }
}

/// What runs by itself, and what talks to providers.
pub(crate) fn as_job() -> Caller {
    Caller { role: "momni_jobs", user: None }
}

pub(crate) fn as_webhook() -> Caller {
    Caller { role: "momni_webhook", user: None }
}

/// Somebody without a token.
pub(crate) fn as_anonymous() -> Caller {
    Caller { role: "momni_anonymous", user: None }
}

/// Lets all of them in, as the operator.
pub(crate) async fn set(operator: &Wire) {
    operator.rows(&people()).await;
    operator.rows(&houses()).await;
}

fn people() -> String {
    let mut sql = String::new();
    let members = (0..=STRANGER).chain((0..hosts().len()).map(|n| HOSTS + n));
    let keepers = (0..2).map(|n| KEEPERS + n);
    for (number, role) in
        members.map(|n| (n, "member")).chain(keepers.map(|n| (n, "financial_administrator")))
    {
        let id = user(number);
        write!(
            sql,
            "insert into app.users (id, email) values ('{id}', 'u{number}@momni.example');
             insert into app.user_roles (user_id, role, reason) values ('{id}', '{role}', 'x');
             insert into app.personal_profiles (user_id, display_name, visibility) values ('{id}', 'U{number}', 'family');"
        )
        .unwrap();
    }
    for number in 0..FAMILIES {
        let (id, creator) = (family(number), user(number));
        write!(
            sql,
            "insert into app.families (id, name, creator_id) values ('{id}', 'F{number}', '{creator}');
             insert into app.family_members (family_id, user_id, kind) values ('{id}', '{creator}', 'parent');
             insert into app.family_profiles (family_id, display_name, visibility) values ('{id}', 'F{number}', 'family');"
        )
        .unwrap();
    }
    write!(
        sql,
        "insert into app.family_members (family_id, user_id, kind)
         values ('{}', '{}', 'parent'), ('{}', '{}', 'relative');",
        family(0),
        user(PARENT),
        family(FAMILIES - 1),
        user(HOSTS)
    )
    .unwrap();
    for (number, (age, families)) in CHILDREN.iter().enumerate() {
        write!(
            sql,
            "insert into app.children (id, given_name, birth_date, created_by)
             values ('{}', 'C{number}', current_date - interval '{} months', '{}');",
            child(number),
            age.months(),
            user(families[0])
        )
        .unwrap();
        for family_number in *families {
            write!(
                sql,
                "insert into app.family_members (id, family_id, child_id, kind) values ('{}', '{}', '{}', 'child');",
                member(*family_number, number),
                family(*family_number),
                child(number)
            )
            .unwrap();
        }
    }
    sql
}

fn houses() -> String {
    let mut sql = String::new();
    for (number, terms) in hosts().iter().enumerate() {
        let (id, user) = (host(number), user(HOSTS + number));
        let keeper = self::user(KEEPERS);
        write!(
            sql,
            "insert into app.hosts (id, user_id, status, time_zone, country, currency)
               values ('{id}', '{user}', 'listed', 'UTC', 'DE', 'EUR');
             insert into app.host_profiles (host_id, headline, about, languages, ages, locality)
               values ('{id}', 'H{number}', 'A house.', '{{en}}', '[1,11)', 'Berlin');
             insert into app.host_addresses (host_id, line1, locality, country) values ('{id}', '1 Street', 'Berlin', 'DE');
             insert into app.identity_verifications (user_id, document_kind, document_country, status, valid_until, decided_at, decided_by, decision_reason)
               values ('{user}', 'passport', 'DE', 'clear', '2100-01-01', '2026-01-02', '{keeper}', 'x');
             insert into app.background_checks (user_id, country, provider, external_reference, status, completed_at, valid_until, decided_at)
               values ('{user}', 'DE', 'trust', 'T-{number}', 'clear', '2026-01-03', '2100-01-01', '2026-01-03');
             insert into app.host_insurances (host_id, insurer, policy_number, covers, amount, currency, status, valid_until, decided_at, decided_by, decision_reason)
               values ('{id}', 'Lake', 'L{number}', '[2020-01-01,2100-01-01)', 500000000, 'EUR', 'clear', '2100-01-01', '2026-01-04', '{keeper}', 'x');
             insert into app.host_terms (host_id, places, exclusive, buffer, minimum_notice, minimum_stay, maximum_stay, cancellation_policy)
               values ('{id}', {}, {}, '{} seconds', '{} seconds', '{} seconds', '{} seconds', '{}');
             insert into app.availability_rules (host_id, starts_at, ends_at, rule)
               values ('{id}', '2026-01-01 00:00', '2026-01-02 00:00', 'FREQ=DAILY');",
            terms.places, terms.exclusive, terms.buffer, terms.notice, terms.shortest, terms.longest, terms.policy
        )
        .unwrap();
        for (age, capacity) in Age::ALL.iter().zip(terms.capacities) {
            if let Some((places, price)) = capacity {
                write!(
                    sql,
                    "insert into app.host_capacities (host_id, age_group, places, price_per_hour) values ('{id}', '{}', {places}, {price});",
                    age.name()
                )
                .unwrap();
            }
        }
    }
    sql
}
