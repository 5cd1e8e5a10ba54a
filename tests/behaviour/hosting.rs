//! When a host is there, and what has to be known of them before children stay.

use crate::homes::{self, stay};
use crate::world::{World, at, forbidden, one, refused};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use momni_client::bookings::{
    self, AddAvailabilityExceptionError, AddAvailabilityRuleError, AddAvailabilityRuleParams,
    HoldBookingError, HostCalendarParams, RemoveAvailabilityExceptionError,
    RemoveAvailabilityRuleError, SearchHostsParams, SetMyCapacityError,
};
use momni_client::hosting::{self, BecomeHostError, SetMyHostAddressParams, UpdateMyHostParams};
use momni_client::types::{AgeGroup, ExceptionKind, VerificationKind};
use momni_client::values::{Numeric, Timestamp, Timestamptz};
use momni_client::verification::{self, ListMyDemandsParams};

/// The wall time of a house whose clock shows UTC.
fn clock(at: Timestamptz) -> Timestamp {
    Timestamp::from_micros(at.micros())
}

/// M1.8. A host is there when they say so, and away when they say so.
pub(crate) async fn a_host_is_booked_when_they_say_that_they_are_there(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let (otto, _) = homes::host(world, "Otto").await;
    let family = homes::family(&ada, "Lovelace").await;
    let noon = stay(family, house, at(4, 12), at(4, 14));

    let (from, to) = (clock(at(4, 13)), clock(at(4, 18)));
    let away = bookings::add_availability_exception(&bo.user, ExceptionKind::Closed, from, to)
        .await
        .unwrap();
    refused!(bookings::hold_booking(&ada.once(), &noon), HoldBookingError::HostNotThere(_));
    let next_days = HostCalendarParams::builder().host_id(house).since(at(4, 0)).build();
    let free = bookings::host_calendar(&ada.user, &next_days).await.unwrap();
    assert_eq!((free[0].ends_at, free[0].places), (at(4, 13), 2));
    assert_eq!(free[1].starts_at, at(4, 18));

    for wrong in [&otto.user, &ada.user] {
        refused!(
            bookings::remove_availability_exception(wrong, away),
            RemoveAvailabilityExceptionError::NoSuchRow(_)
        );
    }
    refused!(
        bookings::add_availability_exception(&eve.user, ExceptionKind::Open, from, to),
        AddAvailabilityExceptionError::NotAllowed(_)
    );
    refused!(
        bookings::add_availability_exception(&bo.user, ExceptionKind::Open, to, from),
        AddAvailabilityExceptionError::TimesHaveNoProperForm(_)
    );
    refused!(
        bookings::set_my_capacity(&eve.user, AgeGroup::Teen, 1, 1),
        SetMyCapacityError::NotAllowed(_)
    );
    bookings::remove_availability_exception(&bo.user, away).await.unwrap();
    bookings::hold_booking(&ada.once(), &noon).await.unwrap();

    // A paused host is not booked, and no child of an age that they do not take.
    hosting::pause_my_host(&bo.user).await.unwrap();
    let later = stay(family, house, at(5, 12), at(5, 14));
    refused!(bookings::hold_booking(&ada.once(), &later), HoldBookingError::HostCannotBeBooked(_));
    hosting::list_my_host(&bo.user).await.unwrap();
    bookings::set_my_capacity(&bo.user, AgeGroup::School, 0, 1000).await.unwrap();
    refused!(bookings::hold_booking(&ada.once(), &later), HoldBookingError::HostTakesNoChildren(_));
    forbidden!(bookings::host_calendar(&world.nobody(), &next_days));
}

/// M1.9. Nobody is booked of whom is not verified what their country demands.
pub(crate) async fn a_host_is_booked_only_once_verified(world: &World) {
    let (bo, clara) = (world.member("Bo").await, world.community_administrator("Clara").await);
    let ada = world.member("Ada").await;
    let family = homes::family(&ada, "Lovelace").await;
    let house = homes::open_house(&bo).await;
    let noon = stay(family, house, at(4, 12), at(4, 14));
    let met = async || {
        let demands = ListMyDemandsParams::default();
        let demands = verification::list_my_demands(&bo.user, &demands).await.unwrap();
        assert_eq!(demands.len(), 3);
        demands.into_iter().filter(|it| it.met).map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!(met().await, []);
    refused!(bookings::hold_booking(&ada.once(), &noon), HoldBookingError::HostCannotBeBooked(_));
    homes::identify(&bo, &clara).await;
    homes::check(&bo, &clara).await;
    assert_eq!(met().await.len(), 2);
    refused!(bookings::hold_booking(&ada.once(), &noon), HoldBookingError::HostCannotBeBooked(_));
    let insurance = homes::insure(&bo, house).await;
    homes::clear_insurance(insurance, &clara).await;
    assert!(met().await.contains(&VerificationKind::Insurance));
    bookings::hold_booking(&ada.once(), &noon).await.unwrap();

    // The host sees where each stands; nobody else is shown it.
    let mine = verification::list_my_verifications(&bo.user).await.unwrap();
    assert_eq!(mine.len(), 3);
    assert!(verification::list_my_verifications(&ada.user).await.unwrap().is_empty());
    forbidden!(verification::list_identity_verifications(&ada.user, &Default::default()));
    // Shut out for another reason, they are not booked either.
    hosting::suspend_host(&clara.user, house, "Is looked into.").await.unwrap();
    let later = stay(family, house, at(5, 12), at(5, 14));
    refused!(bookings::hold_booking(&ada.once(), &later), HoldBookingError::HostCannotBeBooked(_));
    forbidden!(hosting::suspend_host(&ada.user, house, "No."));
    refused!(hosting::list_my_host(&bo.user), hosting::ListMyHostError::HostShutOut(_));
}

/// M3.1. What comes again comes by the clock of the house, through the changes of summer time.
pub(crate) async fn recurring_times_are_those_of_the_clock_of_the_house(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let berlin = UpdateMyHostParams::builder().time_zone("Europe/Berlin").build();
    hosting::update_my_host(&bo.user, &berlin).await.unwrap();
    let always = bookings::list_my_availability_rules(&bo.user, &Default::default()).await.unwrap();
    let always = one(always).id;
    refused!(
        bookings::remove_availability_rule(&ada.user, always),
        RemoveAvailabilityRuleError::NoSuchRow(_)
    );
    bookings::remove_availability_rule(&bo.user, always).await.unwrap();
    let mornings = |rule: &str| {
        let starts = "2026-01-05T08:00:00".parse().unwrap();
        let ends = "2026-01-05T12:30:00".parse().unwrap();
        AddAvailabilityRuleParams::builder().starts_at(starts).ends_at(ends).rule(rule).build()
    };
    let on = mornings("FREQ=WEEKLY;BYDAY=MO,WE");
    let rule = bookings::add_availability_rule(&bo.user, &on).await.unwrap();
    // The slots of half a year, of which one half of the year is summer time.
    let mut slots = Vec::new();
    for days in (0..160).step_by(30) {
        let since = HostCalendarParams::builder().host_id(house).since(at(days, 0)).build();
        for slot in bookings::host_calendar(&ada.user, &since).await.unwrap() {
            slots.push((slot.starts_at, slot.ends_at));
        }
    }
    slots.sort();
    slots.dedup();
    assert!(slots.len() > 40, "{}", slots.len());
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let wall = |at: Timestamptz| {
        let micros = at.micros() + 946_684_800_000_000;
        jiff::Timestamp::from_microsecond(micros).unwrap().to_zoned(zone.clone())
    };
    for (from, to) in slots.iter().filter(|it| it.0 > at(1, 0)) {
        let (from, to) = (wall(*from), wall(*to));
        assert!(matches!(from.weekday(), Weekday::Monday | Weekday::Wednesday), "{from}");
        assert_eq!((from.hour(), from.minute(), to.hour(), to.minute()), (8, 0, 12, 30), "{from}");
    }
    // What a rule cannot say is refused, and so is one of who is no host.
    refused!(
        bookings::add_availability_rule(&bo.user, &mornings("FREQ=HOURLY")),
        AddAvailabilityRuleError::InvalidParameterValue(_)
    );
    refused!(
        bookings::add_availability_rule(&eve.user, &on),
        AddAvailabilityRuleError::NotAllowed(_)
    );
    refused!(
        hosting::become_host(&eve.user, "Mars/Olympus", "DE", "EUR"),
        BecomeHostError::TimeZoneUnknown(_)
    );

    // In Munich, where no other test has a house. Whoever searches near finds the house for a time at which it is open, and for no other.
    let munich = SetMyHostAddressParams::builder()
        .line1("Isarweg 1")
        .locality("München")
        .country("DE")
        .latitude("48.137".parse::<Numeric>().unwrap())
        .longitude("11.575".parse::<Numeric>().unwrap())
        .build();
    hosting::set_my_host_address(&bo.user, &munich).await.unwrap();
    let (from, to) = slots[slots.len() / 2];
    let near = |from, to| {
        SearchHostsParams::builder()
            .latitude("48.14".parse::<Numeric>().unwrap())
            .longitude("11.58".parse::<Numeric>().unwrap())
            .radius_km(Numeric::from(5))
            .starts_at(from)
            .ends_at(to)
            .children([AgeGroup::School])
            .build()
    };
    let found = bookings::search_hosts(&ada.user, &near(from, to)).await.unwrap();
    let found = found.iter().find(|it| it.host_id == house).unwrap();
    assert_eq!((found.price, &*found.currency), (4500, "EUR"));
    let night = Timestamptz::from_micros(to.micros() + 3_600_000_000);
    let found = bookings::search_hosts(&ada.user, &near(to, night)).await.unwrap();
    assert!(!found.iter().any(|it| it.host_id == house));
    bookings::remove_availability_rule(&bo.user, rule).await.unwrap();
    let since = HostCalendarParams::builder().host_id(house).build();
    assert!(bookings::host_calendar(&ada.user, &since).await.unwrap().is_empty());
}
