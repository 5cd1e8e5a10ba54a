//! Those who read and write all the time, and how long each of their statements took.

use super::table::customers;
use momni_db::connect::{Session, Target, connect};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Between two statements of a client: what is measured is how long others are kept waiting, not how much they get done.
const PAUSE: Duration = Duration::from_millis(1);

/// The waits of all clients.
#[derive(Debug, Clone)]
pub(crate) struct Waits {
    /// The longest of any client.
    pub(crate) longest: Duration,
    /// What 999 of 1,000 statements took at most.
    pub(crate) usual: Duration,
}

/// Clients at work. They stop when told to.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    /// From when on it counts, in microseconds after the begin.
    counted: Arc<AtomicU64>,
    begun: Instant,
    clients: Vec<JoinHandle<Vec<Duration>>>,
}

impl Load {
    pub(crate) fn start(target: &Target, rows: u64, clients: u64) -> Self {
        let (stop, counted) =
            (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(u64::MAX)));
        let begun = Instant::now();
        let client = |number: u64| {
            let (target, stop, counted) = (target.clone(), stop.clone(), counted.clone());
            std::thread::spawn(move || {
                wait(work(&target, rows, number, &stop, || {
                    begun.elapsed().as_micros() >= u128::from(counted.load(Ordering::Relaxed))
                }))
            })
        };
        let clients = (0..clients).map(client).collect();
        Self { stop, counted, begun, clients }
    }

    /// Lets the clients come to their pace; what they wait counts from then on.
    pub(crate) fn warm(&self) {
        std::thread::sleep(Duration::from_millis(700));
        let now = u64::try_from(self.begun.elapsed().as_micros()).unwrap();
        self.counted.store(now, Ordering::Relaxed);
    }

    pub(crate) fn stop(self) -> Waits {
        self.stop.store(true, Ordering::Relaxed);
        let mut all: Vec<Duration> =
            self.clients.into_iter().flat_map(|client| client.join().expect("a client")).collect();
        all.sort_unstable();
        let at = (all.len() * 999 / 1000).min(all.len().saturating_sub(1));
        Waits { longest: all[all.len() - 1], usual: all[at] }
    }
}

/// Reads, updates and inserts by turns, and gives how long each statement took that counts.
async fn work(
    target: &Target,
    rows: u64,
    number: u64,
    stop: &AtomicBool,
    counts: impl Fn() -> bool,
) -> Vec<Duration> {
    let client = connect(target).await.unwrap().client;
    // Whatever happens to the columns, what is read keeps its type: a prepared statement would fail.
    let read =
        client.prepare("select customer_id, amount::bigint, state from orders where id = $1");
    let read = read.await.unwrap();
    let join = "select count(*), max(o.amount::bigint) from orders o join customers c on c.id = o.customer_id \
                where o.id between $1 and $1 + 20";
    let join = client.prepare(join).await.unwrap();
    let update = "update orders set amount = (amount + 1) % 1000, state = $2 where id = $1";
    let update = client.prepare(update).await.unwrap();
    let insert = "insert into orders (id, customer_id, amount, state, code, note) \
                  values ($1, $2, 1, 'open', $3, 'new')";
    let insert = client.prepare(insert).await.unwrap();
    let (mut state, mut next) = (number + 1, (number + 1) << 40);
    let mut took = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let id = i64::try_from((state >> 20) % rows).unwrap();
        let begun = Instant::now();
        let done = match (state >> 60) % 8 {
            0..=3 => client.query(&read, &[&id]).await.map(|_| ()),
            4 => client.query(&join, &[&id]).await.map(|_| ()),
            5..=6 => {
                let states = ["open", "paid", "sent", "back"];
                let to = states[usize::try_from(state >> 50).unwrap() % 4];
                client.execute(&update, &[&id, &to]).await.map(|_| ())
            }
            _ => {
                next += 1;
                let new = i64::try_from(next).unwrap();
                let customer = i32::try_from(next % customers(rows)).unwrap();
                client.execute(&insert, &[&new, &customer, &format!("new {new}")]).await.map(|_| ())
            }
        };
        let lasted = begun.elapsed();
        done.unwrap_or_else(|error| panic!("a client: {error:?}"));
        if counts() {
            took.push(lasted);
        }
        tokio::time::sleep(PAUSE).await;
    }
    took
}

/// Somebody who reads the table for some seconds, in a transaction.
pub(crate) struct Reader(Option<JoinHandle<()>>);

impl Reader {
    /// It has begun to read when this returns.
    pub(crate) fn start(target: &Target, seconds: u64) -> Self {
        let (target, (sender, begun)) = (target.clone(), std::sync::mpsc::channel());
        let thread = std::thread::spawn(move || {
            wait(async {
                let session: Session = connect(&target).await.unwrap();
                session.batch("begin; select id from orders limit 1").await.unwrap();
                sender.send(()).unwrap();
                session.batch(&format!("select pg_sleep({seconds}); commit")).await.unwrap();
            });
        });
        begun.recv().expect("a reader");
        Self(Some(thread))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            thread.join().expect("a reader");
        }
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(future)
}
