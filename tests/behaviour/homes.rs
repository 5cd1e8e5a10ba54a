//! Families, and houses in which their children stay, made as their owners make them.

use crate::world::{Person, World, at, one};
use momni_client::bookings::{
    self, AddAvailabilityRuleParams, HoldBookingParams, RequestBookingParams, SetMyHostTermsParams,
};
use momni_client::families::{self, CreateFamilyParams};
use momni_client::hosting::{self, SetMyHostAddressParams, UpdateMyHostProfileParams};
use momni_client::ids::{
    BookingId, ChildId, FamilyId, FamilyMemberId, HostId, HostInsuranceId, IdentityVerificationId,
};
use momni_client::types::{
    AgeGroup, DocumentPart, HandoverKind, IdentityDocumentKind, VerificationStatus,
};
use momni_client::values::{Bound, Date, Interval, Range, Timestamptz};
use momni_client::verification::{
    self, AddIdentityDocumentParams, AddInsuranceDocumentParams, DecideIdentityParams,
    SubmitIdentityParams, SubmitInsuranceParams,
};

/// A family with a child of eight years.
#[derive(Clone, Copy)]
pub(crate) struct Family {
    pub(crate) id: FamilyId,
    pub(crate) child: ChildId,
    /// The child as a member.
    pub(crate) member: FamilyMemberId,
}

/// A day so many years ago.
pub(crate) fn born(years_ago: i32) -> Date {
    let (today, _) = at(0, 0).parts().unwrap();
    Date::from_days(today.days() - years_ago * 365 - 100)
}

/// The SHA-256 of a file, of which nothing but its form is looked at.
pub(crate) fn digest(of: &str) -> String {
    let mut digits: String = of.bytes().map(|byte| format!("{byte:02x}")).collect();
    digits.truncate(64);
    format!("{digits:0>64}")
}

/// From one moment to another.
pub(crate) fn span(from: Timestamptz, to: Timestamptz) -> Range<Timestamptz> {
    Range::new(Bound::Inclusive(from), Bound::Exclusive(to))
}

/// Makes a family.
pub(crate) async fn family(creator: &Person, name: &str) -> Family {
    let params = CreateFamilyParams::builder().name(name).build();
    let id = families::create_family(&creator.user, &params).await.unwrap();
    let child = families::add_child(&creator.user, id, "Annabella", born(8)).await.unwrap();
    let child = one(child);
    Family { id, child: child.child_id, member: child.member_id }
}

/// Opens a house of two places around the clock, every day, at ten euros per child and hour. Nothing is verified of it.
pub(crate) async fn open_house(host: &Person) -> HostId {
    let host = &host.user;
    let id = hosting::become_host(host, "UTC", "DE", "EUR").await.unwrap();
    let profile = UpdateMyHostProfileParams::builder()
        .headline("A garden")
        .about("Rabbits and apple trees.")
        .languages(vec!["de".to_owned(), "en".to_owned()])
        .youngest(1)
        .oldest(12)
        .build();
    hosting::update_my_host_profile(host, &profile).await.unwrap();
    let address = SetMyHostAddressParams::builder()
        .line1("Gartenweg 1")
        .locality("Potsdam")
        .country("DE")
        .latitude("52.391234".parse::<momni_client::values::Numeric>().unwrap())
        .longitude("13.064567".parse::<momni_client::values::Numeric>().unwrap())
        .build();
    hosting::set_my_host_address(host, &address).await.unwrap();
    hosting::list_my_host(host).await.unwrap();
    let terms = SetMyHostTermsParams::builder().places(2).minimum_notice(Interval::default());
    bookings::set_my_host_terms(host, &terms.build()).await.unwrap();
    bookings::set_my_capacity(host, AgeGroup::School, 2, 1000).await.unwrap();
    let always = AddAvailabilityRuleParams::builder()
        .starts_at("2026-01-01T00:00:00".parse().unwrap())
        .ends_at("2026-01-02T00:00:00".parse().unwrap())
        .rule("FREQ=DAILY")
        .build();
    bookings::add_availability_rule(host, &always).await.unwrap();
    id
}

/// Has it verified who somebody is.
pub(crate) async fn identify(person: &Person, by: &Person) -> IdentityVerificationId {
    let asked = SubmitIdentityParams::builder()
        .document_kind(IdentityDocumentKind::Passport)
        .document_country("DE")
        .build();
    let id = verification::submit_identity(&person.user, &asked).await.unwrap();
    let picture = AddIdentityDocumentParams::builder()
        .verification_id(id)
        .part(DocumentPart::Front)
        .storage_key(format!("identity/{}/front", person.id))
        .digest(digest(&person.id.to_string()))
        .size(1000)
        .media_type("image/jpeg")
        .build();
    verification::add_identity_document(&person.user, &picture).await.unwrap();
    verification::review_identity(&by.user, id).await.unwrap();
    let clear = DecideIdentityParams::builder()
        .verification_id(id)
        .verdict(VerificationStatus::Clear)
        .reason("It is them.")
        .number_digest(digest(&format!("no {}", person.id)))
        .build();
    verification::decide_identity(&by.user, &clear).await.unwrap();
    id
}

/// Has somebody's background checked.
pub(crate) async fn check(person: &Person, by: &Person) {
    let asked = verification::request_background_check(&person.user, "DE", true).await.unwrap();
    let reference = asked.to_string();
    verification::send_background_check(&by.user, asked, "checkr", &reference).await.unwrap();
    let clear = VerificationStatus::Clear;
    verification::decide_background_check(&by.user, asked, clear, "Nothing.").await.unwrap();
}

/// Tells of an insurance for a year.
pub(crate) async fn insure(host: &Person, house: HostId) -> HostInsuranceId {
    let insured = SubmitInsuranceParams::builder()
        .insurer("Gothaer")
        .policy_number("HV-1")
        .covers(span(at(-1, 0), at(365, 0)))
        .amount(300_000_000)
        .currency("EUR")
        .build();
    let id = verification::submit_insurance(&host.user, &insured).await.unwrap();
    let paper = AddInsuranceDocumentParams::builder()
        .insurance_id(id)
        .storage_key(format!("insurance/{house}/{id}"))
        .digest(digest(&format!("{id}")))
        .size(1000)
        .media_type("application/pdf")
        .build();
    verification::add_insurance_document(&host.user, &paper).await.unwrap();
    id
}

/// Finds that an insurance covers what it says.
pub(crate) async fn clear_insurance(insurance: HostInsuranceId, by: &Person) {
    verification::review_insurance(&by.user, insurance).await.unwrap();
    let clear = VerificationStatus::Clear;
    verification::decide_insurance(&by.user, insurance, clear, "It covers.").await.unwrap();
}

/// A host of whom all is verified that Germany demands.
pub(crate) async fn host(world: &World, name: &str) -> (Person, HostId) {
    let (host, clara) = (world.member(name).await, world.community_administrator("Clara").await);
    let house = open_house(&host).await;
    identify(&host, &clara).await;
    check(&host, &clara).await;
    let insurance = insure(&host, house).await;
    clear_insurance(insurance, &clara).await;
    (host, house)
}

/// A stay of the family's child.
pub(crate) fn stay(
    family: Family,
    house: HostId,
    from: Timestamptz,
    to: Timestamptz,
) -> HoldBookingParams {
    HoldBookingParams::builder()
        .family_id(family.id)
        .host_id(house)
        .starts_at(from)
        .ends_at(to)
        .member_ids([family.member])
        .build()
}

/// Holds places and asks the host, for two hours at noon in so many days: 20 euros.
pub(crate) async fn ask(creator: &Person, family: Family, house: HostId, days: i64) -> BookingId {
    let held = stay(family, house, at(days, 12), at(days, 14));
    let id = bookings::hold_booking(&creator.once(), &held).await.unwrap();
    let asked = RequestBookingParams::builder().booking_id(id).note("She likes numbers.").build();
    bookings::request_booking(&creator.user, &asked).await.unwrap();
    id
}

/// The same, and the host agrees.
pub(crate) async fn agree(
    creator: &Person,
    family: Family,
    host: &Person,
    house: HostId,
    days: i64,
) -> BookingId {
    let id = ask(creator, family, house, days).await;
    bookings::accept_booking(&host.user, id).await.unwrap();
    id
}

/// Hands the children over and back, by the codes that the family shows.
pub(crate) async fn stay_takes_place(creator: &Person, host: &Person, booking: BookingId) {
    let code = bookings::make_handover_code(&creator.user, booking, HandoverKind::CheckIn).await;
    assert!(bookings::check_in(&host.user, booking, &one(code.unwrap()).code).await.unwrap());
    let code = bookings::make_handover_code(&creator.user, booking, HandoverKind::CheckOut).await;
    assert!(bookings::check_out(&host.user, booking, &one(code.unwrap()).code).await.unwrap());
}

impl World {
    /// Lets a stay, and what hangs on its time, be so many days earlier than it was booked.
    pub(crate) async fn earlier(&self, booking: BookingId, days: i64) {
        self.moved(booking, &format!("{days} days")).await;
    }

    /// Lets a stay have begun an hour ago.
    pub(crate) async fn begun(&self, booking: BookingId) {
        let since = format!(
            "select lower(during) - now() + interval '1 hour' from app.bookings where id = '{booking}'"
        );
        let by = self.operate(&since).await.remove(0).remove(0).unwrap();
        self.moved(booking, &by).await;
    }

    async fn moved(&self, booking: BookingId, by: &str) {
        let by = format!("interval '{by}'");
        let moved = format!(
            "during = tstzrange(lower(during) - {by}, upper(during) - {by}),
             occupied = tstzrange(lower(occupied) - {by}, upper(occupied) - {by})"
        );
        // Triggers would reckon anew what is said here, and copies do not follow then.
        let sql = format!(
            "update app.bookings set {moved}, accepted_at = accepted_at - {by},
               created_at = created_at - {by} where id = '{booking}';
             update app.booking_children set {moved} where booking_id = '{booking}';
             update app.payment_holds h set release_at = release_at - {by}
               from app.payment_intents p where p.id = h.intent_id and p.booking_id = '{booking}';
             update app.payment_intents set stay_ends_at = stay_ends_at - {by} where booking_id = '{booking}'"
        );
        self.past(&sql).await;
    }
}
