//! What somebody does: in the model, and in the database.

use super::deal::Deal;
use super::model::{Ask, Made, Model, Refused, Status};
use super::scene::{self, Age, Terms, as_anonymous, as_job, as_keeper, as_member};
use super::wire::Caller;

/// Somebody: a user of the scene, or one of those who are no members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Member(usize),
    Keeper(usize),
    Anonymous,
}

impl Who {
    pub(crate) fn caller(self) -> Caller {
        match self {
            Self::Member(user) => as_member(user),
            Self::Keeper(which) => as_keeper(which),
            Self::Anonymous => as_anonymous(),
        }
    }

    /// The user, for what is only for members.
    pub(crate) fn member(self) -> Result<usize, Refused> {
        match self {
            Self::Member(user) => Ok(user),
            _ => Err(vec!["42501"]),
        }
    }
}

/// A job of the bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    ExpireBookings,
    MarkNoShows,
    CompleteStays,
    ExpireGroups,
    ExpireExtensions,
    PromoteWaitlist,
    CancelBookingsOfHost(usize),
}

/// What somebody does. Numbers are places in the lists of the model.
#[derive(Debug, Clone)]
pub(crate) enum Operation {
    Hold(Who, Ask),
    Request(Who, usize),
    Accept(Who, usize),
    Decline(Who, usize),
    Cancel(Who, usize),
    Quote(Who, usize),
    Join(Who, Ask),
    Leave(Who, usize),
    CreateGroup(Who, Ask, i64),
    JoinGroup {
        who: Who,
        group: Option<usize>,
        family: usize,
        children: Vec<usize>,
    },
    RequestGroup(Who, usize),
    CancelGroup(Who, usize),
    AcceptGroup(Who, usize),
    RequestExtension(Who, usize, i64),
    WithdrawExtension(Who, usize),
    AcceptExtension(Who, usize),
    DeclineExtension(Who, usize),
    PayExtension(Who, usize),
    MakeCode {
        who: Who,
        booking: usize,
        check_in: bool,
    },
    HandOver {
        who: Who,
        booking: usize,
        check_in: bool,
        right: bool,
    },
    SetTerms(usize, Terms),
    SetCapacity {
        host: usize,
        age: Age,
        capacity: (usize, i64),
    },
    Block(usize, usize),
    Unblock(usize, usize),
    /// The operator lists a host, or shuts them out.
    List(usize, bool),
    Job(Job),
    Deal(Deal),
    /// Time passes: this many seconds.
    Pass(i64),
}

impl Operation {
    /// Does it in the model.
    pub(crate) fn apply(&self, model: &mut Model) -> Result<Made, Refused> {
        match self {
            Self::Hold(who, ask) => model.hold_booking(who.member()?, &distinct(ask)),
            Self::Request(who, it) => model.request_booking(who.member()?, *it),
            Self::Accept(who, it) => model.accept_booking(who.member()?, *it),
            Self::Decline(who, it) => model.decline_booking(who.member()?, *it),
            Self::Cancel(who, it) => model.cancel_booking(who.member()?, *it),
            Self::Quote(who, it) => model.quote_cancellation(who.member()?, *it),
            Self::Join(who, ask) => model.join_waitlist(who.member()?, &distinct(ask)),
            Self::Leave(who, it) => model.leave_waitlist(who.member()?, *it),
            Self::CreateGroup(who, ask, open_for) => {
                model.create_group(who.member()?, &distinct(ask), *open_for)
            }
            Self::JoinGroup { who, group, family, children } => {
                model.join_group(who.member()?, *group, *family, children)
            }
            Self::RequestGroup(who, it) => model.request_group(who.member()?, *it),
            Self::CancelGroup(who, it) => model.cancel_group(who.member()?, *it),
            Self::AcceptGroup(who, it) => model.accept_group(who.member()?, *it),
            Self::RequestExtension(who, it, end) => {
                model.request_extension(who.member()?, *it, *end)
            }
            Self::WithdrawExtension(who, it) => model.withdraw_extension(who.member()?, *it),
            Self::AcceptExtension(who, it) => model.accept_extension(who.member()?, *it),
            Self::DeclineExtension(who, it) => model.decline_extension(who.member()?, *it),
            Self::PayExtension(who, it) => model.pay_extension(who.member()?, *it),
            Self::MakeCode { who, booking, check_in } => {
                model.make_code(who.member()?, *booking, *check_in)
            }
            Self::HandOver { who, booking, check_in, right } => {
                model.hand_over(who.member()?, *booking, *check_in, *right)
            }
            Self::SetTerms(host, terms) => {
                let capacities = model.terms[*host].capacities;
                model.terms[*host] = Terms { capacities, ..terms.clone() };
                Ok(Made::default())
            }
            Self::SetCapacity { host, age, capacity } => {
                model.terms[*host].capacities[*age as usize] = Some(*capacity);
                Ok(Made::default())
            }
            Self::Block(user, host) => {
                model.blocks.push((*user, *host));
                Ok(Made::default())
            }
            Self::Unblock(user, host) => {
                model.blocks.retain(|it| it != &(*user, *host));
                Ok(Made::default())
            }
            Self::List(host, listed) => {
                model.listed[*host] = *listed;
                Ok(Made::default())
            }
            Self::Job(job) => {
                let moved = match job {
                    Job::ExpireBookings => model.expire_bookings(),
                    Job::MarkNoShows => model.move_due(Status::Confirmed, Status::NoShow),
                    Job::CompleteStays => model.move_due(Status::InProgress, Status::Completed),
                    Job::ExpireGroups => model.expire_groups(),
                    Job::ExpireExtensions => model.expire_extensions(),
                    Job::PromoteWaitlist => model.promote_waitlist(),
                    Job::CancelBookingsOfHost(host) => model.cancel_bookings_of_host(*host),
                };
                // What runs out in the turn of a host is not counted by whoever took the turn.
                let counts = !matches!(job, Job::ExpireBookings);
                Ok(Made { answer: counts.then(|| moved.to_string()), ..Made::default() })
            }
            Self::Deal(deal) => deal.apply(model),
            Self::Pass(seconds) => {
                model.now += seconds;
                Ok(Made::default())
            }
        }
    }

    /// Who does it, and by which statement. None for what the operator does. `clock` says a moment of the model in SQL.
    pub(crate) fn call(
        &self,
        model: &Model,
        clock: &dyn Fn(i64) -> String,
    ) -> (Option<Caller>, String) {
        let booking = |it: &usize| format!("'{}'", model.bookings[*it].id);
        let group = |it: &usize| format!("'{}'", model.groups[*it].id);
        let wish = |it: &usize| format!("'{}'", model.wishes[*it].id);
        let kind = |check_in: &bool| if *check_in { "check_in" } else { "check_out" };
        let asked = |ask: &Ask| {
            format!(
                "'{}', '{}', {}, {}, {}",
                scene::family(ask.family),
                scene::host(ask.host),
                clock(ask.start),
                clock(ask.end),
                members(ask.family, &ask.children)
            )
        };
        let (who, call) = match self {
            Self::Hold(who, ask) => (who, format!("api.hold_booking({})", asked(ask))),
            Self::Request(who, it) => (who, format!("api.request_booking({})", booking(it))),
            Self::Accept(who, it) => (who, format!("api.accept_booking({})", booking(it))),
            Self::Decline(who, it) => (who, format!("api.decline_booking({})", booking(it))),
            Self::Cancel(who, it) => (who, format!("api.cancel_booking({})", booking(it))),
            Self::Quote(who, it) => (who, format!("api.quote_cancellation({})", booking(it))),
            Self::Join(who, ask) => (who, format!("api.join_waitlist({})", asked(ask))),
            Self::Leave(who, it) => {
                (who, format!("api.leave_waitlist('{}')", model.entries[*it].id))
            }
            Self::CreateGroup(who, ask, open_for) => {
                let from = "group_id, booking_id, code from api.create_booking_group";
                (who, format!("{from}({}, 'Together', '{open_for} seconds')", asked(ask)))
            }
            Self::JoinGroup { who, group, family, children } => {
                let code = group.map_or("none", |it| &model.groups[it].code);
                let (id, members) = (scene::family(*family), members(*family, children));
                (who, format!("api.join_booking_group('{code}', '{id}', {members})"))
            }
            Self::RequestGroup(who, it) => {
                (who, format!("api.request_booking_group({})", group(it)))
            }
            Self::CancelGroup(who, it) => (who, format!("api.cancel_booking_group({})", group(it))),
            Self::AcceptGroup(who, it) => (who, format!("api.accept_booking_group({})", group(it))),
            Self::RequestExtension(who, it, end) => {
                (who, format!("api.request_extension({}, {})", booking(it), clock(*end)))
            }
            Self::WithdrawExtension(who, it) => {
                (who, format!("api.withdraw_extension({})", wish(it)))
            }
            Self::AcceptExtension(who, it) => (who, format!("api.accept_extension({})", wish(it))),
            Self::DeclineExtension(who, it) => {
                (who, format!("api.decline_extension({})", wish(it)))
            }
            Self::PayExtension(who, it) => (who, format!("api.pay_extension({})", wish(it))),
            Self::MakeCode { who, booking: it, check_in } => (
                who,
                format!("code from api.make_handover_code({}, '{}')", booking(it), kind(check_in)),
            ),
            Self::HandOver { who, booking: it, check_in, right } => {
                let it_is = &model.bookings[*it];
                let code = if *check_in { &it_is.check_in } else { &it_is.check_out };
                let code = code.as_ref().filter(|_| *right).map_or("wrong", |it| &it.code);
                (who, format!("api.{}({}, '{code}')", kind(check_in), booking(it)))
            }
            Self::SetTerms(host, terms) => {
                let call = format!(
                    "api.set_my_host_terms({}::smallint, {}, '{} seconds', '{} seconds', '{} seconds', '{} seconds', '{}')",
                    terms.places,
                    terms.exclusive,
                    terms.buffer,
                    terms.notice,
                    terms.shortest,
                    terms.longest,
                    terms.policy
                );
                return (Some(as_member(Model::user_of(*host))), format!("select {call}"));
            }
            Self::SetCapacity { host, age, capacity: (places, price) } => {
                let call =
                    format!("api.set_my_capacity('{}', {places}::smallint, {price})", age.name());
                return (Some(as_member(Model::user_of(*host))), format!("select {call}"));
            }
            Self::Block(user, host) => {
                let call = format!("api.block_user('{}')", scene::user(Model::user_of(*host)));
                return (Some(as_member(*user)), format!("select {call}"));
            }
            Self::Unblock(user, host) => {
                let call = format!("api.unblock_user('{}')", scene::user(Model::user_of(*host)));
                return (Some(as_member(*user)), format!("select {call}"));
            }
            Self::List(host, listed) => {
                let status = if *listed { "listed" } else { "paused" };
                let id = scene::host(*host);
                return (
                    None,
                    format!("update app.hosts set status = '{status}' where id = '{id}'"),
                );
            }
            Self::Job(job) => {
                let call = match job {
                    Job::ExpireBookings => "expire_bookings()".to_owned(),
                    Job::MarkNoShows => "mark_no_shows()".to_owned(),
                    Job::CompleteStays => "complete_stays()".to_owned(),
                    Job::ExpireGroups => "expire_groups()".to_owned(),
                    Job::ExpireExtensions => "expire_extensions()".to_owned(),
                    Job::PromoteWaitlist => "promote_waitlist()".to_owned(),
                    Job::CancelBookingsOfHost(host) => {
                        format!("cancel_bookings_of_host('{}', 'Shut out.')", scene::host(*host))
                    }
                };
                return (Some(as_job()), format!("select app.{call}"));
            }
            Self::Deal(deal) => {
                let (caller, sql) = deal.call(model, clock);
                return (Some(caller), sql);
            }
            Self::Pass(seconds) => return (None, super::time::passes(*seconds)),
        };
        (Some(who.caller()), format!("select {call}"))
    }
}

/// A child that is named twice comes once.
fn distinct(ask: &Ask) -> Ask {
    let mut ask = ask.clone();
    ask.children.sort_unstable();
    ask.children.dedup();
    ask
}

fn members(family: usize, children: &[usize]) -> String {
    let ids: Vec<String> = children.iter().map(|it| scene::member(family, *it)).collect();
    format!("'{{{}}}'::uuid[]", ids.join(","))
}
