//! What keeps children safe: who hosts is known, whom to call, what went wrong, and what is said and done about it.

use crate::bookings::hosted;
use crate::homes::{self, agree, digest, stay};
use crate::money::pay;
use crate::people::take_in;
use crate::world::{World, at, forbidden, one, refused};
use momni_client::accounts;
use momni_client::administration::{self, SuspendUserParams};
use momni_client::bookings::{self, HoldBookingError};
use momni_client::families;
use momni_client::hosting;
use momni_client::reviews::{
    self, ChangeReviewError, ChangeReviewParams, GetHostRatingError, ListHostReviewsParams,
    ReplyToReviewError, WithholdReviewError, WriteReviewError, WriteReviewParams,
};
use momni_client::trust::{
    self, AddEmergencyContactError, AddEmergencyContactParams, AddIncidentPersonParams,
    AppealSuspensionError, DecideAppealError, HoldHostParams, ListBehaviourParams,
    ListEmergencyContactsParams, ListIncidentEventsParams, ListIncidentsParams,
    ListMyIncidentsParams, ListSafetyFlagsParams, RaiseSafetyFlagParams, ReportIncidentError,
    ReportIncidentParams, SetIncidentStatusError, SetIncidentStatusParams,
};
use momni_client::types::{
    BehaviourKind, DocumentPart, IdentityDocumentKind, IncidentKind, IncidentPart,
    IncidentSeverity, IncidentStatus, MemberKind, PersonName, PhoneNumber, SafetyFlagKind,
    VerificationKind, VerificationStatus, Visibility,
};
use momni_client::verification::{
    self, AddIdentityDocumentError, AddIdentityDocumentParams, AddInsuranceDocumentError,
    AddInsuranceDocumentParams, DecideIdentityError, DecideIdentityParams,
    RequestBackgroundCheckError, ReviewIdentityError, SubmitIdentityError, SubmitIdentityParams,
    SubmitInsuranceError, SubmitInsuranceParams,
};

/// M2.1. A background is checked with consent and once it is known who it is; it ends, and is reminded of before.
pub(crate) async fn a_background_check_ends_and_is_renewed(world: &World) {
    let (bo, clara) = (world.member("Bo").await, world.community_administrator("Clara").await);
    refused!(
        verification::request_background_check(&bo.user, "DE", true),
        RequestBackgroundCheckError::IdentityNotVerified(_)
    );
    let (bo, house) = homes::host(world, "Bo").await;
    refused!(
        verification::request_background_check(&bo.user, "DE", false),
        RequestBackgroundCheckError::NobodyChecked(_)
    );
    let clear = VerificationStatus::Clear;
    let again = verification::request_background_check(&bo.user, "DE", true).await.unwrap();
    forbidden!(verification::decide_background_check(&bo.user, again, clear.clone(), "I am fine."));
    refused!(
        verification::decide_background_check(&clara.user, again, clear, "Nobody was asked."),
        verification::DecideBackgroundCheckError::StatusNotReachable(_)
    );
    verification::withdraw_background_check(&bo.user, again).await.unwrap();

    // Ten days before the end there is a reminder; at the end the host is booked no more.
    let (ada, ends) =
        (world.member("Ada").await, "update app.background_checks set valid_until = now()");
    let family = homes::family(&ada, "Lovelace").await;
    let noon = |days| stay(family, house, at(days, 12), at(days, 14));
    let of_bo = format!("where user_id = '{}' and status = 'clear'", bo.id);
    world.past(&format!("{ends} + interval '10 days' {of_bo}")).await;
    world.job("app.keep_renewals()").await;
    let reminded = format!(
        "select r.kind, m.days_left from app.verification_renewals r
         join app.verification_reminders m on m.renewal_id = r.id where r.user_id = '{}'",
        bo.id
    );
    let reminded = one(world.operate(&reminded).await);
    assert_eq!(reminded, [Some("background_check".to_owned()), Some("14".to_owned())]);
    bookings::hold_booking(&ada.once(), &noon(5)).await.unwrap();
    refused!(
        bookings::hold_booking(&ada.once(), &noon(12)),
        HoldBookingError::HostCannotBeBooked(_)
    );
    world.past(&format!("{ends} - interval '1 second' {of_bo}")).await;
    world.job("app.expire_verifications()").await;
    let mine = verification::list_my_verifications(&bo.user).await.unwrap();
    assert!(mine.iter().any(|it| {
        it.kind == VerificationKind::BackgroundCheck && it.status == VerificationStatus::Expired
    }));
    refused!(
        bookings::hold_booking(&ada.once(), &noon(6)),
        HoldBookingError::HostCannotBeBooked(_)
    );
    // Checked anew, they are booked again.
    homes::check(&bo, &clara).await;
    bookings::hold_booking(&ada.once(), &noon(6)).await.unwrap();
}

/// M2.2. Who somebody is is proven by a document that nobody but they and who decides is shown, and that proves one account.
pub(crate) async fn an_identity_is_proven_once(world: &World) {
    let (bo, eve) = (world.member("Bo").await, world.member("Eve").await);
    let clara = world.community_administrator("Clara").await;
    let passport = SubmitIdentityParams::builder()
        .document_kind(IdentityDocumentKind::Passport)
        .document_country("DE")
        .build();
    let id = verification::submit_identity(&bo.user, &passport).await.unwrap();
    refused!(
        verification::submit_identity(&bo.user, &passport),
        SubmitIdentityError::UnderWayAlready(_)
    );
    refused!(verification::review_identity(&clara.user, id), ReviewIdentityError::NoPicture(_));
    let picture = |of: &str, key: &str| {
        AddIdentityDocumentParams::builder()
            .verification_id(id)
            .part(DocumentPart::Front)
            .storage_key(format!("identity/{of}/{key}"))
            .digest(digest(key))
            .size(1000)
            .media_type("image/png")
            .build()
    };
    let (bos, eves) = (bo.id.to_string(), eve.id.to_string());
    refused!(
        verification::add_identity_document(&bo.user, &picture(&eves, "front")),
        AddIdentityDocumentError::FileElsewhere(_)
    );
    refused!(
        verification::add_identity_document(&eve.user, &picture(&eves, "front")),
        AddIdentityDocumentError::YouHaveNoSuchVerification(_)
    );
    verification::add_identity_document(&bo.user, &picture(&bos, "front")).await.unwrap();
    let looked = one(verification::list_identity_documents(&clara.user, id).await.unwrap());
    assert_eq!(looked.part, DocumentPart::Front);
    forbidden!(verification::list_identity_documents(&eve.user, id));
    verification::review_identity(&clara.user, id).await.unwrap();
    refused!(
        verification::add_identity_document(&bo.user, &picture(&bos, "late")),
        AddIdentityDocumentError::YouHaveNoSuchVerification(_)
    );
    let decide = |verdict: VerificationStatus| {
        DecideIdentityParams::builder().verification_id(id).verdict(verdict).reason("Seen.")
    };
    let number = digest(&format!("number of {bos}"));
    let clear = decide(VerificationStatus::Clear).number_digest(&*number).build();
    forbidden!(verification::decide_identity(&bo.user, &clear));
    refused!(
        verification::decide_identity(&clara.user, &decide(VerificationStatus::Clear).build()),
        DecideIdentityError::DigestOfDocumentNumberMissing(_)
    );
    verification::decide_identity(&clara.user, &clear).await.unwrap();
    let mine = one(verification::list_my_verifications(&bo.user).await.unwrap());
    assert_eq!((mine.status, mine.kind), (VerificationStatus::Clear, VerificationKind::Identity));
    assert!(mine.valid_until.unwrap() > at(365, 0));

    // The same document proves no second account.
    let other = verification::submit_identity(&eve.user, &passport).await.unwrap();
    let front = AddIdentityDocumentParams::builder()
        .verification_id(other)
        .part(DocumentPart::Front)
        .storage_key(format!("identity/{eves}/front"))
        .digest(digest(&eves))
        .size(1000)
        .media_type("image/png")
        .build();
    verification::add_identity_document(&eve.user, &front).await.unwrap();
    verification::review_identity(&clara.user, other).await.unwrap();
    let twice = DecideIdentityParams::builder()
        .verification_id(other)
        .verdict(VerificationStatus::Clear)
        .reason("Seen.")
        .number_digest(&*number)
        .build();
    refused!(
        verification::decide_identity(&clara.user, &twice),
        DecideIdentityError::DocumentProvesAnotherAccountAlready(_)
    );
}

/// M2.3. The papers of an insurance are the host's and of who verifies them; too little is no insurance.
pub(crate) async fn insurance_papers_are_the_hosts_own(world: &World) {
    let clara = world.community_administrator("Clara").await;
    let (bo, otto) = (world.member("Bo").await, world.member("Otto").await);
    let house = homes::open_house(&bo).await;
    homes::open_house(&otto).await;
    let eve = world.member("Eve").await;
    let insured = |amount: i64, days: i64| {
        SubmitInsuranceParams::builder()
            .insurer("Gothaer")
            .policy_number("HV-2")
            .covers(homes::span(at(-9, 0), at(days, 0)))
            .amount(amount)
            .currency("EUR")
            .build()
    };
    refused!(
        verification::submit_insurance(&eve.user, &insured(1, 9)),
        SubmitInsuranceError::NotAHost(_)
    );
    refused!(
        verification::submit_insurance(&bo.user, &insured(1, -1)),
        SubmitInsuranceError::Expired(_)
    );
    let small = verification::submit_insurance(&bo.user, &insured(299_999_999, 400)).await.unwrap();
    let paper = AddInsuranceDocumentParams::builder()
        .insurance_id(small)
        .storage_key(format!("insurance/{house}/small"))
        .digest(digest(&format!("small {house}")))
        .size(1000)
        .media_type("application/pdf")
        .build();
    refused!(
        verification::add_insurance_document(&otto.user, &paper),
        AddInsuranceDocumentError::YouHaveNoSuchInsurance(_)
    );
    verification::add_insurance_document(&bo.user, &paper).await.unwrap();
    assert!(verification::list_my_insurances(&otto.user).await.unwrap().is_empty());
    assert_eq!(verification::list_insurance_documents(&clara.user, small).await.unwrap().len(), 1);
    forbidden!(verification::list_insurance_documents(&otto.user, small));
    homes::clear_insurance(small, &clara).await;
    let met = async || {
        let demands = verification::list_my_demands(&bo.user, &Default::default()).await.unwrap();
        let insured =
            demands.into_iter().find(|it| it.kind == VerificationKind::Insurance).unwrap();
        assert_eq!(insured.least_amount, Some(300_000_000));
        insured.met
    };
    assert!(!met().await);
    let enough = homes::insure(&bo, house).await;
    homes::clear_insurance(enough, &clara).await;
    assert!(met().await);
}

/// M2.4. Whom to call is known to those who answer for a child, to its host in those days, and to nobody else.
pub(crate) async fn whom_to_call_is_known_to_who_has_the_child(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let (byron, nanny) = (world.member("Byron").await, world.member("Nanny").await);
    let family = homes::family(&ada, "Lovelace").await;
    take_in(&ada, family.id, &byron, MemberKind::Guardian).await;
    take_in(&ada, family.id, &nanny, MemberKind::Caregiver).await;
    let contact = AddEmergencyContactParams::builder()
        .family_id(family.id)
        .child_id(family.child)
        .name(PersonName("Mary Somerville".to_owned()))
        .relation("Grandmother")
        .phone(PhoneNumber("+4930123456".to_owned()))
        .build();
    for wrong in [&eve.user, &nanny.user, &bo.user] {
        refused!(
            trust::add_emergency_contact(wrong, &contact),
            AddEmergencyContactError::NoSuchFamilyOrChild(_)
        );
    }
    let id = trust::add_emergency_contact(&byron.user, &contact).await.unwrap();
    let of_family = ListEmergencyContactsParams::builder().family_id(family.id).build();
    let known = async |who: &momni_client::User| {
        trust::list_emergency_contacts(who, &of_family).await.unwrap().len()
    };
    assert_eq!(known(&ada.user).await, 1);
    for other in [&eve.user, &nanny.user, &bo.user] {
        assert_eq!(known(other).await, 0);
    }
    forbidden!(trust::list_emergency_contacts(&world.nobody(), &of_family));
    let booking = agree(&ada, family, &bo, house, 20).await;
    assert_eq!(known(&bo.user).await, 0);
    pay(world, &ada, booking).await;
    world.earlier(booking, 19).await;
    let called = one(trust::list_emergency_contacts(&bo.user, &of_family).await.unwrap());
    assert_eq!(called.phone.0, "+4930123456");
    refused!(
        trust::remove_emergency_contact(&bo.user, id),
        trust::RemoveEmergencyContactError::NoSuchContact(_)
    );
    trust::remove_emergency_contact(&ada.user, id).await.unwrap();
    assert_eq!(known(&ada.user).await, 0);
}

/// M2.4. Who blocks another has nothing to do with them any more, on either side.
pub(crate) async fn who_is_blocked_sees_and_books_nothing(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let family = homes::family(&ada, "Lovelace").await;
    let shown = accounts::UpdateMyProfileParams::builder().visibility(Visibility::Members).build();
    accounts::update_my_profile(&bo.user, &shown).await.unwrap();
    assert_eq!(accounts::get_profile(&ada.user, bo.id).await.unwrap().len(), 1);
    trust::block_user(&bo.user, ada.id).await.unwrap();
    assert!(accounts::get_profile(&ada.user, bo.id).await.unwrap().is_empty());
    assert_eq!(accounts::get_profile(&eve.user, bo.id).await.unwrap().len(), 1);
    let noon = stay(family, house, at(3, 12), at(3, 14));
    refused!(bookings::hold_booking(&ada.once(), &noon), HoldBookingError::HostCannotBeBooked(_));
    // Ada does not learn of it, and cannot take it back.
    assert!(trust::list_my_blocks(&ada.user, &Default::default()).await.unwrap().is_empty());
    trust::unblock_user(&ada.user, bo.id).await.unwrap();
    refused!(bookings::hold_booking(&ada.once(), &noon), HoldBookingError::HostCannotBeBooked(_));
    refused!(
        trust::block_user(&ada.user, ada.id),
        trust::BlockUserError::NobodyBlocksThemselves(_)
    );
    trust::unblock_user(&bo.user, ada.id).await.unwrap();
    bookings::hold_booking(&ada.once(), &noon).await.unwrap();
}

/// M2.5. A report goes its way under administrators who are not in it; who is named learns nothing.
pub(crate) async fn an_incident_is_reported_handled_and_closed(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let clara = world.community_administrator("Clara").await;
    let family = homes::family(&ada, "Lovelace").await;
    let booking = hosted(world, &ada, family, &bo, house).await;
    let report = ReportIncidentParams::builder()
        .kind(IncidentKind::Injury)
        .severity(IncidentSeverity::High)
        .summary("A bruise")
        .description("She fell from the apple tree.")
        .occurred_at(at(-1, 13))
        .family_id(family.id)
        .booking_id(booking)
        .build();
    refused!(
        trust::report_incident(&eve.user, &report),
        ReportIncidentError::NoSuchFamilyOrStay(_)
    );
    let id = trust::report_incident(&ada.user, &report).await.unwrap();
    let about = AddIncidentPersonParams::builder().incident_id(id).part(IncidentPart::Subject);
    let about = about.host_id(house).build();
    refused!(
        trust::add_incident_person(&eve.user, &about),
        trust::AddIncidentPersonError::NoSuchIncident(_)
    );
    trust::add_incident_person(&ada.user, &about).await.unwrap();
    for blind in [&bo.user, &eve.user] {
        assert!(trust::get_incident(blind, id).await.unwrap().is_empty());
        let mine = ListMyIncidentsParams::default();
        assert!(trust::list_my_incidents(blind, &mine).await.unwrap().is_empty());
    }
    forbidden!(trust::list_incidents(&bo.user, &ListIncidentsParams::default()));
    let by_ada = ListIncidentsParams::builder().by_reporter_id(ada.id).build();
    let listed = one(trust::list_incidents(&clara.user, &by_ada).await.unwrap());
    assert_eq!((listed.id, listed.status), (id, IncidentStatus::Reported));

    trust::assign_incident(&clara.user, id, Some(clara.id)).await.unwrap();
    refused!(
        trust::assign_incident(&clara.user, id, Some(ada.id)),
        trust::AssignIncidentError::UserCannotHandleIncident(_)
    );
    let to = |status| SetIncidentStatusParams::builder().incident_id(id).status(status);
    forbidden!(trust::set_incident_status(&ada.user, &to(IncidentStatus::Triaged).build()));
    refused!(
        trust::set_incident_status(&clara.user, &to(IncidentStatus::Resolved).build()),
        SetIncidentStatusError::OutcomeMissing(_)
    );
    let resolved = to(IncidentStatus::Resolved).resolution("The branch was sawn off.").build();
    refused!(
        trust::set_incident_status(&clara.user, &resolved),
        SetIncidentStatusError::StatusNotReachable(_)
    );
    trust::set_incident_status(&clara.user, &to(IncidentStatus::Investigating).build())
        .await
        .unwrap();

    // While it is looked into nobody books the host.
    let hold = HoldHostParams::builder().host_id(house).reason("The tree.").incident_id(id).build();
    forbidden!(trust::hold_host(&ada.user, &hold));
    trust::hold_host(&clara.user, &hold).await.unwrap();
    let noon = stay(family, house, at(3, 12), at(3, 14));
    refused!(bookings::hold_booking(&ada.once(), &noon), HoldBookingError::HostCannotBeBooked(_));
    trust::lift_host_hold(&clara.user, house, "It is safe.").await.unwrap();
    bookings::hold_booking(&ada.once(), &noon).await.unwrap();

    trust::set_incident_status(&clara.user, &resolved).await.unwrap();
    let told = one(trust::get_incident(&ada.user, id).await.unwrap());
    assert_eq!(told.resolution.as_deref(), Some("The branch was sawn off."));
    let timeline = ListIncidentEventsParams::builder().incident_id(id).build();
    assert!(trust::list_incident_events(&clara.user, &timeline).await.unwrap().len() >= 5);
    assert!(trust::list_incident_events(&bo.user, &timeline).await.unwrap().is_empty());
}

/// M2.5. On what nobody acts in time somebody else is called.
pub(crate) async fn an_incident_that_lies_is_escalated(world: &World) {
    let (ada, clara) = (world.member("Ada").await, world.community_administrator("Clara").await);
    let report = ReportIncidentParams::builder()
        .kind(IncidentKind::MissingChild)
        .severity(IncidentSeverity::Critical)
        .summary("Gone")
        .description("She is not where she was left.")
        .occurred_at(at(-1, 13))
        .build();
    let id = trust::report_incident(&ada.user, &report).await.unwrap();
    trust::assign_incident(&clara.user, id, Some(clara.id)).await.unwrap();
    let late =
        format!("update app.incidents set due_at = now() - interval '1 minute' where id = '{id}'");
    world.operate(&late).await;
    world.job("app.escalate_incidents()").await;
    let by_ada = ListIncidentsParams::builder().by_reporter_id(ada.id).build();
    let lies = one(trust::list_incidents(&clara.user, &by_ada).await.unwrap());
    assert_eq!((lies.assigned_to, lies.escalation), (None, 1));
}

/// M2.6. Host and family say how it was, each before reading the other; what is shown stays, and is counted.
pub(crate) async fn host_and_family_review_each_other(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, eve) = (world.member("Ada").await, world.member("Eve").await);
    let clara = world.community_administrator("Clara").await;
    let family = homes::family(&ada, "Lovelace").await;
    let says = |booking, rating: i16, body: &str| {
        WriteReviewParams::builder().booking_id(booking).rating(rating).body(body).build()
    };
    let agreed = agree(&ada, family, &bo, house, 15).await;
    refused!(
        reviews::write_review(&ada.user, &says(agreed, 5, "Early.")),
        WriteReviewError::NoSuchStay(_)
    );
    let booking = hosted(world, &ada, family, &bo, house).await;
    refused!(
        reviews::write_review(&eve.user, &says(booking, 1, "Bad.")),
        WriteReviewError::NoSuchStay(_)
    );
    refused!(
        reviews::write_review(&ada.user, &says(booking, 6, "Best.")),
        WriteReviewError::InvalidParameterValue(_)
    );
    let of_host = reviews::write_review(&ada.user, &says(booking, 5, "Rabbits!")).await.unwrap();
    refused!(
        reviews::write_review(&ada.user, &says(booking, 4, "Again.")),
        WriteReviewError::WrittenAlready(_)
    );
    let shown = ListHostReviewsParams::builder().host_id(house).build();
    assert!(reviews::list_host_reviews(&bo.user, &shown).await.unwrap().is_empty());
    let better = ChangeReviewParams::builder().id(of_host).rating(4).build();
    reviews::change_review(&ada.user, &better).await.unwrap();
    refused!(reviews::change_review(&bo.user, &better), ChangeReviewError::NoSuchReview(_));
    reviews::write_review(&bo.user, &says(booking, 5, "On time.")).await.unwrap();
    // Both are written, so both are shown, to anybody, and stay as they are.
    let told = one(reviews::list_host_reviews(&world.nobody(), &shown).await.unwrap());
    assert_eq!((told.rating, told.body.as_deref()), (4, Some("Rabbits!")));
    refused!(reviews::change_review(&ada.user, &better), ChangeReviewError::NoSuchReview(_));
    refused!(
        reviews::reply_to_review(&eve.user, of_host, "No."),
        ReplyToReviewError::NoSuchReviewAboutYou(_)
    );
    reviews::reply_to_review(&bo.user, of_host, "Come again.").await.unwrap();

    // M8.5: ratings are counted beside the reviews, by a job.
    refused!(
        reviews::get_host_rating(&ada.user, house),
        GetHostRatingError::NobodySaidAnythingAboutHost(_)
    );
    world.job("app.count_ratings()").await;
    let rating = reviews::get_host_rating(&world.nobody(), house).await.unwrap();
    assert_eq!(
        (rating.reviews, rating.positive, rating.stars.unwrap().to_string()),
        (1, 1, "4.00".to_owned())
    );
    let about = reviews::ListFamilyReviewsParams::builder().family_id(family.id).build();
    assert!(reviews::list_family_reviews(&eve.user, &about).await.unwrap().is_empty());
    assert_eq!(reviews::list_family_reviews(&bo.user, &about).await.unwrap().len(), 1);
    forbidden!(reviews::withhold_review(&bo.user, of_host, "I do not like it."));
    reviews::withhold_review(&clara.user, of_host, "Names a child.").await.unwrap();
    assert!(reviews::list_host_reviews(&ada.user, &shown).await.unwrap().is_empty());
    reviews::release_review(&clara.user, of_host).await.unwrap();
    assert_eq!(reviews::list_host_reviews(&ada.user, &shown).await.unwrap().len(), 1);
}

/// M2.8. Warnings about somebody count until they are cleared; only others of the administrators see them.
pub(crate) async fn warnings_count_until_they_are_cleared(world: &World) {
    let (eve, bo) = (world.member("Eve").await, world.member("Bo").await);
    let clara = world.community_administrator("Clara").await;
    let finn = world.financial_administrator("Finn").await;
    let flag = |about| {
        RaiseSafetyFlagParams::builder()
            .user_id(about)
            .kind(SafetyFlagKind::Unreliable)
            .weight(30)
            .reason("Three times late.")
            .build()
    };
    assert_eq!(trust::get_safety_score(&clara.user, eve.id).await.unwrap(), 0);
    let raised = trust::raise_safety_flag(&clara.user, &flag(eve.id)).await.unwrap();
    assert_eq!(trust::get_safety_score(&clara.user, eve.id).await.unwrap(), 30);
    let of_eve = ListSafetyFlagsParams::builder().user_id(eve.id).build();
    assert_eq!(
        one(trust::list_safety_flags(&clara.user, &of_eve).await.unwrap()).raised_by,
        Some(clara.id)
    );
    for wrong in [&eve.user, &bo.user, &finn.user] {
        forbidden!(trust::raise_safety_flag(wrong, &flag(eve.id)));
        forbidden!(trust::list_safety_flags(wrong, &of_eve));
        forbidden!(trust::get_safety_score(wrong, eve.id));
    }
    forbidden!(trust::raise_safety_flag(&clara.user, &flag(clara.id)));
    trust::clear_safety_flag(&clara.user, raised, "It was the bus.").await.unwrap();
    assert_eq!(trust::get_safety_score(&clara.user, eve.id).await.unwrap(), 0);
    refused!(
        trust::clear_safety_flag(&clara.user, raised, "Again."),
        trust::ClearSafetyFlagError::NoSuchFlag(_)
    );
}

/// M2.8. What somebody did is on record for those who handle reports, counts against them, and fades.
pub(crate) async fn behaviour_is_on_record_and_fades(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (ada, clara) = (world.member("Ada").await, world.community_administrator("Clara").await);
    let family = homes::family(&ada, "Lovelace").await;
    let booking = hosted(world, &ada, family, &bo, house).await;
    let rude = WriteReviewParams::builder().booking_id(booking).rating(1).body("Rude.").build();
    let review = reviews::write_review(&ada.user, &rude).await.unwrap();
    // Nobody withholds what nobody is shown.
    refused!(
        reviews::withhold_review(&clara.user, review, "Names a child."),
        WithholdReviewError::NoSuchReview(_)
    );
    let calm = WriteReviewParams::builder().booking_id(booking).rating(4).build();
    reviews::write_review(&bo.user, &calm).await.unwrap();
    reviews::withhold_review(&clara.user, review, "Names a child.").await.unwrap();
    let of_ada = ListBehaviourParams::builder().user_id(ada.id).build();
    let told = trust::list_behaviour(&clara.user, &of_ada).await.unwrap();
    let withheld = told.into_iter().filter(|it| it.kind == BehaviourKind::ReviewWithheld);
    assert_eq!(one(withheld.collect()).subject_id, review.into());
    let now = trust::get_safety_score(&clara.user, ada.id).await.unwrap();
    assert!(now > 0);
    let long_ago = format!(
        "update app.behaviour_events set at = at - interval '2 years' where user_id = '{}'",
        ada.id
    );
    world.past(&long_ago).await;
    assert!(trust::get_safety_score(&clara.user, ada.id).await.unwrap() < now);
    // Nobody else is told, not even of themselves.
    for wrong in [&ada.user, &bo.user] {
        forbidden!(trust::list_behaviour(wrong, &of_ada));
        forbidden!(trust::get_safety_score(wrong, ada.id));
    }
    assert_eq!(trust::get_safety_score(&clara.user, bo.id).await.unwrap(), 0);
}

/// M2.8. Who is shut out learns why, appeals, and is heard by another administrator.
pub(crate) async fn a_suspension_is_appealed_to_another(world: &World) {
    let (eve, ada) = (world.member("Eve").await, world.member("Ada").await);
    let (clara, carl) =
        (world.community_administrator("Clara").await, world.community_administrator("Carl").await);
    refused!(
        trust::appeal_suspension(&eve.user, "Why?"),
        AppealSuspensionError::AccountNotSuspended(_)
    );
    let out =
        SuspendUserParams::builder().user_id(eve.id).reason("Was rude.").until(at(30, 0)).build();
    administration::suspend_user(&clara.user, &out).await.unwrap();
    // With a token that is minted now, too.
    let eve = world.again(&eve).await;
    let mine = one(trust::get_my_suspension(&eve.user).await.unwrap());
    assert_eq!((&*mine.reason, mine.until), ("Was rude.", Some(at(30, 0))));
    assert!(trust::get_my_suspension(&ada.user).await.unwrap().is_empty());
    trust::appeal_suspension(&eve.user, "It was my brother.").await.unwrap();
    refused!(
        trust::appeal_suspension(&eve.user, "Really."),
        AppealSuspensionError::YouAppealedAlready(_)
    );
    let appeals = trust::list_appeals(&carl.user, &Default::default()).await.unwrap();
    let appeal = appeals.into_iter().find(|it| it.suspension_id == mine.suspension_id).unwrap();
    refused!(
        trust::decide_appeal(&clara.user, appeal.id, false, "I was right."),
        DecideAppealError::OwnSuspension(_)
    );
    forbidden!(trust::decide_appeal(&ada.user, appeal.id, true, "Let her in."));
    trust::decide_appeal(&carl.user, appeal.id, true, "It was the brother.").await.unwrap();
    assert!(world.is_let_in(&eve).await);
    assert!(trust::get_my_suspension(&eve.user).await.unwrap().is_empty());
    families::create_family(
        &eve.user,
        &families::CreateFamilyParams::builder().name("Eve").build(),
    )
    .await
    .unwrap();
}

/// M2.8. Whoever is shut out as a host alone appeals in the same way, and keeps the account meanwhile.
pub(crate) async fn a_host_who_is_shut_out_appeals(world: &World) {
    let (bo, house) = homes::host(world, "Bo").await;
    let (clara, carl) =
        (world.community_administrator("Clara").await, world.community_administrator("Carl").await);
    hosting::suspend_host(&clara.user, house, "A complaint.").await.unwrap();
    let mine = one(trust::get_my_suspension(&bo.user).await.unwrap());
    assert_eq!((&*mine.reason, mine.host_id), ("A complaint.", Some(house)));
    trust::appeal_suspension(&bo.user, "It was not me.").await.unwrap();
    let appeals = trust::list_appeals(&carl.user, &Default::default()).await.unwrap();
    let appeal = appeals.into_iter().find(|it| it.suspension_id == mine.suspension_id).unwrap();
    refused!(
        trust::decide_appeal(&clara.user, appeal.id, true, "Well."),
        DecideAppealError::OwnSuspension(_)
    );
    forbidden!(trust::decide_appeal(&bo.user, appeal.id, true, "It was not me."));
    trust::decide_appeal(&carl.user, appeal.id, true, "It was not them.").await.unwrap();
    assert!(trust::get_my_suspension(&bo.user).await.unwrap().is_empty());
    hosting::list_my_host(&bo.user).await.unwrap();
    // What was granted once does not keep them from being shut out again.
    hosting::suspend_host(&carl.user, house, "Another complaint.").await.unwrap();
    hosting::reinstate_host(&clara.user, house, "Nothing in it.").await.unwrap();
    assert!(trust::get_my_suspension(&bo.user).await.unwrap().is_empty());
}
