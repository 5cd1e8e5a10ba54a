//! Payments, and what becomes of the money.

use crate::bookings::{hosted, takes};
use crate::homes::{self, agree, ask};
use crate::support;
use crate::world::{Person, World, at, forbidden, one, refused};
use momni_client::bookings::{self, CancelBookingParams, HoldBookingError};
use momni_client::ids::{BookingId, DisputeId, PaymentAttemptId, PaymentIntentId};
use momni_client::money::{
    self, AddDisputeEvidenceError, AddDisputeEvidenceParams, ApproveMoneyOrderError,
    DecideDisputeError, FamilyStatementParams, GetPaymentError, GrantCreditParams,
    HostStatementParams, ListDisputeEvidenceParams, ListDisputesParams, ListRefundsParams,
    ListTaxDocumentsParams, OpenDisputeError, PayBookingError, PayExtensionError,
    RefundPaymentError, RefundPaymentParams, StartPaymentError, StartPaymentParams, UseCreditError,
};
use momni_client::types::{
    BookingStatus, DisputeStatus, ExtensionStatus, LedgerPurpose, PaymentStatus, PostingKind,
    RefundCause, VerificationStatus,
};
use momni_client::values::Date;
use momni_client::verification;

/// Begins to pay a booking: the payment, and the attempt that the provider is asked for.
async fn begin(creator: &Person, booking: BookingId) -> (PaymentIntentId, PaymentAttemptId) {
    let payment = money::pay_booking(&creator.user, booking).await.unwrap();
    let start = StartPaymentParams::builder().payment_id(payment).build();
    let attempt = money::start_payment(&creator.once(), &start).await.unwrap().unwrap();
    (payment, attempt)
}

/// What the provider of payments reports, and what becomes of the report.
pub(crate) async fn report(
    world: &World,
    key: &str,
    what: &str,
    payload: &serde_json::Value,
) -> String {
    let received = format!(
        "select app.receive_provider_event('stripe', '{key}', '{what}', now(), '{payload}')"
    );
    world.of("momni_webhook", &received).await;
    let applied = format!("select app.apply_provider_event('stripe', '{key}')");
    world.of("momni_webhook", &applied).await[0][0].clone().unwrap()
}

/// That an attempt was paid, and so much.
async fn report_paid(world: &World, attempt: PaymentAttemptId, key: &str, amount: i64) -> String {
    let sent = format!("select app.attempt_sent('{attempt}', 'pi_{attempt}')");
    world.of("momni_webhook", &sent).await;
    let paid = serde_json::json!({ "data": { "object": {
        "id": format!("pi_{attempt}"), "status": "succeeded", "amount_received": amount, "currency": "eur",
    } } });
    report(world, key, "payment_intent.succeeded", &paid).await
}

/// Pays a booking; the key of the payment.
pub(crate) async fn pay(world: &World, creator: &Person, booking: BookingId) -> PaymentIntentId {
    let price = bookings::get_booking(&creator.user, booking).await.unwrap().price.0;
    let (payment, attempt) = begin(creator, booking).await;
    assert_eq!(report_paid(world, attempt, &format!("evt_{attempt}"), price).await, "applied");
    payment
}

/// The day of today, and its year.
fn today() -> (Date, i16) {
    let (day, _) = at(0, 0).parts().unwrap();
    (day, day.ymd().unwrap().0.try_into().unwrap())
}

/// What somebody has with Momni, and where.
async fn balances(of: &Person) -> Vec<(LedgerPurpose, i64)> {
    let balances = money::list_my_balances(&of.user).await.unwrap();
    balances.into_iter().map(|it| (it.purpose, it.balance)).filter(|it| it.1 != 0).collect()
}

/// M4.1. A payment is made once, whatever comes twice; its shares are posted and the books balance.
pub(crate) async fn a_payment_is_made_once_and_the_books_balance(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let finn = world.financial_administrator("Finn").await;
    let family = homes::family(&ada, "Lovelace").await;
    let asked = ask(&ada, family, house, 4).await;
    refused!(money::pay_booking(&ada.user, asked), PayBookingError::BookingNotToBePaid(_));
    bookings::accept_booking(&bo.user, asked).await.unwrap();
    for wrong in [&eve.user, &bo.user] {
        refused!(money::pay_booking(wrong, asked), PayBookingError::NoSuchBooking(_));
    }
    forbidden!(money::pay_booking(&finn.user, asked));
    let payment = money::pay_booking(&ada.user, asked).await.unwrap();
    assert_eq!(money::pay_booking(&ada.user, asked).await.unwrap(), payment);
    let start = StartPaymentParams::builder().payment_id(payment).build();
    refused!(money::start_payment(&eve.once(), &start), StartPaymentError::NoSuchPayment(_));
    let key = ada.with_key("pay once");
    let attempt = money::start_payment(&key, &start).await.unwrap().unwrap();
    assert_eq!(money::start_payment(&key, &start).await.unwrap(), Some(attempt));

    // Less than was asked for is a problem for people to look at; the whole pays, and pays once.
    assert_eq!(report_paid(world, attempt, &format!("evt_less_{attempt}"), 1999).await, "problem");
    assert_eq!(
        bookings::get_booking(&ada.user, asked).await.unwrap().status,
        BookingStatus::Accepted
    );
    for key in ["first", "first", "second"] {
        assert_eq!(
            report_paid(world, attempt, &format!("evt_{key}_{attempt}"), 2000).await,
            "applied"
        );
    }
    assert_eq!(
        bookings::get_booking(&ada.user, asked).await.unwrap().status,
        BookingStatus::Confirmed
    );
    let paid = money::get_payment(&bo.user, payment).await.unwrap();
    assert_eq!(paid.status, PaymentStatus::Captured);
    // Twelve percent for Momni, nineteen percent of that for the state.
    let shares = (paid.amount.0, paid.fee_amount.0, paid.tax_amount.0, paid.host_amount.0);
    assert_eq!(shares, (2000, 240, 46, 1714));
    assert_eq!(balances(&bo).await, [(LedgerPurpose::HostHeld, 1714)]);
    refused!(money::get_payment(&eve.user, payment), GetPaymentError::NoSuchRow(_));
    refused!(money::start_payment(&ada.once(), &start), StartPaymentError::PaymentNotInState(_));

    let trial = money::trial_balance(&finn.user).await.unwrap();
    let sum: i64 = trial.iter().filter(|it| it.currency == "EUR").map(|it| it.balance).sum();
    assert!(trial.len() > 2 && sum == 0, "{trial:?}");
    let (month, _) = today();
    let statement = HostStatementParams::builder().month(month).build();
    let line = one(money::host_statement(&bo.user, &statement).await.unwrap());
    assert_eq!((line.kind, line.purpose), (PostingKind::PaymentCaptured, LedgerPurpose::HostHeld));
    let statement = FamilyStatementParams::builder().family_id(family.id).month(month).build();
    let line = one(money::family_statement(&ada.user, &statement).await.unwrap());
    assert_eq!((line.amount, line.booking_id, line.extension_id), (2000, asked, None));
    assert_eq!((line.host_id, line.host_name.as_deref()), (house, Some("Bo")));
    assert_eq!((line.stay_starts_at, line.stay_ends_at), (Some(at(4, 12)), Some(at(4, 14))));
    assert!(money::family_statement(&eve.user, &statement).await.unwrap().is_empty());
}

/// M4.1. The share of a host is held until some days after the stay, and is then there to be paid out.
pub(crate) async fn a_host_is_paid_after_the_stay(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let ada = world.member("Ada").await;
    let family = homes::family(&ada, "Lovelace").await;
    let booking = hosted(world, &ada, family, &bo, house).await;
    world.job("app.release_holds()").await;
    assert_eq!(balances(&bo).await, [(LedgerPurpose::HostHeld, 1714)]);
    world.earlier(booking, 4).await;
    world.job("app.release_holds()").await;
    assert_eq!(balances(&bo).await, [(LedgerPurpose::HostPayable, 1714)]);
    assert_eq!(balances(&ada).await, []);
}

/// M4.2. Money goes back by one administrator, much of it by two, and never more than was paid.
pub(crate) async fn refunds_are_bounded_and_large_ones_take_two(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let ada = world.member("Ada").await;
    let (finn, fiona) =
        (world.financial_administrator("Finn").await, world.financial_administrator("Fiona").await);
    let family = homes::family(&ada, "Lovelace").await;
    bookings::set_my_capacity(&bo.user, momni_client::types::AgeGroup::School, 2, 30_000)
        .await
        .unwrap();
    let booking = agree(&ada, family, &bo, house, 4).await;
    let payment = pay(world, &ada, booking).await;
    let refund = |amount: i64| {
        RefundPaymentParams::builder().payment_id(payment).amount(amount).reason("Sorry.").build()
    };
    forbidden!(money::refund_payment(&ada.once(), &refund(500)));
    forbidden!(money::refund_payment(&bo.once(), &refund(500)));
    let key = finn.with_key("give back once");
    let first = one(money::refund_payment(&key, &refund(500)).await.unwrap());
    assert!(first.done);
    assert_eq!(
        one(money::refund_payment(&key, &refund(500)).await.unwrap()).order_id,
        first.order_id
    );
    let of_payment = ListRefundsParams::builder().by_intent_id(payment).build();
    let told = one(money::list_refunds(&ada.user, &of_payment).await.unwrap());
    assert_eq!(
        (told.amount.0, told.cause, &*told.reason),
        (500, RefundCause::Administrator, "Sorry.")
    );
    // What is too much is refused when it is ordered, though a second person would be asked.
    refused!(
        money::refund_payment(&finn.once(), &refund(60_000)),
        RefundPaymentError::MoreThanLeft(_)
    );

    // With the 500 of before it is more than one may do alone in a day.
    let large = one(money::refund_payment(&finn.once(), &refund(49_600)).await.unwrap());
    assert!(!large.done);
    let other = one(money::refund_payment(&fiona.once(), &refund(59_000)).await.unwrap());
    assert!(!other.done);
    assert_eq!(money::list_refunds(&ada.user, &of_payment).await.unwrap().len(), 1);
    refused!(
        money::approve_money_order(&finn.user, large.order_id),
        ApproveMoneyOrderError::OwnOrder(_)
    );
    forbidden!(money::approve_money_order(&ada.user, large.order_id));
    money::approve_money_order(&fiona.user, large.order_id).await.unwrap();
    refused!(
        money::approve_money_order(&fiona.user, large.order_id),
        ApproveMoneyOrderError::OrderDecidedAlready(_)
    );
    // Each was possible, and both are not.
    refused!(
        money::approve_money_order(&finn.user, other.order_id),
        ApproveMoneyOrderError::MoreThanLeft(_)
    );
    assert_eq!(money::list_refunds(&ada.user, &of_payment).await.unwrap().len(), 2);
    let paid = money::get_payment(&ada.user, payment).await.unwrap();
    assert_eq!(paid.refunded_host.0 + paid.refunded_fee.0 + paid.refunded_tax.0, 50_100);
    // To others there is no such payment and no refund.
    let eve = world.member("Eve").await;
    assert!(money::list_refunds(&eve.user, &of_payment).await.unwrap().is_empty());
}

/// M4.1, M7.4. Balances and the trail are summed up at read committed alone: at another level a job would see what was there before it
/// had its lock, and what was on its way then would be left out for good.
pub(crate) async fn what_others_are_about_to_write_is_not_passed_over(world: &World) {
    let (finn, ada) = (world.financial_administrator("Finn").await, world.member("Ada").await);
    let credit = GrantCreditParams::builder()
        .user_id(ada.id)
        .amount(2000)
        .currency("EUR")
        .reason("For the trouble.")
        .build();
    money::grant_credit(&finn.once(), &credit).await.unwrap();
    for call in ["app.snapshot_balances(1)", "audit.seal()"] {
        for level in ["repeatable read", "serializable"] {
            let session = support::session(world.operator()).await;
            let set = format!("set role momni_jobs; set default_transaction_isolation = '{level}'");
            session.batch(&set).await.unwrap();
            let rows = session.rows(&format!("select {call}")).await.unwrap();
            assert_eq!(rows[0][0].as_deref(), Some("0"), "{call} at {level}");
        }
        assert_ne!(world.job(call).await, "0", "{call}");
    }
}

/// M4.2. What is not due of a booking that is cancelled goes back by itself; credit pays like money.
pub(crate) async fn what_is_not_due_goes_back_by_itself(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let finn = world.financial_administrator("Finn").await;
    let family = homes::family(&ada, "Lovelace").await;
    let credit = GrantCreditParams::builder()
        .user_id(ada.id)
        .amount(2000)
        .currency("EUR")
        .reason("For the trouble.")
        .build();
    money::grant_credit(&finn.once(), &credit).await.unwrap();
    let booking = agree(&ada, family, &bo, house, 10).await;
    let payment = money::pay_booking(&ada.user, booking).await.unwrap();
    refused!(money::use_credit(&eve.user, payment, 100), UseCreditError::NoSuchPayment(_));
    refused!(money::use_credit(&ada.user, payment, 2001), UseCreditError::MoreThanToBePaid(_));
    money::use_credit(&ada.user, payment, 2000).await.unwrap();
    let start = StartPaymentParams::builder().payment_id(payment).build();
    // Nothing is left to pay.
    assert_eq!(money::start_payment(&ada.once(), &start).await.unwrap(), None);
    assert_eq!(
        bookings::get_booking(&ada.user, booking).await.unwrap().status,
        BookingStatus::Confirmed
    );
    let left = money::list_credits(&ada.user, &Default::default()).await.unwrap();
    assert_eq!(one(left).remaining.0, 0);
    let cancel = CancelBookingParams::builder().booking_id(booking).build();
    assert_eq!(bookings::cancel_booking(&bo.user, &cancel).await.unwrap(), 0);
    let of_payment = ListRefundsParams::builder().by_intent_id(payment).build();
    let back = one(money::list_refunds(&ada.user, &of_payment).await.unwrap());
    assert_eq!((back.amount.0, back.cause), (2000, RefundCause::Cancellation));
    assert_eq!(balances(&ada).await, [(LedgerPurpose::UserCredit, 2000)]);
}

/// M3.2, M4.1. A stay that was paid is longer once that is paid, too; its places are kept meanwhile, and all of it goes back with it.
pub(crate) async fn a_longer_stay_is_paid_first(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    takes(&bo, 1, false).await;
    let family = homes::family(&ada, "Lovelace").await;
    let other = homes::family(&eve, "Moneypenny").await;
    let booking = agree(&ada, family, &bo, house, 10).await;
    pay(world, &ada, booking).await;

    let wish = bookings::request_extension(&ada.user, booking, at(10, 15)).await.unwrap();
    refused!(money::pay_extension(&ada.user, wish), PayExtensionError::WishNotToBePaid(_));
    assert_eq!(bookings::accept_extension(&bo.user, wish).await.unwrap(), 3000);
    let agreed = one(bookings::list_extensions(&ada.user, booking).await.unwrap());
    assert_eq!((agreed.status, agreed.added_price), (ExtensionStatus::Agreed, Some(1000)));
    let before = bookings::get_booking(&ada.user, booking).await.unwrap();
    assert_eq!((before.price.0, before.ends_at), (2000, at(10, 14)));
    let hold = homes::stay(other, house, at(10, 14), at(10, 16));
    let next = bookings::hold_booking(&eve.once(), &hold).await;
    assert!(matches!(next, Err(HoldBookingError::NotEnoughPlaces(_))), "{next:?}");
    for wrong in [&eve.user, &bo.user] {
        refused!(money::pay_extension(wrong, wish), PayExtensionError::NoSuchWish(_));
    }

    let payment = money::pay_extension(&ada.user, wish).await.unwrap();
    assert_eq!(money::pay_extension(&ada.user, wish).await.unwrap(), payment);
    let start = StartPaymentParams::builder().payment_id(payment).build();
    let attempt = money::start_payment(&ada.once(), &start).await.unwrap().unwrap();
    assert_eq!(report_paid(world, attempt, &format!("evt_{attempt}"), 1000).await, "applied");
    let after = bookings::get_booking(&ada.user, booking).await.unwrap();
    assert_eq!((after.price.0, after.ends_at), (3000, at(10, 15)));
    let done = one(bookings::list_extensions(&bo.user, booking).await.unwrap());
    assert_eq!(done.status, ExtensionStatus::Accepted);
    assert_eq!(balances(&bo).await, [(LedgerPurpose::HostHeld, 1714 + 857)]);
    let paid = money::get_payment(&bo.user, payment).await.unwrap();
    assert_eq!((paid.booking_id, paid.extension_id), (booking, Some(wish)));

    let cancel = CancelBookingParams::builder().booking_id(booking).build();
    assert_eq!(bookings::cancel_booking(&bo.user, &cancel).await.unwrap(), 0);
    let back = money::list_refunds(&ada.user, &Default::default()).await.unwrap();
    let mut back: Vec<i64> = back.iter().map(|it| it.amount.0).collect();
    back.sort_unstable();
    assert_eq!(back, [1000, 2000]);
    assert_eq!(balances(&bo).await, []);
}

/// M3.2, M4.1. What nobody pays, or what the family takes back, comes to nothing, and its places are free.
pub(crate) async fn a_longer_stay_that_is_not_paid_runs_out(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let ada = world.member("Ada").await;
    let family = homes::family(&ada, "Lovelace").await;
    let booking = agree(&ada, family, &bo, house, 10).await;
    pay(world, &ada, booking).await;
    for hours in [15, 16] {
        let wish = bookings::request_extension(&ada.user, booking, at(10, hours)).await.unwrap();
        bookings::accept_extension(&bo.user, wish).await.unwrap();
        let payment = money::pay_extension(&ada.user, wish).await.unwrap();
        let start = StartPaymentParams::builder().payment_id(payment).build();
        let attempt = money::start_payment(&ada.once(), &start).await.unwrap().unwrap();
        let ended = if hours == 15 {
            bookings::withdraw_extension(&ada.user, wish).await.unwrap();
            ExtensionStatus::Withdrawn
        } else {
            let past =
                format!("update app.booking_extensions set due_at = now() where id = '{wish}'");
            world.past(&past).await;
            world.job("app.expire_extensions()").await;
            ExtensionStatus::Expired
        };
        let wishes = bookings::list_extensions(&ada.user, booking).await.unwrap();
        assert_eq!(wishes.iter().find(|it| it.id == wish).unwrap().status, ended);
        let payment = money::get_payment(&ada.user, payment).await.unwrap();
        assert_eq!(payment.status, PaymentStatus::Canceled);
        // What comes nevertheless is given back.
        assert_eq!(
            report_paid(world, attempt, &format!("evt_{attempt}"), payment.amount.0).await,
            "applied"
        );
        let of_payment = ListRefundsParams::builder().by_intent_id(payment.id).build();
        let back = one(money::list_refunds(&ada.user, &of_payment).await.unwrap());
        assert_eq!((back.amount, back.cause), (payment.amount, RefundCause::Surplus));
    }
    let stay = bookings::get_booking(&ada.user, booking).await.unwrap();
    assert_eq!(
        (stay.price.0, stay.ends_at, stay.status),
        (2000, at(10, 14), BookingStatus::Confirmed)
    );
}

/// M4.3. A payer disputes, the host answers, an administrator decides; the money follows the decision.
pub(crate) async fn a_dispute_is_heard_and_decided(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let finn = world.financial_administrator("Finn").await;
    let family = homes::family(&ada, "Lovelace").await;
    let booking = hosted(world, &ada, family, &bo, house).await;
    let of_booking = money::ListPaymentsParams::builder().by_booking_id(booking).build();
    let payment = one(money::list_payments(&ada.user, &of_booking).await.unwrap()).id;
    for wrong in [&eve.user, &bo.user] {
        refused!(
            money::open_dispute(wrong, payment, 500, "Too loud."),
            OpenDisputeError::NoSuchPayment(_)
        );
    }
    let dispute = money::open_dispute(&ada.user, payment, 500, "Too loud.").await.unwrap();
    refused!(
        money::open_dispute(&ada.user, payment, 100, "Again."),
        OpenDisputeError::DisputeOverPaymentUnderWay(_)
    );
    let says = |text: &str| {
        AddDisputeEvidenceParams::builder().dispute_id(dispute).statement(text).build()
    };
    refused!(
        money::add_dispute_evidence(&eve.user, &says("I heard it.")),
        AddDisputeEvidenceError::NoSuchDisputeOverPayment(_)
    );
    money::add_dispute_evidence(&bo.user, &says("It was the rabbit.")).await.unwrap();
    let status = async |who: &Person, id: DisputeId| {
        let all = money::list_disputes(&who.user, &ListDisputesParams::default()).await.unwrap();
        all.into_iter().find(|it| it.id == id).map(|it| it.status)
    };
    assert_eq!(status(&ada, dispute).await, Some(DisputeStatus::Answered));
    assert_eq!(status(&eve, dispute).await, None);
    let heard = ListDisputeEvidenceParams::builder().by_dispute_id(dispute).build();
    assert_eq!(
        one(money::list_dispute_evidence(&finn.user, &heard).await.unwrap()).submitted_by,
        bo.id
    );
    // While it is under way the share of the host stays held.
    world.earlier(booking, 4).await;
    world.job("app.release_holds()").await;
    assert_eq!(balances(&bo).await, [(LedgerPurpose::HostHeld, 1714)]);

    forbidden!(money::decide_dispute(&ada.user, dispute, true, "I say so."));
    let clara = world.community_administrator("Clara").await;
    forbidden!(money::decide_dispute(&clara.user, dispute, true, "I say so."));
    let decided = money::decide_dispute(&finn.user, dispute, true, "It was loud.").await.unwrap();
    assert_eq!(one(decided).done, Some(true));
    refused!(
        money::decide_dispute(&finn.user, dispute, false, "No, it was not."),
        DecideDisputeError::DisputeDecidedAlready(_)
    );
    refused!(
        money::withdraw_dispute(&ada.user, dispute),
        money::WithdrawDisputeError::DisputeDecided(_)
    );
    assert_eq!(status(&bo, dispute).await, Some(DisputeStatus::Upheld));
    let of_payment = ListRefundsParams::builder().by_intent_id(payment).build();
    assert_eq!(one(money::list_refunds(&ada.user, &of_payment).await.unwrap()).amount.0, 500);
    world.job("app.release_holds()").await;
    // A quarter went back, from each share its part.
    assert_eq!(balances(&bo).await, [(LedgerPurpose::HostPayable, 1714 - 429)]);
}

/// M4.4. A host is told what they took in a year; what changes later is another version.
pub(crate) async fn tax_documents_tell_what_a_host_took(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let ada = world.member("Ada").await;
    let finn = world.financial_administrator("Finn").await;
    let family = homes::family(&ada, "Lovelace").await;
    let (_, year) = today();
    // The rules of a year are data that somebody adds in time.
    let rule = format!(
        "insert into app.tax_rules (country, year, form, currency, least_amount, least_payments, time_zone)
         values ('DE', {year}, 'DAC7', 'EUR', 0, 0, 'Europe/Berlin') on conflict do nothing"
    );
    world.operate(&rule).await;
    let booking = agree(&ada, family, &bo, house, 4).await;
    let payment = pay(world, &ada, booking).await;
    let mine = ListTaxDocumentsParams::builder().by_year(year).build();
    forbidden!(money::draw_up_tax_documents(&bo.user, "DE", year));
    assert!(money::draw_up_tax_documents(&finn.user, "DE", year).await.unwrap() >= 1);
    let told = one(money::list_tax_documents(&bo.user, &mine).await.unwrap());
    assert_eq!((told.payments, told.gross_amount.0, told.fee_amount.0), (1, 2000, 286));
    assert!(told.reportable && told.version == 1);
    let refund =
        RefundPaymentParams::builder().payment_id(payment).amount(1000).reason("Half.").build();
    money::refund_payment(&finn.once(), &refund).await.unwrap();
    money::draw_up_tax_documents(&finn.user, "DE", year).await.unwrap();
    let versions = money::list_tax_documents(&bo.user, &mine).await.unwrap();
    let newest = versions.iter().max_by_key(|it| it.version).unwrap();
    assert_eq!((versions.len(), newest.version, newest.refunded_amount.0), (2, 2, 857));
    assert!(money::list_tax_documents(&ada.user, &mine).await.unwrap().is_empty());
}

/// M4.5. A host is insured for as much as the country wants, by an insurance that somebody has looked at.
pub(crate) async fn an_insurance_counts_once_it_is_verified(world: &World) {
    let clara = world.community_administrator("Clara").await;
    let (bo, house) = homes::host(world, "Bo").await;
    let ada = world.member("Ada").await;
    let family = homes::family(&ada, "Lovelace").await;
    let noon = |days| homes::stay(family, house, at(days, 12), at(days, 14));
    bookings::hold_booking(&ada.once(), &noon(3)).await.unwrap();
    let insurance = one(verification::list_my_insurances(&bo.user).await.unwrap());
    assert_eq!(insurance.status, VerificationStatus::Clear);
    let failed = VerificationStatus::Failed;
    forbidden!(verification::decide_insurance(&bo.user, insurance.id, failed.clone(), "No."));
    forbidden!(verification::review_insurance(&ada.user, insurance.id));
    verification::decide_insurance(&clara.user, insurance.id, failed, "It is forged.")
        .await
        .unwrap();
    refused!(
        bookings::hold_booking(&ada.once(), &noon(4)),
        HoldBookingError::HostCannotBeBooked(_)
    );
    let mine = one(verification::list_my_insurances(&bo.user).await.unwrap());
    assert_eq!(mine.decision_reason.as_deref(), Some("It is forged."));
    // Nobody looks at what is decided as if it were new.
    refused!(
        verification::review_insurance(&clara.user, insurance.id),
        verification::ReviewInsuranceError::StatusNotReachable(_)
    );
    let another = homes::insure(&bo, house).await;
    refused!(
        bookings::hold_booking(&ada.once(), &noon(4)),
        HoldBookingError::HostCannotBeBooked(_)
    );
    homes::clear_insurance(another, &clara).await;
    bookings::hold_booking(&ada.once(), &noon(4)).await.unwrap();
}
