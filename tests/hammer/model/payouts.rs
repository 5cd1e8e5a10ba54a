//! What hosts are paid.

use super::{Made, Model, Refused};

/// How far a payout is. Those of the model are let go at once: they are not much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PayoutStatus {
    Ready,
    Sent,
    Paid,
    Failed,
}

#[derive(Debug, Clone)]
pub(crate) struct Payout {
    pub(crate) id: String,
    pub(crate) host: usize,
    pub(crate) amount: i64,
    pub(crate) status: PayoutStatus,
}

impl Model {
    /// `api.draw_up_payouts`
    pub(crate) fn draw_up_payouts(&mut self) -> Result<Made, Refused> {
        let mut drawn = false;
        for host in 0..self.terms.len() {
            let amount = -self.books.balance("host_payable", host);
            if amount < 100 || self.books.closed_accounts.contains(&host) {
                continue;
            }
            drawn = true;
            self.books.post(&[("host_payable", host, amount), ("payouts_in_transit", 0, -amount)]);
            let (id, status) = (String::new(), PayoutStatus::Ready);
            self.books.payouts.push(Payout { id, host, amount, status });
        }
        if drawn { Ok(Made::default()) } else { Err(vec!["MM310"]) }
    }

    /// `app.payout_sent`
    pub(crate) fn payout_sent(&mut self, number: usize) -> Result<Made, Refused> {
        let payout = &mut self.books.payouts[number];
        if payout.status != PayoutStatus::Ready {
            return Err(vec!["P0002"]);
        }
        payout.status = PayoutStatus::Sent;
        Ok(Made::default())
    }
}
