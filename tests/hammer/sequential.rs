//! One operation after the other, each compared with what the model says must come of it, and from time to time all rows.

use super::compare::differences;
use super::draw;
use super::model::{Made, Model};
use super::operation::Operation;
use super::random::Random;
use super::scene::{self, AWAY};
use super::server::Clone;
use super::time;
use super::wire::Wire;
use crate::support::request::Rows;

/// After how many operations all rows are compared.
const BATCH: usize = 50;

/// How far the clock of the server may be ahead of the model's, in seconds. What the database reckons from its own clock is
/// five minutes from any other moment at least.
const AHEAD: i64 = 30;

/// The database of a run, and what is known of it.
struct Run {
    operator: Wire,
    callers: Wire,
    model: Model,
    /// What the clock of the server says at the moment 0 of the model, had nothing been moved back: seconds since 1970.
    began: i64,
    /// In how many of a hundred cases somebody does something with money.
    money: u64,
    log: Vec<String>,
}

/// Where a run failed: at which operation, why, and what was done before.
pub(crate) struct Failure {
    pub(crate) at: usize,
    pub(crate) why: String,
    pub(crate) log: Vec<String>,
}

/// Runs the operations that these seeds draw, in a database of its own.
pub(crate) async fn run(name: &str, seeds: &[u64], money: u64) -> Result<(), Failure> {
    let database = Clone::new(name).await;
    let mut run = Run::begin(&database, money).await;
    let mut failure = None;
    for (at, seed) in seeds.iter().enumerate() {
        let mut done = run.operation(*seed).await;
        if done.is_ok() && ((at + 1) % BATCH == 0 || at + 1 == seeds.len()) {
            done = run.compare().await;
        }
        if let Err(why) = done {
            failure = Some((at, why));
            break;
        }
    }
    let Run { log, .. } = run;
    database.end().await;
    failure.map_or(Ok(()), |(at, why)| Err(Failure { at, why, log }))
}

impl Run {
    async fn begin(database: &Clone, money: u64) -> Self {
        let operator = Wire::open(&database.operator).await;
        let callers = Wire::open(&database.authenticator).await;
        let began = time::now(&operator).await;
        let run = Self { operator, callers, model: Model::new(), began, money, log: Vec::new() };
        let host = scene::host(scene::hosts().len() - 1);
        let [from, until] =
            [AWAY.0, AWAY.1].map(|at| format!("{} at time zone 'UTC'", run.clock(at)));
        let away = format!(
            "insert into app.availability_exceptions (host_id, kind, starts_at, ends_at) values ('{host}', 'closed', {from}, {until})"
        );
        run.operator.rows(&away).await;
        for number in 0..scene::hosts().len() {
            let host = scene::host(number);
            let account = format!("select app.set_payout_account('{host}', 'stripe', 'acct')");
            run.operator.rows(&account).await;
        }
        run
    }

    /// A moment of the model in SQL. What lies behind has been moved back in the database.
    fn clock(&self, moment: i64) -> String {
        format!("to_timestamp({})", self.began + moment - self.model.now)
    }

    /// On a busy machine the server's clock goes on while that of the model stands still: all moments go with it.
    async fn keeps_up(&mut self) {
        let ahead = time::now(&self.operator).await - self.began;
        if ahead >= AHEAD {
            self.operator.rows(&time::passes(-ahead)).await;
            self.began += ahead;
        }
    }

    /// Draws an operation and does it here and there.
    async fn operation(&mut self, seed: u64) -> Result<(), String> {
        self.keeps_up().await;
        let operation = draw::operation(&mut Random::of(seed), &self.model, self.money);
        let (caller, sql) = operation.call(&self.model, &|moment| self.clock(moment));
        let before = self.model.bookings.len();
        let expected = self.model.attempt(|model| operation.apply(model));
        let said = match &caller {
            Some(caller) if caller.role == "momni_jobs" || caller.role == "momni_webhook" => {
                self.operator.ask(caller, &sql).await
            }
            Some(caller) => self.callers.ask(caller, &sql).await,
            None => self.operator.run(&sql).await,
        };
        let shown = if sql.len() > 400 { &sql[..20] } else { sql.as_str() };
        let outcome = match (&expected, &said) {
            (Ok(_), Ok(rows)) => format!("{rows:?}"),
            (_, Err(refusal)) => refusal.code.clone(),
            (Err(_), Ok(_)) => "was not refused".to_owned(),
        };
        self.log.push(format!("{operation:?}\n    {shown}\n    {outcome}"));
        match (expected, said) {
            (Ok(made), Ok(rows)) => self.learn(&operation, made, &rows, before).await,
            (Err(reasons), Err(refusal)) if reasons.contains(&refusal.code.as_str()) => Ok(()),
            (expected, said) => Err(format!("expected {expected:?}\nbut it was {said:?}")),
        }
    }

    /// Takes the keys over that the database made.
    async fn learn(
        &mut self,
        operation: &Operation,
        made: Made,
        rows: &Rows,
        before: usize,
    ) -> Result<(), String> {
        let cell = |n: usize| rows.first().and_then(|row| row[n].clone()).unwrap_or_default();
        if let Some(answer) = &made.answer
            && *answer != cell(0)
        {
            return Err(format!("expected the answer {answer}, but it was {}", cell(0)));
        }
        let model = &mut self.model;
        if let Some(number) = made.group {
            model.groups[number].id = cell(0);
            model.groups[number].code = cell(2);
        }
        if let Some(number) = made.booking {
            model.bookings[number].id = cell(usize::from(made.group.is_some()));
        }
        if let Some(number) = made.entry {
            model.entries[number].id = cell(0);
        }
        if let Some(number) = made.wish {
            model.wishes[number].id = cell(0);
        }
        let books = &mut model.books;
        if let Some(number) = made.payment {
            books.payments[number].id = cell(0);
        }
        if let Some(number) = made.attempt {
            books.attempts[number].id = cell(0);
        }
        if let Some(number) = made.dispute {
            books.disputes[number].id = cell(0);
        }
        if let Some(number) = made.order {
            books.orders[number].id = cell(0);
            if made.done != Some(&cell(1)) {
                return Err(format!("expected done: {:?}, but it was {}", made.done, cell(1)));
            }
        }
        if let Operation::MakeCode { booking, check_in, .. } = operation {
            let booking = &mut model.bookings[*booking];
            let code = if *check_in { &mut booking.check_in } else { &mut booking.check_out };
            code.as_mut().unwrap().code = cell(0);
        }
        self.learn_offers(before).await?;
        self.learn_money().await
    }

    /// Takes the keys over of what followed from something else: refunds, payouts, disputes of banks.
    async fn learn_money(&mut self) -> Result<(), String> {
        let books = &mut self.model.books;
        for number in 0..books.refunds.len() {
            if !books.refunds[number].id.is_empty() {
                continue;
            }
            let known: Vec<String> = books
                .refunds
                .iter()
                .filter(|it| !it.id.is_empty())
                .map(|it| it.id.clone())
                .collect();
            let refund = &mut books.refunds[number];
            // Of what was paid twice it matters by which attempt.
            let whose = refund.surplus.map_or("cause <> 'surplus'".to_owned(), |attempt| {
                format!("cause = 'surplus' and attempt_id = '{}'", books.attempts[attempt].id)
            });
            let sql = format!(
                "select id from app.refunds where intent_id = '{}' and amount = {} and provider_amount = {} and {whose} and id <> all ('{{{}}}') limit 1",
                books.payments[refund.payment].id,
                refund.amount,
                refund.by_provider,
                known.join(",")
            );
            refund.id = found(&self.operator, &sql)
                .await
                .ok_or_else(|| format!("there is no {refund:?}"))?;
        }
        for payout in books.payouts.iter_mut().filter(|it| it.id.is_empty()) {
            let sql = format!(
                "select id from app.payouts where host_id = '{}' and amount = {} order by created_at desc limit 1",
                scene::host(payout.host),
                payout.amount
            );
            payout.id = found(&self.operator, &sql)
                .await
                .ok_or_else(|| format!("there is no {payout:?}"))?;
        }
        for dispute in books.disputes.iter_mut().filter(|it| it.id.is_empty()) {
            let reference = dispute.reference.clone().unwrap_or_default();
            let sql =
                format!("select id from app.disputes where provider_reference = '{reference}'");
            dispute.id = found(&self.operator, &sql)
                .await
                .ok_or_else(|| format!("there is no {dispute:?}"))?;
        }
        Ok(())
    }

    /// Takes over which bookings were offered to those who wait.
    async fn learn_offers(&mut self, before: usize) -> Result<(), String> {
        let model = &mut self.model;
        let offered = |it: &super::model::Entry| it.booking.is_some_and(|number| number >= before);
        for entry in model.entries.iter().filter(|it| offered(it)) {
            let sql =
                format!("select booking_id from app.waitlist_entries where id = '{}'", entry.id);
            let Some(id) = self.operator.rows(&sql).await.remove(0).remove(0) else {
                return Err(format!("nothing was offered to {entry:?}"));
            };
            model.bookings[entry.booking.unwrap()].id = id;
        }
        Ok(())
    }

    /// Compares all rows, and lets callers call again.
    async fn compare(&self) -> Result<(), String> {
        self.operator.rows("delete from app.rate_limits").await;
        let differ = differences(&self.operator, &self.model, &|moment| self.clock(moment)).await;
        if differ.is_empty() { Ok(()) } else { Err(differ.join("\n")) }
    }
}

/// The one value of a query. None without a row.
async fn found(operator: &Wire, sql: &str) -> Option<String> {
    operator.rows(sql).await.pop()?.pop()?
}
