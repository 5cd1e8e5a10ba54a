//! What there is to do something with, as the operator sees it now and then. By the time that somebody does it, others have been there.

use super::wire::Wire;

/// A booking, or a wish to stay longer.
#[derive(Debug, Clone)]
pub(crate) struct Stay {
    pub(crate) id: String,
    pub(crate) host: usize,
    pub(crate) family: usize,
    pub(crate) status: String,
    pub(crate) group: Option<String>,
    /// When it ends, in seconds since 1970.
    pub(crate) ends: i64,
}

/// Something of somebody's that has a status.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    pub(crate) id: String,
    pub(crate) whose: usize,
    pub(crate) status: String,
    pub(crate) amount: i64,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    pub(crate) stays: Vec<Stay>,
    pub(crate) entries: Vec<Thing>,
    pub(crate) groups: Vec<Thing>,
    /// Wishes to stay longer of which nothing has become yet.
    pub(crate) wishes: Vec<Stay>,
    pub(crate) payments: Vec<Thing>,
    pub(crate) attempts: Vec<Thing>,
    pub(crate) refunds: Vec<Thing>,
    pub(crate) disputes: Vec<Thing>,
    pub(crate) orders: Vec<Thing>,
    pub(crate) payouts: Vec<Thing>,
}

/// The number in a key of the scene.
fn number(key: &str) -> usize {
    usize::from_str_radix(&key[24..], 16).unwrap()
}

impl View {
    pub(crate) async fn of(operator: &Wire) -> Self {
        let things = async |sql: &str| {
            let rows = operator.rows(sql).await.into_iter();
            let thing = |row: Vec<Option<String>>| {
                let [id, whose, status, amount] =
                    <[Option<String>; 4]>::try_from(row).unwrap().map(Option::unwrap_or_default);
                let amount = amount.parse().unwrap_or(0);
                Thing { id, whose: number(&whose), status, amount }
            };
            rows.map(thing).collect::<Vec<_>>()
        };
        let stays = "select id, host_id, family_id, status, group_id, extract(epoch from ends_at)::bigint from app.bookings order by created_at desc limit 150";
        let stay = |row: Vec<Option<String>>| {
            let cell = |n: usize| row[n].clone().unwrap_or_default();
            let group = row[4].clone();
            Stay {
                id: cell(0),
                host: number(&cell(1)),
                family: number(&cell(2)),
                status: cell(3),
                group,
                ends: cell(5).parse().unwrap(),
            }
        };
        let wishes = "select id, host_id, family_id, status, null, extract(epoch from ends_at)::bigint from app.booking_extensions where status in ('requested', 'agreed') limit 60";
        Self {
            stays: operator.rows(stays).await.into_iter().map(stay).collect(),
            wishes: operator.rows(wishes).await.into_iter().map(stay).collect(),
            payments: things("select id, payer_id, status, amount from app.payment_intents order by created_at desc limit 60").await,
            entries: things("select id, family_id, status, 0 from app.waitlist_entries where status in ('waiting', 'offered') limit 60").await,
            groups: things("select id, family_id, status, 0 from app.booking_groups order by created_at desc limit 20").await,
            attempts: things("select a.id, p.payer_id, a.status, a.amount from app.payment_attempts a join app.payment_intents p on p.id = a.intent_id order by a.created_at desc limit 60").await,
            refunds: things("select r.id, p.payer_id, r.status, r.provider_amount from app.refunds r join app.payment_intents p on p.id = r.intent_id where r.provider_amount > 0 order by r.created_at desc limit 40").await,
            disputes: things("select d.id, p.payer_id, d.origin || coalesce(' ' || d.provider_reference, ''), d.amount from app.disputes d join app.payment_intents p on p.id = d.intent_id order by d.opened_at desc limit 40").await,
            orders: things("select id, requested_by, status, amount from app.money_orders where status = 'pending' order by created_at desc limit 20").await,
            payouts: things("select id, host_id, status, amount from app.payouts order by created_at desc limit 30").await,
        }
    }
}
