//! The same calls by the generated client, by hand with tokio-postgres, and by Cornucopia, by turns.
//!
//! `sides URL ROUND` runs one round, each side on a connection of its own, and prints a line of JSON for each thing that is
//! measured: the least time of each side, in microseconds. By hand is there twice, so that it can be seen how far two sides are apart that do the same.

mod by_hand;
mod cornucopia;
mod ours;

use by_hand::ByHand;
use cornucopia::Cornucopia;
use every_client::{Claims, Client, Error, Role, Transaction, User, forms};
use serde_json::json;
use std::time::{Duration, Instant};

/// Who is calling, as claims and role.
const IDENTITY: (&str, &str) = (r#"{"role":"every_caller","sub":"somebody"}"#, "every_caller");

/// Calls in a row, where one is too short to be timed.
const CALLS: i32 = 5;

/// Turns that prepare what is prepared once, and are not counted.
const WARM: usize = 3;

/// The sides by their places.
const NAMES: [&str; 4] = ["client", "by_hand", "again", "cornucopia"];

/// Calls within a transaction that is open.
trait Side {
    async fn single(&self, it: i32) -> i32;

    /// Reads all rows, and says how many there are.
    async fn things(&self) -> usize;

    async fn save_things(&self, things: Vec<(String, String)>);

    /// Calls that are sent before the first one is answered.
    async fn pipelined(&self, count: i32) -> Vec<i32>;
}

#[derive(Clone, Copy)]
enum Work {
    OneRow,
    ManyRows,
    Batch,
    Pipelined,
}

impl Work {
    const ALL: [Self; 4] = [Self::OneRow, Self::ManyRows, Self::Batch, Self::Pipelined];

    /// What it is called, and how often it is done: what is short needs luck on a busy machine, and gets it.
    fn what(self) -> (&'static str, usize) {
        match self {
            Self::OneRow => ("one row", 2_000),
            Self::ManyRows => ("10,000 rows", 100),
            Self::Batch => ("1,000 inserts in a batch", 60),
            Self::Pipelined => ("100 calls pipelined", 300),
        }
    }

    /// Does it once; `fresh` are keys that nobody has used.
    async fn time(self, side: &impl Side, fresh: &str) -> Duration {
        let row = |it| (format!("{fresh} {it}"), format!("title {it}"));
        let rows: Vec<(String, String)> = match self {
            Self::Batch => (0..1_000).map(row).collect(),
            _ => Vec::new(),
        };
        let begin = Instant::now();
        match self {
            Self::OneRow => {
                for it in 0..CALLS {
                    assert_eq!(side.single(it).await, it * 2);
                }
                return begin.elapsed() / CALLS as u32;
            }
            Self::ManyRows => assert_eq!(side.things().await, 10_000),
            Self::Batch => side.save_things(rows).await,
            Self::Pipelined => assert_eq!(side.pipelined(100).await[99], 198),
        }
        begin.elapsed()
    }
}

/// The order of a turn: each side is at each place, before and after each other one.
fn order(turn: usize) -> [usize; 4] {
    let mut order = [0, 1, 2, 3];
    order.rotate_left(turn % 4);
    if turn / 4 % 2 == 1 {
        order.reverse();
    }
    order
}

/// The least time of each side.
struct Least([Duration; 4]);

impl Least {
    const NONE: Self = Self([Duration::MAX; 4]);

    fn took(&mut self, turn: usize, side: usize, time: Duration) {
        if turn >= WARM {
            self.0[side] = self.0[side].min(time);
        }
    }

    fn print(&self, what: &str) {
        let mut line = json!({ "what": what });
        for (name, least) in NAMES.iter().zip(self.0) {
            line[name] = json!(least.as_secs_f64() * 1e6);
        }
        println!("{line}");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (url, round) = (arguments.next().unwrap(), arguments.next().unwrap());
    let client = Client::builder(&url).unwrap().connections(1).build().unwrap();
    let user = client.as_user(&Claims::new(Role::EveryCaller).subject("somebody"));
    let (hand, again) = (ByHand::connect(&url).await, ByHand::connect(&url).await);
    let mut cornucopia = Cornucopia::connect(&url).await;
    let (sides, fresh) = (&(&hand, &again, &cornucopia), &round);
    user.transaction(|tx| async move {
        within(&tx, *sides, fresh).await;
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
    alone(&user, &hand, &again, &mut cornucopia).await;
}

/// What is done within one transaction.
async fn within(
    ours: &Transaction,
    (hand, again, cornucopia): (&ByHand, &ByHand, &Cornucopia),
    fresh: &str,
) {
    hand.begin().await;
    again.begin().await;
    cornucopia.begin().await;
    for work in Work::ALL {
        let (what, turns) = work.what();
        let mut least = Least::NONE;
        for turn in 0..turns + WARM {
            for side in order(turn) {
                let fresh = format!("{fresh} {side} {turn}");
                let time = match side {
                    0 => work.time(ours, &fresh).await,
                    1 => work.time(hand, &fresh).await,
                    2 => work.time(again, &fresh).await,
                    _ => work.time(cornucopia, &fresh).await,
                };
                least.took(turn, side, time);
            }
        }
        least.print(what);
    }
    hand.end().await;
    again.end().await;
    cornucopia.end().await;
}

/// A call by itself: its transaction, role and claims are part of it.
async fn alone(user: &User, hand: &ByHand, again: &ByHand, cornucopia: &mut Cornucopia) {
    let mut least = Least::NONE;
    for turn in 0..1_000 + WARM {
        for side in order(turn) {
            let begin = Instant::now();
            for it in 0..CALLS {
                let answer = match side {
                    0 => forms::single(user, it).await.unwrap(),
                    1 => hand.alone(it).await,
                    2 => again.alone(it).await,
                    _ => cornucopia.alone(it).await,
                };
                assert_eq!(answer, it * 2);
            }
            least.took(turn, side, begin.elapsed() / CALLS as u32);
        }
    }
    least.print("one row, with its transaction");
}
