//! Eight connections do whatever comes to their minds with few hosts, at read committed and repeatable read. Whatever is refused was
//! declared; what must hold of all rows holds afterwards.

use super::deadlock;
use super::declared::{self, Declared};
use super::deed::{Codes, Deed, draw};
use super::invariants;
use super::random::Random;
use super::scene;
use super::server::Clone;
use super::time;
use super::view::View;
use super::wire::{Wire, is_to_be_tried_again};
use crate::support::request::{Refusal, Rows};
use futures_util::future::join_all;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const CONNECTIONS: u64 = 8;
/// How often a client tries a transaction that met another.
const TRIES: usize = 20;
/// After how many deeds somebody looks at what there is.
const LOOK: usize = 12;

/// What all have in common.
struct Common {
    declared: Declared,
    codes: Mutex<Codes>,
    began: i64,
    /// By function and outcome, how often.
    outcomes: Mutex<BTreeMap<String, usize>>,
    /// What was not declared.
    findings: Mutex<Vec<String>>,
}

pub(crate) async fn many_at_once(seed: u64, operations: usize) {
    let database = Clone::new("hammer_concurrent").await;
    let operator = Wire::open(&database.operator).await;
    // So that stays are agreed on, begin and end within the time of the test.
    operator.rows("update app.host_terms set minimum_notice = '0'").await;
    operator.rows("update app.booking_settings set check_in_before = '12 hours'").await;
    for number in 0..scene::hosts().len() {
        let account =
            format!("select app.set_payout_account('{}', 'stripe', 'acct')", scene::host(number));
        operator.rows(&account).await;
    }
    let began = time::now(&operator).await;
    let common = Arc::new(Common {
        declared: declared::errors(),
        codes: Mutex::default(),
        began,
        outcomes: Mutex::default(),
        findings: Mutex::default(),
    });
    let mut tasks = Vec::new();
    for number in 0..CONNECTIONS {
        let mut somebody = Somebody {
            callers: Wire::open(&database.authenticator).await,
            operator: Wire::open(&database.operator).await,
            random: Random::of(seed.wrapping_mul(1000) + number),
            first: number == 0,
            common: common.clone(),
        };
        let deeds = operations / usize::try_from(CONNECTIONS).unwrap();
        tasks.push(async move { somebody.acts(deeds).await });
    }
    join_all(tasks).await;
    if std::env::var_os("OUTCOMES").is_some() {
        eprintln!("{:#?}", common.outcomes.lock().unwrap());
    }
    let mut findings = common.findings.lock().unwrap().clone();
    findings.extend(invariants::broken(&operator).await);
    assert!(findings.is_empty(), "SEED={seed}: {}", findings.join("\n"));
    invariants::something_happened(&operator, operations).await;
    drop(operator);
    database.end().await;
}

/// One of them.
struct Somebody {
    callers: Wire,
    operator: Wire,
    random: Random,
    /// Whether they let all call as often as they like.
    first: bool,
    common: Arc<Common>,
}

impl Somebody {
    async fn acts(&mut self, deeds: usize) {
        let mut view = View::default();
        for number in 0..deeds {
            if number % LOOK == 0 {
                view = View::of(&self.operator).await;
                if self.first {
                    self.operator.rows("delete from app.rate_limits").await;
                }
            }
            let deed = {
                let codes = self.common.codes.lock().unwrap();
                draw(&mut self.random, &view, &codes, self.common.began)
            };
            self.does(&deed).await;
        }
    }

    async fn does(&mut self, deed: &Deed) {
        if let Some(before) = &deed.before {
            let done = self.tried(async |it| it.operator.run(before).await).await;
            if let Err(refusal) = done {
                self.common.findings.lock().unwrap().push(format!("{before}: {refusal:?}"));
            }
        }
        // What somebody did alone is summed up at read committed only: `docs/momni/decisions/money.md`.
        let orders = deed.caller.role == "momni_financial_administrator";
        let isolation = !orders && self.random.chance(20);
        let outcome = self.tried(async |it| it.once(deed, isolation).await).await;
        let said =
            outcome.as_ref().map_or_else(|refusal| refusal.code.clone(), |_| "ok".to_owned());
        let count = format!("{} {said}", deed.function);
        *self.common.outcomes.lock().unwrap().entry(count).or_default() += 1;
        match outcome {
            Ok(rows) => self.keep_code(deed, &rows),
            Err(refusal) if self.is_declared(deed, &refusal) => {}
            Err(refusal) => {
                let mut findings = self.common.findings.lock().unwrap();
                findings.push(format!("{deed:?}\n    {}: {}", refusal.code, refusal.text));
            }
        }
    }

    /// The call, as one transaction.
    async fn once(&self, deed: &Deed, repeatable_read: bool) -> Result<Rows, Refusal> {
        let isolation =
            if repeatable_read { "set transaction isolation level repeatable read;" } else { "" };
        let wire = if deed.caller.user.is_some() { &self.callers } else { &self.operator };
        let call = format!("select * from {}({})", deed.function, deed.arguments);
        wire.ask_at(isolation, &deed.caller, &call).await
    }

    /// Tries again as a client does.
    async fn tried(
        &self,
        mut once: impl AsyncFnMut(&Self) -> Result<Rows, Refusal>,
    ) -> Result<Rows, Refusal> {
        let mut tries = TRIES;
        loop {
            let outcome = once(self).await;
            match &outcome {
                Err(refusal) if is_to_be_tried_again(refusal) && tries > 0 => {
                    let count = format!("met another {}", refusal.code);
                    // All take locks in one order, so nobody waits in a circle: but two hosts who agree to take one child at the
                    // same instant, each of whom waits for what becomes of the other's agreement.
                    if refusal.code == "40P01" && !refusal.text.contains("\"booking_children\"") {
                        let met = format!("40P01: {}", deadlock::told(refusal));
                        self.common.findings.lock().unwrap().push(met);
                    }
                    *self.common.outcomes.lock().unwrap().entry(count).or_default() += 1;
                    // As a client does: who comes back at once meets the same one again.
                    let pause = 1 << (TRIES - tries).min(8);
                    tokio::time::sleep(Duration::from_millis(5 * pause)).await;
                    tries -= 1;
                }
                _ => return outcome,
            }
        }
    }

    fn is_declared(&self, deed: &Deed, refusal: &Refusal) -> bool {
        // Who may not call at all, and arguments of no proper form: what `docs/momni.md` says of every function.
        let everywhere = ["42501", "22023"].contains(&refusal.code.as_str());
        let declared = self.common.declared.get(deed.function);
        everywhere || declared.is_some_and(|codes| codes.contains(&refusal.code))
    }

    fn keep_code(&self, deed: &Deed, rows: &Rows) {
        let Some(name) = &deed.code else { return };
        let cell = |n: usize| rows[0][n].clone().unwrap();
        let (name, code) =
            if name == "group" { (cell(0), cell(2)) } else { (name.clone(), cell(0)) };
        self.common.codes.lock().unwrap().insert(name, code);
    }
}
