//! Draws what somebody does next: mostly what may succeed, often what is refused.

use super::deal;
use super::model::{Ask, Booking, EntryStatus, GroupStatus, Model, Status, WishStatus};
use super::operation::{Job, Operation, Who};
use super::random::Random;
use super::scene::{Age, CHILDREN, DAY, FAMILIES, HOUR, MINUTE, PARENT, STRANGER, Terms, hosts};

/// Stays begin and end at these marks, and the clock of the model never stands on one.
const MARK: i64 = 20 * MINUTE;
const OFF: i64 = 10 * MINUTE;

/// How an operation is drawn.
type Drawn = fn(&mut Random, &Model) -> Option<Operation>;

/// What is drawn of bookings, by weight.
const BOOKINGS: &[(usize, Drawn)] = &[
    (22, |random, model| {
        let ask = ask(random, model)?;
        Some(Operation::Hold(user(random, ask.family), ask))
    }),
    (12, |random, model| {
        let booking = booking(random, model, &[Status::Held])?;
        Some(Operation::Request(family_of(random, booking), booking.number))
    }),
    (12, |random, model| {
        let booking = booking(random, model, &[Status::Requested])?;
        Some(Operation::Accept(host_of(random, booking.host), booking.number))
    }),
    (2, |random, model| {
        let booking = booking(random, model, &[Status::Requested])?;
        Some(Operation::Decline(host_of(random, booking.host), booking.number))
    }),
    (6, |random, model| {
        let live = [Status::Held, Status::Requested, Status::Accepted, Status::Confirmed];
        let booking = booking(random, model, &live)?;
        let host = random.chance(30);
        let by = if host { host_of(random, booking.host) } else { family_of(random, booking) };
        Some(Operation::Cancel(by, booking.number))
    }),
    (2, |random, model| {
        let booking = booking(random, model, &[Status::Accepted, Status::Confirmed])?;
        Some(Operation::Quote(family_of(random, booking), booking.number))
    }),
    (8, |random, model| {
        let ask = ask(random, model)?;
        Some(Operation::Join(user(random, ask.family), ask))
    }),
    (2, |random, model| {
        let waiting = |it: &super::model::Entry| it.status == EntryStatus::Waiting;
        let number = number(random, &model.entries, waiting)?;
        Some(Operation::Leave(user(random, model.entries[number].ask.family), number))
    }),
    (4, |random, model| {
        let open_for = *[30 * MINUTE, 5 * HOUR, 2 * DAY].get(random.below(3))?;
        let ask = ask(random, model)?;
        Some(Operation::CreateGroup(user(random, ask.family), ask, open_for))
    }),
    (6, |random, model| {
        let gathering = |it: &super::model::Group| it.status == GroupStatus::Gathering;
        let group = number(random, &model.groups, gathering).filter(|_| !random.chance(5));
        let family = random.below(FAMILIES);
        let children = children(random, family);
        Some(Operation::JoinGroup { who: user(random, family), group, family, children })
    }),
    (3, |random, model| {
        let gathering = |it: &super::model::Group| it.status == GroupStatus::Gathering;
        let number = number(random, &model.groups, gathering)?;
        Some(Operation::RequestGroup(user(random, model.groups[number].family), number))
    }),
    (1, |random, model| {
        let gathering = |it: &super::model::Group| it.status == GroupStatus::Gathering;
        let number = number(random, &model.groups, gathering)?;
        Some(Operation::CancelGroup(user(random, model.groups[number].family), number))
    }),
    (3, |random, model| {
        let asking = |it: &super::model::Group| it.status == GroupStatus::Requested;
        let number = number(random, &model.groups, asking)?;
        Some(Operation::AcceptGroup(host_of(random, model.groups[number].host), number))
    }),
    (5, |random, model| {
        longer(random, model, &[Status::Accepted, Status::Confirmed, Status::InProgress])
    }),
    (1, withdraws),
    (4, agrees),
    (1, declines),
    (6, pays_more),
    (5, |random, model| {
        let booking = booking(random, model, &[Status::Confirmed, Status::InProgress])?;
        let check_in = booking.status != Status::InProgress;
        let who = family_of(random, booking);
        Some(Operation::MakeCode { who, booking: booking.number, check_in })
    }),
    (8, |random, model| {
        let booking = booking(random, model, &[Status::Confirmed, Status::InProgress])?;
        let check_in = booking.status != Status::InProgress;
        let (who, right) = (host_of(random, booking.host), random.chance(80));
        Some(Operation::HandOver { who, booking: booking.number, check_in, right })
    }),
    (1, |random, model| {
        let host = random.below(model.terms.len());
        let terms = Terms {
            places: 1 + random.below(5),
            exclusive: random.chance(50),
            buffer: random.between(0, 4) * OFF,
            ..hosts()[host].clone()
        };
        Some(Operation::SetTerms(host, terms))
    }),
    (1, |random, model| {
        let host = random.below(model.terms.len());
        let capacity = (random.below(4), random.between(0, 2000));
        Some(Operation::SetCapacity { host, age: random.one(&Age::ALL)?, capacity })
    }),
    (1, |random, model| {
        let pair = (random.below(FAMILIES), random.below(model.terms.len()));
        Some(match random.one(&model.blocks).filter(|_| random.chance(60)) {
            Some((user, host)) => Operation::Unblock(user, host),
            None if model.blocks.contains(&pair) => Operation::Unblock(pair.0, pair.1),
            None => Operation::Block(pair.0, pair.1),
        })
    }),
    (2, |random, model| {
        let host = random.below(model.terms.len());
        Some(Operation::List(host, !model.listed[host] || !random.chance(25)))
    }),
    (8, |random, model| {
        let jobs = [
            Job::ExpireBookings,
            Job::MarkNoShows,
            Job::CompleteStays,
            Job::ExpireGroups,
            Job::ExpireExtensions,
            Job::PromoteWaitlist,
            Job::CancelBookingsOfHost(random.below(model.terms.len())),
        ];
        let job = random.one(&jobs)?;
        let from = if job == Job::MarkNoShows { Status::Confirmed } else { Status::InProgress };
        // In which order what became due at once moves is nobody's to say, and those who wait may see it.
        let due = model.due(&[from], None);
        let pairs = due.windows(2).map(|pair| [&model.bookings[pair[0]], &model.bookings[pair[1]]]);
        let mut at_once =
            pairs.filter(|[one, other]| one.host == other.host && one.due == other.due);
        Some(Operation::Job(if at_once.next().is_some() { Job::ExpireBookings } else { job }))
    }),
    (6, |random, _| {
        let lengths = [(4, MARK), (3, HOUR), (2, 3 * HOUR), (1, 13 * HOUR), (1, 25 * HOUR)];
        Some(Operation::Pass(random.weighed(&lengths)))
    }),
];

/// What is drawn of paid stays that get longer: among all bookings there are few.
const LONGER: &[(usize, Drawn)] = &[
    (6, |random, model| longer(random, model, &[Status::Confirmed, Status::InProgress])),
    (8, agrees),
    (4, pays_more),
    (4, is_not_paid),
];

fn longer(random: &mut Random, model: &Model, at: &[Status]) -> Option<Operation> {
    let booking = booking(random, model, at)?;
    let end = booking.end + random.between(-1, 6) * MARK;
    Some(Operation::RequestExtension(family_of(random, booking), booking.number, end))
}

fn withdraws(random: &mut Random, model: &Model) -> Option<Operation> {
    let number = wish(random, model, &[WishStatus::Requested, WishStatus::Agreed])?;
    let family = model.bookings[model.wishes[number].booking].family;
    Some(Operation::WithdrawExtension(user(random, family), number))
}

fn agrees(random: &mut Random, model: &Model) -> Option<Operation> {
    let number = wish(random, model, &[WishStatus::Requested])?;
    let host = model.bookings[model.wishes[number].booking].host;
    Some(Operation::AcceptExtension(host_of(random, host), number))
}

fn declines(random: &mut Random, model: &Model) -> Option<Operation> {
    let number = wish(random, model, &[WishStatus::Requested, WishStatus::Agreed])?;
    let host = model.bookings[model.wishes[number].booking].host;
    Some(Operation::DeclineExtension(host_of(random, host), number))
}

fn pays_more(random: &mut Random, model: &Model) -> Option<Operation> {
    let number = wish(random, model, &[WishStatus::Agreed])?;
    let family = model.bookings[model.wishes[number].booking].family;
    Some(Operation::PayExtension(user(random, family), number))
}

/// It is too late to pay for one of them. The job may come next, or somebody who wants the places.
fn is_not_paid(random: &mut Random, model: &Model) -> Option<Operation> {
    let wish = &model.wishes[wish(random, model, &[WishStatus::Agreed])?];
    let left = wish.owed?.1 - model.now;
    (left > 0).then(|| Operation::Pass((left + MARK - 1) / MARK * MARK))
}

/// What somebody does next; with money in `money` of a hundred cases.
pub(crate) fn operation(random: &mut Random, model: &Model, money: u64) -> Operation {
    loop {
        if random.chance(money) {
            match deal::draw(random, model) {
                Some(deal) => return Operation::Deal(deal),
                None => continue,
            }
        }
        if random.chance(money / 30) {
            return Operation::Pass(random.weighed(&deal::LENGTHS));
        }
        // What there is nothing for is drawn again.
        let of = if random.chance(money / 2) { LONGER } else { BOOKINGS };
        let drawn: Drawn = random.weighed(of);
        if let Some(operation) = drawn(random, model) {
            return operation;
        }
    }
}

/// A stay that a family may want, soon mostly.
fn ask(random: &mut Random, model: &Model) -> Option<Ask> {
    let family = random.below(FAMILIES);
    let host = random.below(model.terms.len());
    let marks = (model.now - OFF).div_euclid(MARK);
    let until = *[12, 30, 120, 420].get(random.below(4))?;
    let begins = if random.chance(4) { random.between(-5, 6) } else { random.between(7, until) };
    let start = (marks + begins) * MARK + OFF;
    let lasts = match random.below(40) {
        0 => 0,
        1 => 2,
        2 => 80,
        _ => random.between(3, 18),
    };
    let start = if random.chance(1) { start + 190 * DAY } else { start };
    Some(Ask { family, host, start, end: start + lasts * MARK, children: children(random, family) })
}

/// Children of a family, rarely of another or nobody.
fn children(random: &mut Random, family: usize) -> Vec<usize> {
    if random.chance(1) {
        return Vec::new();
    }
    let ours = |child: &usize| CHILDREN[*child].1.contains(&family);
    let mut children: Vec<usize> = (0..CHILDREN.len()).filter(ours).collect();
    if random.chance(60) {
        children = random.one(&children).into_iter().collect();
    }
    if random.chance(2) {
        children.push(children[0]);
    }
    children
}

/// The creator of a family mostly.
fn user(random: &mut Random, family: usize) -> Who {
    match random.below(24) {
        0 => Who::Member(random.below(FAMILIES)),
        1 => Who::Member(PARENT),
        2 => random.one(&[Who::Member(STRANGER), Who::Keeper(0), Who::Anonymous]).unwrap(),
        _ => Who::Member(family),
    }
}

/// The creator of the family of a booking mostly.
fn family_of(random: &mut Random, booking: &Booking) -> Who {
    user(random, booking.family)
}

/// The host mostly.
fn host_of(random: &mut Random, host: usize) -> Who {
    match random.below(24) {
        0 => Who::Member(Model::user_of(random.below(hosts().len()))),
        1 => user(random, 0),
        _ => Who::Member(Model::user_of(host)),
    }
}

/// A booking where it can be done mostly.
fn booking<'a>(random: &mut Random, model: &'a Model, at: &[Status]) -> Option<&'a Booking> {
    let number = number(random, &model.bookings, |it| at.contains(&it.status))?;
    Some(&model.bookings[number])
}

/// A wish where it can be done mostly.
fn wish(random: &mut Random, model: &Model, at: &[WishStatus]) -> Option<usize> {
    number(random, &model.wishes, |it| at.contains(&it.status))
}

/// The place of one of these mostly, of any of all rarely.
fn number<T>(random: &mut Random, of: &[T], these: impl Fn(&T) -> bool) -> Option<usize> {
    let any = random.chance(8);
    let numbers: Vec<usize> = (0..of.len()).filter(|it| any || these(&of[*it])).collect();
    random.one(&numbers)
}
