//! What those who keep the books order, and disputes with Momni, which they decide.

use super::{Made, Model, PaymentStatus, Refused};
use crate::hammer::scene::DAY;

/// What is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ordered {
    Refund { payment: usize, as_credit: bool },
    Credit { user: usize, expires: Option<i64> },
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderStatus {
    Pending,
    Done,
    Declined,
    Withdrawn,
}

#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) what: Ordered,
    pub(crate) amount: i64,
    /// Which of those who keep the books.
    pub(crate) by: usize,
    pub(crate) status: OrderStatus,
    needs_second: bool,
    at: i64,
}

impl Order {
    /// Whether it is a refund of a payment that waits for a second person: nobody is paid what it gives back.
    pub(crate) fn waits_over(&self, number: usize) -> bool {
        let over = matches!(self.what, Ordered::Refund { payment, .. } if payment == number);
        over && self.status == OrderStatus::Pending
    }
}

/// How far a dispute is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DisputeStatus {
    Open,
    Upheld,
    Rejected,
    Withdrawn,
}

#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) id: String,
    pub(crate) payment: usize,
    pub(crate) amount: i64,
    /// What the bank's provider calls it. None for one with Momni.
    pub(crate) reference: Option<String>,
    /// Which attempt it is over, where that is what was paid twice: only the refund of that hangs on it.
    pub(crate) over_surplus: Option<usize>,
    pub(crate) status: DisputeStatus,
}

impl Dispute {
    pub(crate) fn is_live(&self) -> bool {
        self.status == DisputeStatus::Open
    }
}

impl Model {
    /// `api.refund_payment` and `api.grant_credit`
    pub(crate) fn order(&mut self, by: usize, what: Ordered, amount: i64) -> Result<Made, Refused> {
        // The sum of what somebody did alone of a kind within a day is bounded.
        let (kind, limit) = match what {
            Ordered::Refund { .. } => (true, 50_000),
            Ordered::Credit { .. } => (false, 10_000),
        };
        let alone = |it: &&Order| {
            let counts = matches!(it.status, OrderStatus::Pending | OrderStatus::Done);
            let same = matches!(it.what, Ordered::Refund { .. }) == kind && it.by == by;
            counts && same && !it.needs_second && self.now < it.at + DAY
        };
        let before: i64 = self.books.orders.iter().filter(alone).map(|it| it.amount).sum();
        let needs_second = before + amount > limit;
        // What waits for somebody else must be possible when it is ordered.
        if let (Ordered::Refund { payment, .. }, true) = (what, needs_second) {
            self.books.may_refund(payment, amount)?;
        }
        let status = if needs_second { OrderStatus::Pending } else { OrderStatus::Done };
        let (id, at) = (String::new(), self.now);
        self.books.orders.push(Order { id, what, amount, by, status, needs_second, at });
        let number = self.books.orders.len() - 1;
        if !needs_second {
            self.carry_out(number)?;
        }
        let done = if needs_second { "f" } else { "t" };
        Ok(Made { order: Some(number), done: Some(done), ..Made::default() })
    }

    fn carry_out(&mut self, number: usize) -> Result<(), Refused> {
        let Order { what, amount, .. } = self.books.orders[number];
        self.books.orders[number].status = OrderStatus::Done;
        match what {
            Ordered::Refund { payment, as_credit } => {
                self.books.begin_refund(payment, amount, as_credit)
            }
            Ordered::Credit { user, expires } => {
                self.books.post(&[("credit_expense", 0, amount), ("user_credit", user, -amount)]);
                self.books.add_credit(user, expires, amount);
                Ok(())
            }
        }
    }

    /// `api.approve_money_order`
    pub(crate) fn approve(&mut self, by: usize, number: usize) -> Result<Made, Refused> {
        let order = &self.books.orders[number];
        if order.status != OrderStatus::Pending {
            return Err(vec!["MM306"]);
        }
        if order.by == by {
            return Err(vec!["MM305"]);
        }
        self.carry_out(number)?;
        Ok(Made::default())
    }

    /// `api.decline_money_order`, and `api.withdraw_money_order` for one's own.
    pub(crate) fn call_off_order(
        &mut self,
        by: usize,
        number: usize,
        withdraw: bool,
    ) -> Result<Made, Refused> {
        let order = &mut self.books.orders[number];
        if order.status != OrderStatus::Pending || (order.by == by) != withdraw {
            return Err(vec!["P0002"]);
        }
        order.status = if withdraw { OrderStatus::Withdrawn } else { OrderStatus::Declined };
        Ok(Made::default())
    }

    /// `api.open_dispute`
    pub(crate) fn open_dispute(
        &mut self,
        user: usize,
        number: usize,
        amount: i64,
    ) -> Result<Made, Refused> {
        let payment = &self.books.payments[number];
        if payment.payer != user {
            return Err(vec!["P0002"]);
        }
        if payment.status != PaymentStatus::Captured {
            return Err(vec!["MM304"]);
        }
        let mut reasons = Vec::new();
        if amount > payment.left() {
            reasons.push("MM302");
        }
        if self.books.disputes.iter().any(|it| it.payment == number && it.is_live()) {
            reasons.push("MM307");
        }
        super::refuse(reasons)?;
        let (id, status) = (String::new(), DisputeStatus::Open);
        self.books.disputes.push(Dispute {
            id,
            payment: number,
            amount,
            reference: None,
            over_surplus: None,
            status,
        });
        Ok(Made { dispute: Some(self.books.disputes.len() - 1), ..Made::default() })
    }

    /// `api.withdraw_dispute`
    pub(crate) fn withdraw_dispute(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let dispute = &self.books.disputes[number];
        let payer = self.books.payments[dispute.payment].payer;
        if dispute.reference.is_some() || payer != user {
            return Err(vec!["P0002"]);
        }
        self.end_own_dispute(number, DisputeStatus::Withdrawn)?;
        Ok(Made::default())
    }

    /// `api.decide_dispute`
    pub(crate) fn decide_dispute(
        &mut self,
        by: usize,
        number: usize,
        upheld: bool,
    ) -> Result<Made, Refused> {
        let to = if upheld { DisputeStatus::Upheld } else { DisputeStatus::Rejected };
        self.end_own_dispute(number, to)?;
        if !upheld {
            return Ok(Made::default());
        }
        let Dispute { payment, amount, .. } = self.books.disputes[number];
        // What was given back meanwhile the payer has already.
        let amount = amount.min(self.books.payments[payment].left());
        if amount <= 0 {
            return Ok(Made::default());
        }
        self.order(by, Ordered::Refund { payment, as_credit: false }, amount)
    }

    /// The bank's are not Momni's to decide.
    fn end_own_dispute(&mut self, number: usize, to: DisputeStatus) -> Result<(), Refused> {
        let dispute = &mut self.books.disputes[number];
        if dispute.reference.is_some() || !dispute.is_live() {
            return Err(vec!["MM307"]);
        }
        dispute.status = to;
        Ok(())
    }
}
